import { type Fact, type FactName, fact, type Project } from './project.ts';
import { objectIn, type ProjectFolder, textIn } from './project-folder.ts';
import { releases } from './releases.ts';
import { releaseIn } from './version-range.ts';

const frameworks: readonly (readonly [dependency: string, name: string])[] = [
  ['laravel/framework', 'Laravel'],
  ['symfony/framework-bundle', 'Symfony'],
  ['slim/slim', 'Slim'],
  ['cakephp/cakephp', 'CakePHP'],
  ['codeigniter4/framework', 'CodeIgniter'],
  ['yiisoft/yii2', 'Yii'],
];

/** Extensions that the images of PHP have (hub.docker.com/_/php, `php -m` of 8.5). */
const included: ReadonlySet<string> = new Set(
  'ctype curl date dom fileinfo filter ftp hash iconv json libxml mbstring mysqlnd openssl opcache pcre pdo pdo_sqlite phar posix random readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zlib'.split(
    ' ',
  ),
);

/** Extensions that docker-php-ext-install builds without any package beside what the image has (the scripts of docker-library/php). */
const withoutPackages: ReadonlySet<string> = new Set(
  'bcmath calendar exif gettext mysqli pcntl pdo_mysql shmop sockets sysvmsg sysvsem sysvshm'.split(' '),
);

/** A project of PHP: a folder with a composer.json, or with an index.php. */
export async function detectPhp(folder: ProjectFolder): Promise<Project | undefined> {
  const composer = await folder.readJson('composer.json');
  const page = await folder.first(['public/index.php', 'web/index.php', 'webroot/index.php', 'index.php']);
  if (!composer && page === undefined) return undefined;
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = textIn(composer, 'name')?.replace(/^.*\//, '');
  if (name) facts.name = fact(name, 'composer.json', `name is "${textIn(composer, 'name')}"`);
  const required = objectIn(composer, 'require');
  const platform = textIn(objectIn(objectIn(composer, 'config'), 'platform'), 'php');
  const stated = platform ?? textIn(required, 'php');
  const version = stated === undefined ? undefined : releaseIn(stated, releases.php);
  if (version) facts.version = fact(version, 'composer.json', `it asks for PHP ${stated}`);
  if (await folder.has('composer.lock')) facts.lock = fact('composer.lock', 'composer.lock', 'it is here');
  const framework = frameworks.find(([dependency]) => Object.hasOwn(required, dependency));
  if (framework) facts.framework = fact(framework[1], 'composer.json', `it requires ${framework[0]}`);
  if (page !== undefined) {
    const root = page.includes('/') ? page.slice(0, page.indexOf('/')) : '.';
    facts.output = fact(root, page, 'it is here');
  }
  const extensions = Object.keys(required)
    .flatMap((one) => (one.startsWith('ext-') ? one.slice(4) : []))
    .filter((one) => !included.has(one));
  const installed = extensions.filter((one) => withoutPackages.has(one));
  const others = extensions.filter((one) => !withoutPackages.has(one));
  if (installed.length > 0)
    facts.extensions = fact(
      installed.join(' '),
      'composer.json',
      `it requires ${installed.map((one) => `ext-${one}`).join(', ')}`,
    );
  return {
    language: 'php',
    tool: composer ? 'composer' : 'none',
    title: composer ? 'PHP with Composer' : 'PHP',
    because: composer ? { file: 'composer.json', says: 'it is here' } : { file: page ?? '', says: 'it is here' },
    shape: page === undefined ? 'program' : 'service',
    facts,
    remarks: [
      ...(others.length > 0
        ? [
            `composer.json requires extensions (${others.join(', ')}) that need packages: install both in the Dockerfile.`,
          ]
        : []),
      ...(composer && !facts.lock
        ? ['There is no composer.lock: commit it, so that every build installs the same.']
        : []),
    ],
  };
}
