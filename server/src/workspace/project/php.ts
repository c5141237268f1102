import { type Fact, type FactName, fact, type Project } from './project.ts';
import { objectIn, type ProjectFolder, textIn } from './project-folder.ts';
import { releases } from './releases.ts';
import { VersionRange } from './version-range.ts';

const frameworks: readonly (readonly [dependency: string, name: string])[] = [
  ['laravel/framework', 'Laravel'],
  ['symfony/framework-bundle', 'Symfony'],
  ['slim/slim', 'Slim'],
  ['cakephp/cakephp', 'CakePHP'],
  ['codeigniter4/framework', 'CodeIgniter'],
  ['yiisoft/yii2', 'Yii'],
];

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
  const version = stated === undefined ? undefined : VersionRange.read(stated)?.choose(releases.php);
  if (version) facts.version = fact(version, 'composer.json', `it asks for PHP ${stated}`);
  if (await folder.has('composer.lock')) facts.lock = fact('composer.lock', 'composer.lock', 'it is here');
  const framework = frameworks.find(([dependency]) => Object.hasOwn(required, dependency));
  if (framework) facts.framework = fact(framework[1], 'composer.json', `it requires ${framework[0]}`);
  if (page !== undefined) {
    const root = page.includes('/') ? page.slice(0, page.indexOf('/')) : '.';
    facts.output = fact(root, page, 'it is here');
  }
  const extensions = Object.keys(required).flatMap((one) => (one.startsWith('ext-') ? one.slice(4) : []));
  return {
    language: 'php',
    tool: composer ? 'composer' : 'none',
    title: composer ? 'PHP with Composer' : 'PHP',
    because: composer ? { file: 'composer.json', says: 'it is here' } : { file: page ?? '', says: 'it is here' },
    shape: page === undefined ? 'program' : 'service',
    facts,
    remarks:
      extensions.length > 0
        ? [`composer.json requires extensions (${extensions.join(', ')}): install those that the image of PHP lacks.`]
        : [],
  };
}
