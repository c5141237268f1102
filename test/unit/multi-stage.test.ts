import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { atLeast } from '../../server/src/core/severity.ts';
import rule from '../../server/src/rules/dockerfile/build-tools-in-final-stage.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, only, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

/** What the conversion makes of a Dockerfile: its text, or why it refuses. */
async function convert(text: string, files: Files = {}): Promise<string> {
  const judged = judge(text, files);
  const [finding] = judged.findings;
  const fix = finding?.fixes[0];
  if (!fix) throw new Error('there is nothing to fix');
  const built = await fix.build(judged.engine.fixContext(judged.source.uri));
  return built instanceof Refusal ? built.reason : applyEdits(text, built);
}

/** The same, with nginx in the place of a server of files; undefined where that is not offered. */
async function convertToNginx(text: string, files: Files = { 'package.json': '{}' }): Promise<string | undefined> {
  const judged = judge(text, files);
  const fix = judged.findings[0]?.fixes[1];
  const built = await fix?.build(judged.engine.fixContext(judged.source.uri));
  return built instanceof Refusal ? built.reason : built && applyEdits(text, built);
}

function judge(text: string, files: Files = {}): Judgement {
  return new Judgement('Dockerfile', text, only(rule), host(files));
}

function host(files: Files): MemoryHost {
  return new MemoryHost(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text])));
}

/** Lines of a Dockerfile. */
const lines = (...list: readonly string[]) => list.map((line) => `${line}\n`).join('');

const goFile = (...more: readonly string[]) =>
  lines('FROM golang:1.26', 'WORKDIR /src', 'COPY . .', ...more, 'RUN go build -o /bin/app', 'CMD ["/bin/app"]');

const phpFile = (...more: readonly string[]) =>
  lines(
    'FROM php:8.4-fpm-alpine3.24',
    'RUN apk add --no-cache $PHPIZE_DEPS libpng-dev',
    'RUN docker-php-ext-install gd',
    'COPY --from=composer:2 /usr/bin/composer /usr/bin/composer',
    'COPY . .',
    'RUN composer install --no-dev',
    ...more,
  );

const rubyFile = (...more: readonly string[]) =>
  lines(
    'FROM ruby:3.4-slim',
    'RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev libjemalloc2',
    'WORKDIR /app',
    ...more,
    'COPY . .',
    'RUN bundle install',
    'CMD ["bundle", "exec", "puma"]',
  );

const elixirFile = (...more: readonly string[]) =>
  lines(
    'FROM elixir:1.18',
    'ENV MIX_ENV=prod',
    'WORKDIR /app',
    'RUN mix local.hex --force && mix local.rebar --force',
    'COPY . .',
    'RUN mix deps.get --only prod && mix release',
    ...more,
    'CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]',
  );

const cmakeLists =
  'project(words CXX) # one\nadd_executable(words words.cpp)\ninstall(TARGETS words RUNTIME DESTINATION bin)\n';
const cmakeFile = lines(
  'FROM debian:trixie',
  'RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ make',
  'WORKDIR /src',
  'COPY . .',
  'RUN cmake -S . -B build && cmake --build build && cmake --install build',
  'CMD ["words", "words.txt"]',
);

describe('the conversion to several stages refuses', () => {
  const refusals: Readonly<Record<string, readonly [reason: string, text: string, files?: Files]>> = {
    'several stages': ['several stages', lines('FROM alpine:3.24 AS a', goFile().trimEnd())],
    'an unknown base image': ['distribution', goFile().replace('golang:1.26', 'acme.example/golang:1.26')],
    'a base image without a version': ['pin it first', goFile().replace(':1.26', '')],
    'a base image pinned to a digest': ['digest', goFile().replace('1.26', `1.26@sha256:${'0'.repeat(64)}`)],
    ONBUILD: ['ONBUILD', goFile('ONBUILD COPY . .')],
    SHELL: ['SHELL', goFile('SHELL ["/bin/bash", "-c"]')],
    'a build on another platform': ['platform', goFile().replace('FROM', 'FROM --platform=$BUILDPLATFORM')],
    'commands whose traces are not known': ['"install.sh"', goFile('RUN ./install.sh')],
    downloads: ['"curl"', goFile('RUN curl -o /usr/bin/tool https://example.com/tool')],
    'ADD of an archive': ['ADD downloads or unpacks', goFile('ADD data.tar.gz /data/')],
    'files from another image': ['another image', goFile('COPY --from=busybox:1.38 /bin/wget /bin/wget')],
    'files copied among those of the system': ['among those of the system', goFile('COPY etc /etc')],
    'a folder that a variable decides on': ['A variable', goFile('ARG DIR', 'WORKDIR $DIR')],
    'an upgrade of the base image': ['upgraded', goFile('RUN apt-get update && apt-get upgrade -y')],
    'packages that a variable names': ['A variable names', goFile('RUN apt-get install -y $PACKAGES')],
    'headers whose libraries are not known': ['libfoo-dev', goFile('RUN apt-get install -y libfoo-dev')],
    'a user that is made among other things': [
      'The user "app"',
      goFile('RUN apt-get install -y git && useradd app', 'USER app'),
    ],
    'adduser, which newer images lack': ['"useradd"', goFile('RUN adduser --system app', 'USER app')],
    'a script that cannot be read': ['start.sh', goFile().replace('/bin/app"', '/src/start.sh"')],
    'programs that the runtime image lacks': ['"nc"', goFile('HEALTHCHECK CMD nc -z localhost 80')],
    'variables that only the builder sets': ['GOPATH', goFile('ENV ASSETS=$GOPATH/assets')],
    'files of several users': ['several users', goFile('COPY --chown=one a a', 'COPY --chown=two b b')],
    'a folder changed in a subshell': ['subshell', goFile('RUN (cd /tmp && ls) && ls')],
    'a program that the build does not make': [
      'Which program',
      goFile().replace('CMD ["/bin/app"]', 'CMD ["/bin/other"]'),
    ],
    'go run': ['each time it starts', goFile().replace('["/bin/app"]', 'go run .')],
    'cargo run': ['cargo', lines('FROM rust:1.80', 'RUN cargo build', 'CMD ["cargo", "run"]')],
    'Rust without Cargo.lock': [
      'Cargo.lock',
      lines('FROM rust:1.80', 'WORKDIR /a', 'COPY . .', 'RUN cargo build', 'CMD ["target/debug/a"]'),
    ],
    'crates with libraries that are not known': [
      'alsa-sys',
      lines('FROM rust:1.80', 'WORKDIR /a', 'COPY . .', 'RUN cargo build', 'CMD ["target/debug/a"]'),
      { 'Cargo.lock': 'name = "alsa-sys"\n' },
    ],
    'a Node.js program in the root folder': [
      'among the files of the system',
      lines('FROM node:24', 'COPY a.js /', 'RUN npm run build', 'CMD ["node", "a.js"]'),
    ],
    'a package that needs the full image': [
      'puppeteer',
      lines('FROM node:24', 'WORKDIR /a', 'COPY . .', 'RUN npm run build', 'CMD ["node", "a.js"]'),
      { 'package.json': '{ "dependencies": { "puppeteer": "24" } }' },
    ],
    'a package manager that the runtime image lacks': [
      '"pnpm"',
      lines('FROM node:24', 'WORKDIR /a', 'COPY . .', 'RUN corepack enable && pnpm build', 'CMD ["pnpm", "start"]'),
    ],
    'a JDK without a matching runtime': [
      'Java runtime',
      lines(
        'FROM maven:3.9-amazoncorretto-21',
        'WORKDIR /a',
        'COPY . .',
        'RUN mvn package',
        'CMD ["java", "-jar", "target/a.jar"]',
      ),
    ],
    'Java without an archive': [
      '-jar',
      lines(
        'FROM maven:3.9-eclipse-temurin-21',
        'WORKDIR /a',
        'COPY . .',
        'RUN mvn package',
        'CMD ["java", "-cp", "target/classes", "Main"]',
      ),
    ],
    'dotnet run': [
      'each time it starts',
      lines(
        'FROM mcr.microsoft.com/dotnet/sdk:9.0',
        'WORKDIR /a',
        'COPY . .',
        'RUN dotnet build',
        'CMD ["dotnet", "run"]',
      ),
    ],
    'pip install --user': [
      '--user',
      lines(
        'FROM python:3.13-slim',
        'RUN apt-get install -y gcc',
        'RUN pip install --user cffi',
        'CMD ["python", "-m", "a"]',
      ),
    ],
    'requirements that cannot be read, for the slim image': [
      'requirements',
      lines(
        'FROM python:3.13',
        'WORKDIR /a',
        'RUN apt-get install -y gcc',
        'COPY requirements.txt .',
        'RUN pip install -r requirements.txt',
        'CMD ["python", "-m", "a"]',
      ),
    ],
    'make install': [
      'make install',
      lines('FROM gcc:14', 'WORKDIR /a', 'COPY . .', 'RUN make && make install', 'CMD ["a"]'),
    ],
    'libraries of the compiler image': [
      '-lcurl',
      lines('FROM gcc:14', 'WORKDIR /a', 'COPY . .', 'RUN gcc -o a a.c -lcurl', 'CMD ["./a"]'),
    ],
    'build files that cannot be read': [
      'build files',
      lines('FROM gcc:14', 'WORKDIR /a', 'COPY . .', 'RUN make', 'CMD ["./a"]'),
    ],
    'files that the start names and no COPY brings': [
      'would not have /src/start.go',
      goFile().replace('CMD ["/bin/app"]', 'CMD ["/bin/app", "start.go"]'),
      { 'main.go': '', 'start.go': '' },
    ],
    'Composer outside of the working directory': ['Composer works outside', phpFile('RUN composer global require a/b')],
    'Composer in the container': ['"composer"', phpFile('CMD composer run serve')],
    'a module of Apache on a condition': [
      'Whether "a2enmod"',
      phpFile('RUN if [ -n "$REWRITE" ]; then a2enmod rewrite; fi && docker-php-ext-install gd'),
    ],
    'packages of PECL with libraries that are not known': [
      'libmemcached-dev',
      phpFile('RUN apk add libmemcached-dev && pecl install memcached && docker-php-ext-enable memcached'),
    ],
    'an image of Elixir that may stand on an older Debian': ['distribution', elixirFile().replace('1.18', '1.15.0')],
    'Elixir without mix.exs': ['mix.exs cannot be read', elixirFile(), {}],
    'Elixir without mix.lock': ['mix.lock', elixirFile(), { 'mix.exs': 'deps: [{:jason, "~> 1.4"}]' }],
    'a release without its own Erlang': ['which Erlang', elixirFile(), { 'mix.exs': 'include_erts: false' }],
    'parts of Erlang with libraries of their own': [
      ':wx',
      elixirFile(),
      { 'mix.exs': 'extra_applications: [:logger, :wx]' },
    ],
    'packages of Hex that call programs': [
      'chromic_pdf',
      elixirFile(),
      { 'mix.exs': '', 'mix.lock': '"chromic_pdf": {:hex, :chromic_pdf, "1.17.0"},' },
    ],
    'Elixir without a release': [
      '"mix release"',
      elixirFile().replace('CMD ["/app/_build', 'CMD ["elixir", "/app/_build'),
    ],
    'a release that is not made here': ['Which release', elixirFile().replace('CMD ["/app/_build/prod', 'CMD ["/srv')],
    'files that CMake installs beside programs': [
      'more than programs',
      cmakeFile,
      { 'CMakeLists.txt': `${cmakeLists}install(FILES words.txt DESTINATION share)\n` },
    ],
    'shared libraries that CMake makes': [
      'more than programs',
      cmakeFile,
      { 'CMakeLists.txt': `add_library(letters SHARED letters.cpp)\n${cmakeLists}` },
    ],
    'a CMakeLists.txt that cannot be read': ['CMakeLists.txt cannot be read', cmakeFile],
    'a program that CMake does not install': [
      'a program that CMake does not install',
      cmakeFile.replace('CMD ["words"', 'CMD ["other"'),
      { 'CMakeLists.txt': cmakeLists },
    ],
    'a folder to install into that a variable decides on': [
      'Where CMake installs',
      cmakeFile.replace('-B build', '-B build -DCMAKE_INSTALL_PREFIX=$PREFIX'),
      { 'CMakeLists.txt': cmakeLists },
    ],
    'the full image of Ruby': ['slim variant', rubyFile().replace('-slim', '')],
    'gems in the folder of a user': ['--user-install', rubyFile('RUN gem install --user-install rake')],
    'another version of RubyGems': ['"gem update"', rubyFile('RUN gem update --system')],
    'gems in a folder that the file names': ['GEM_HOME', rubyFile('ENV GEM_HOME=/gems')],
    'gems in a folder that a variable decides on': ['A variable', rubyFile('ARG GEMS', 'ENV BUNDLE_PATH=$GEMS')],
    'settings of Bundler of another user': [
      'home folder of a user',
      rubyFile('RUN useradd app', 'USER app', 'RUN bundle config set without test', 'RUN bundle install'),
    ],
    'languages it does not know': [
      'no conversion',
      lines('FROM debian:trixie-slim', 'RUN apt-get install -y gcc bundler && bundle install', 'CMD ["rackup"]'),
    ],
  };

  it.each(Object.entries(refusals))('%s', async (_, [reason, text, files]) => {
    const answer = await convert(text, files);
    expect(answer).toContain(reason);
    expect(answer).toMatch(/^[^\n]+\.$/);
  });
});

describe('the conversion to several stages', () => {
  it('keeps the line breaks of the file', async () => {
    const text = goFile('# The port.', 'EXPOSE 80').replaceAll('\n', '\r\n');
    const converted = await convert(text);
    expect(converted).toContain('\r\n# The port.\r\nEXPOSE 80\r\n');
    expect(converted.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('moves comments with what they stand above, and leaves all others', async () => {
    const text = lines(
      '# Builds the server.',
      'FROM golang:1.26',
      '',
      '# Who to ask.',
      '# At any time.',
      'LABEL team=fleet',
      '',
      '# Sources.',
      'WORKDIR /src',
      'COPY . .',
      'RUN go build -o app . # fast',
      '# Starts it.',
      'CMD ["./app"]',
    );
    expect(await convert(text, { 'main.go': '' })).toBe(
      lines(
        '# Builds the server.',
        'FROM golang:1.26 AS build',
        '',
        '# Sources.',
        'WORKDIR /src',
        'COPY . .',
        'RUN go build -o app . # fast',
        '',
        'FROM debian:trixie-slim',
        'WORKDIR /src',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        'COPY --from=build /src/app /src/app',
        '# Who to ask.',
        '# At any time.',
        'LABEL team=fleet',
        '# Starts it.',
        'CMD ["./app"]',
      ),
    );
  });

  it('writes keywords as the file does, and gives the name of the stage to the one that ships', async () => {
    const text = lines(
      'from golang:1.26 as shop',
      'workdir /src',
      'copy . .',
      'run go build -o /bin/app',
      'cmd ["/bin/app"]',
    );
    const converted = await convert(text, { 'main.go': '' });
    expect(converted).toContain('from golang:1.26 as build\n');
    expect(converted).toContain('\nfrom debian:trixie-slim as shop\n');
    expect(converted).not.toMatch(/^[A-Z]/m);
  });

  it('copies the whole tree when the files cannot be read', async () => {
    expect(await convert(goFile())).toContain('COPY --from=build /src /src\n');
  });

  it('copies the folders that packages were installed into', async () => {
    const text = lines(
      'FROM node:24',
      'WORKDIR /srv',
      'COPY package.json .',
      'RUN npm install',
      'WORKDIR /srv/app',
      'COPY . .',
      'RUN npm run build',
      'CMD ["node", "a.js"]',
    );
    expect(await convert(text)).toContain('COPY --from=build /srv /srv\n');
  });

  it('does not look at files that .dockerignore leaves out', async () => {
    const files = { 'main.go': '', 'data/a.csv': '', '.dockerignore': 'data\n' };
    expect(await convert(goFile(), files)).not.toContain('/src/data');
    expect(await convert(goFile(), { ...files, '.dockerignore': '' })).toContain(
      'COPY --from=build /src/data /src/data',
    );
  });

  it('repeats arguments that settings refer to, and variables that programs may look at', async () => {
    const text = goFile(
      'ARG VERSION=1 COMMIT',
      'ARG UNUSED',
      'ENV CGO_ENABLED=0',
      'ENV MODE=prod',
      'LABEL version=$VERSION',
    );
    const [, runtime = ''] = (await convert(text)).split('\n\n');
    expect(runtime).toContain('ARG VERSION=1 COMMIT\nENV MODE=prod\n');
    expect(runtime).not.toMatch(/UNUSED|CGO_ENABLED/);
  });

  it('keeps the user, and whose the files are', async () => {
    const text = goFile('RUN useradd --uid 10001 app', 'USER app');
    const [build = '', runtime = ''] = (await convert(text)).split('\n\n');
    expect(build).toContain('RUN useradd --uid 10001 app\nUSER app\n');
    expect(runtime).toMatch(/RUN useradd --uid 10001 app\n[\s\S]*COPY --from=build --chown=app [\s\S]*USER app\nCMD/);
  });

  it('lets the user write into the working directory as before', async () => {
    const chowned = await convert(goFile('RUN chown nobody /src', 'USER nobody'), { 'main.go': '' });
    expect(chowned).toContain('WORKDIR /src\nRUN chown nobody /src\nCOPY --from=build');
  });

  it('keeps what commands were told to make', async () => {
    const converted = await convert(goFile('RUN mkdir -p /var/lib/app /tmp/app'), { 'main.go': '' });
    expect(converted).toContain('COPY --from=build /var/lib/app /var/lib/app\n');
    expect(converted).not.toMatch(/--from=build \/tmp/);
    expect(await convert(goFile('RUN ls x || mkdir /x'))).toContain('condition');
  });

  it('keeps the digest of an image that stays the same', async () => {
    const image = `python:3.14-slim@sha256:${'0'.repeat(64)}`;
    const text = lines(
      `FROM ${image}`,
      'RUN apt-get install -y gcc',
      'RUN pip install cffi',
      'CMD ["python", "-m", "a"]',
    );
    expect(await convert(text)).toContain(`FROM ${image} AS build\n`);
    expect(await convert(text)).toContain(`\n\nFROM ${image}\nENV`);
  });

  it('uses the virtual environment that is there', async () => {
    const text = lines(
      'FROM python:3.13-slim',
      'RUN apt-get update && apt-get install -y gcc',
      'RUN python -m venv /venv',
      'ENV PATH="/venv/bin:$PATH"',
      'RUN pip install cffi',
      'CMD ["python", "-m", "cffi"]',
    );
    const [build, runtime] = (await convert(text)).split('\n\n');
    expect(build).not.toContain('/opt/venv');
    expect(runtime).toBe(
      lines(
        'FROM python:3.13-slim',
        'ENV PATH="/venv/bin:$PATH"',
        'COPY --from=build /venv /venv',
        'CMD ["python", "-m", "cffi"]',
      ),
    );
    expect(await convert(text.replace('ENV PATH', 'ENV OTHER'))).toContain('virtual environment');
  });

  it('does not trust the release of an image whose version an argument decides', async () => {
    const text = `ARG V=1.26\n${goFile()}`;
    expect(await convert(text.replace('golang:1.26', 'golang:$V'))).toContain('distribution');
    expect(await convert(text.replace('golang:1.26', 'golang:$V-bookworm'))).toContain('FROM debian:bookworm-slim\n');
  });

  it('follows an entry point script to what it calls', async () => {
    const text = goFile().replace('CMD ["/bin/app"]', 'ENTRYPOINT ["./start.sh"]\nCMD ["/bin/app"]');
    const converted = await convert(text, { 'main.go': '', 'start.sh': '#!/bin/sh\nset -e\nexec "$@"\n' });
    expect(converted).toContain('COPY --from=build /bin/app /bin/app\nCOPY --from=build /src/start.sh /src/start.sh\n');
    const lacking = await convert(text, { 'start.sh': '#!/bin/sh\nwait-for db && exec "$@"\n' });
    expect(lacking).toContain('"wait-for"');
  });

  it('installs what the health check calls', async () => {
    expect(await convert(goFile('HEALTHCHECK CMD curl -f http://localhost/'))).toMatch(/apt-get install -y .*curl/);
  });

  it('takes the C++ library of the compiler image along', async () => {
    const text = lines('FROM gcc:14', 'WORKDIR /a', 'COPY a.cc .', 'RUN g++ -o a a.cc', 'CMD ["./a"]');
    const converted = await convert(text, { 'a.cc': '' });
    expect(converted).toContain('ENV LD_LIBRARY_PATH=/usr/local/lib64\n');
    expect(converted).toContain('COPY --from=build /usr/local/lib64/libstdc++.so.6 /usr/local/lib64/libstdc++.so.6\n');
  });

  it('installs the libraries that Python packages lose with the full image', async () => {
    const text = lines(
      'FROM python:3.13',
      'RUN apt-get install -y build-essential',
      'WORKDIR /a',
      'COPY . .',
      'RUN pip install -r requirements.txt',
      'CMD ["python", "-m", "a"]',
    );
    const files = { 'requirements.txt': 'psycopg2==2.9.10\nmysqlclient\npycurl\n', 'a.py': '' };
    expect(await convert(text, files)).toContain('--no-install-recommends libpq5 libmariadb3 libcurl4t64 &&');
    expect(await convert(text, { ...files, 'requirements.txt': 'uwsgi\n' })).toContain('uwsgi');
    // Under this tag stood bookworm, too, whose library has another name.
    expect(await convert(text.replace('3.13', '3.12.1'), files)).toContain('pycurl');
  });

  it('keeps native packages of Node.js on the image they were compiled on', async () => {
    const text = lines(
      'FROM node:24-alpine3.24',
      'WORKDIR /app',
      'RUN apk add --no-cache python3 make g++ tini',
      'COPY . .',
      'RUN npm ci',
      'ENTRYPOINT ["tini", "--", "node", "app.js"]',
    );
    const [, runtime] = (await convert(text)).split('\n\n');
    expect(runtime).toBe(
      lines(
        'FROM node:24-alpine3.24',
        'RUN apk add --no-cache tini',
        'WORKDIR /app',
        'COPY --from=build /app /app',
        'ENTRYPOINT ["tini", "--", "node", "app.js"]',
      ),
    );
  });

  it('takes the extensions of PHP along, and what Composer installed, but not Composer', async () => {
    const [build = '', runtime] = (
      await convert(phpFile('RUN chown -R www-data storage && php artisan optimize', 'EXPOSE 9000'))
    ).split('\n\n');
    expect(build).toContain('COPY --from=composer:2 /usr/bin/composer /usr/bin/composer\n');
    expect(runtime).toBe(
      lines(
        'FROM php:8.4-fpm-alpine3.24',
        'RUN apk add --no-cache libpng libstdc++',
        'COPY --from=build /usr/local/lib/php/extensions /usr/local/lib/php/extensions',
        'COPY --from=build /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d',
        'COPY --from=build /var/www/html /var/www/html',
        'COPY --from=build --chown=www-data /var/www/html/storage /var/www/html/storage',
        'EXPOSE 9000',
      ),
    );
  });

  it('sets up Apache and the settings of PHP as before', async () => {
    const text = lines(
      'FROM php:8.3-apache-bookworm',
      'ENV APACHE_DOCUMENT_ROOT=/var/www/html/public',
      'RUN apt-get update && apt-get install -y build-essential libzip-dev libwebp-dev \\',
      '  && docker-php-ext-install zip && a2enmod rewrite headers',
      "RUN sed -ri -e 's!/var/www/html!${APACHE_DOCUMENT_ROOT}!g' /etc/apache2/sites-available/*.conf",
      'RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"',
      'RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer',
      'COPY . .',
      'RUN composer install',
    );
    const [, runtime = ''] = (await convert(text)).split('\n\n');
    expect(runtime).toContain('FROM php:8.3-apache-bookworm\nENV APACHE_DOCUMENT_ROOT=/var/www/html/public\n');
    expect(runtime).toMatch(/apt-get install -y libzip4 libwebp7 libwebpmux3 libwebpdemux2 &&/);
    expect(runtime).toContain(
      "RUN a2enmod rewrite headers && sed -ri -e 's!/var/www/html!${APACHE_DOCUMENT_ROOT}!g' /etc/apache2/sites-available/*.conf\n",
    );
    expect(runtime).toContain('COPY --from=build /usr/local/etc/php /usr/local/etc/php\n');
    expect(runtime).not.toContain('composer');
  });

  it('runs a release of Elixir on the distribution it was made on', async () => {
    const files = { 'mix.exs': 'deps: []', 'lib/shop.ex': '', 'priv/logo.svg': '', 'docs/terms.txt': '' };
    const converted = await convert(elixirFile(), files);
    expect(converted.split('\n\n')[1]).toBe(
      lines(
        'FROM debian:trixie-slim',
        'ENV LANG=C.UTF-8',
        'RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libncurses6 openssl && rm -rf /var/lib/apt/lists/*',
        'WORKDIR /app',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        'COPY --from=build /app/_build/prod/rel/shop /app/_build/prod/rel/shop',
        'COPY --from=build /app/docs /app/docs',
        'CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]',
      ),
    );
    const hexpm = 'hexpm/elixir:1.18.4-erlang-27.3.4-alpine-3.22.1';
    const moved = elixirFile('RUN cp -r _build/prod/rel/shop /srv/shop')
      .replace('elixir:1.18', hexpm)
      .replace('/app/_build/prod/rel/shop/bin', '/srv/shop/bin');
    const onAlpine = await convert(moved, files);
    expect(onAlpine).toContain('FROM alpine:3.22\n');
    expect(onAlpine).toContain('RUN apk add --no-cache libstdc++ ncurses-libs openssl\n');
    expect(onAlpine).toContain('COPY --from=build /srv/shop /srv/shop\n');
    expect(onAlpine).not.toContain('/app/_build /app');
  });

  it('takes what CMake installs, and leaves the build behind', async () => {
    const files = { 'CMakeLists.txt': cmakeLists, 'words.cpp': '', 'words.txt': '' };
    expect((await convert(cmakeFile, files)).split('\n\n')[1]).toBe(
      lines(
        'FROM debian:trixie-slim',
        'WORKDIR /src',
        'COPY --from=build /usr/local/bin/words /usr/local/bin/words',
        'COPY --from=build /src/words.txt /src/words.txt',
        'CMD ["words", "words.txt"]',
      ),
    );
    const own = cmakeFile
      .replace('--install build', '--install build --prefix /opt/words')
      .replace('CMD ["words"', 'CMD ["/opt/words/bin/words"');
    expect(await convert(own, files)).toContain('COPY --from=build /opt/words/bin/words /opt/words/bin/words\n');
  });

  it('takes the gems of Ruby along, and the settings of Bundler', async () => {
    const text = rubyFile("RUN bundle config set without 'development test'", 'ENV BUNDLE_PATH=/gems BUNDLE_JOBS=4');
    const [, runtime] = (await convert(text)).split('\n\n');
    expect(runtime).toBe(
      lines(
        'FROM ruby:3.4-slim',
        'ENV BUNDLE_PATH=/gems BUNDLE_JOBS=4',
        'RUN apt-get update && apt-get install -y --no-install-recommends libpq5 libjemalloc2 && rm -rf /var/lib/apt/lists/*',
        "RUN bundle config set without 'development test'",
        'WORKDIR /app',
        'COPY --from=build /usr/local/bundle /usr/local/bundle',
        'COPY --from=build /gems /gems',
        'COPY --from=build /app /app',
        'CMD ["bundle", "exec", "puma"]',
      ),
    );
  });

  it('leaves gems to whom they belong', async () => {
    const chowned = await convert(rubyFile('RUN chown -R app:app /usr/local/bundle && gem install rake'));
    expect(chowned).toContain('COPY --from=build --chown=app:app /usr/local/bundle /usr/local/bundle\n');
    expect(chowned).toContain('COPY --from=build /app /app\n');
    const own = rubyFile('RUN useradd app', 'RUN chown app .');
    expect(await convert(own)).toContain('COPY --from=build /usr/local/bundle /usr/local/bundle\n');
    const ofUser = await convert(own.replace('COPY . .', 'USER app\nCOPY . .'));
    expect(ofUser).toContain('COPY --from=build --chown=app /usr/local/bundle /usr/local/bundle\n');
  });

  it('follows the entry point of Rails', async () => {
    const text = rubyFile().replace('CMD [', 'ENTRYPOINT ["/app/bin/docker-entrypoint"]\nCMD [');
    const script = '#!/bin/bash -e\nif [ "$1" == "bundle" ]; then\n  ./bin/rails db:prepare\nfi\nexec "${@}"\n';
    const files = { 'bin/docker-entrypoint': script, 'bin/rails': '#!/usr/bin/env ruby\n', Gemfile: '' };
    expect(await convert(text, files)).toContain('COPY --from=build /app /app\nENTRYPOINT');
    expect(await convert(text.replace('puma', 'puma"]\nHEALTHCHECK CMD ["ncat'), files)).toContain('"ncat"');
  });

  it('brings programs that `go install` made into the search path', async () => {
    const text = lines('FROM golang:1.26-alpine3.24', 'COPY . .', 'RUN go install ./cmd/shop', 'CMD ["shop"]');
    const converted = await convert(text, { 'main.go': '' });
    expect(converted).toContain('FROM alpine:3.24\n');
    expect(converted).toContain('COPY --from=build /go/bin/shop /usr/local/bin/shop\n');
    expect(converted).toContain('zoneinfo.zip');
  });

  const convertible = [
    rubyFile('RUN useradd rails', 'RUN bundle config set --local deployment true', 'USER rails'),
    phpFile('RUN adduser -D -u 1000 app', 'USER app'),
    goFile(),
    goFile('LABEL a=b', 'VOLUME /data', 'STOPSIGNAL SIGINT').trimEnd(),
    goFile('RUN mkdir -p /data && chown nobody /data', 'USER nobody'),
    goFile('RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*'),
    `# syntax=docker/dockerfile:1\n\n${goFile('RUN <<EOF\nset -e\ngo vet ./...\nEOF')}`,
    lines('FROM gcc:12', 'WORKDIR /a', 'COPY . .', 'RUN gcc a.c', 'CMD ["./a.out"]'),
    lines('ARG V=24', 'FROM node:${V}', 'WORKDIR /a', 'COPY . .', 'RUN npm ci && npm run build', 'CMD npm start'),
    lines(
      'FROM --platform=linux/amd64 gradle:8.14-jdk21-alpine',
      'WORKDIR /a',
      'COPY . .',
      'RUN ./gradlew build',
      'CMD ["java", "-jar", "build/libs/a.jar"]',
    ),
  ];

  it.each(convertible)('keeps the promises of a fix (%#)', async (text) => {
    const converted = await convert(text);
    expect(converted, 'it converts').toMatch(/^FROM .* AS build$/m);
    const rest = text.split('\n').filter((line) => line !== '' && !line.startsWith('FROM'));
    for (const line of rest) expect(converted).toContain(line);
    const after = new Judgement('Dockerfile', converted, preset('all')).findings;
    const before = new Set(new Judgement('Dockerfile', text, preset('all')).findings.map((finding) => finding.rule.id));
    const fresh = after.filter(({ rule: { id }, severity }) => !before.has(id) && atLeast(severity, 'warning'));
    expect(fresh.map(({ message }) => message)).toEqual([]);
    expect(after.filter((finding) => finding.rule.id === rule.meta.id)).toEqual([]);
    expect(await judge(converted).fixed()).toBe(converted);
  });
});

describe('the conversion of a front end', () => {
  const siteFile = (start: string, ...more: readonly string[]) =>
    lines(
      'FROM node:22 AS site',
      'WORKDIR /app',
      'COPY package*.json ./',
      'RUN npm ci',
      'COPY . .',
      'RUN npm run build',
      ...more,
      'EXPOSE 3000',
      `CMD ${start}`,
    );

  it('puts nginx in the place of a server of files', async () => {
    expect(await convertToNginx(siteFile('["npx", "serve", "-s", "dist", "-l", "3000"]'))).toBe(
      lines(
        'FROM node:22 AS build',
        'WORKDIR /app',
        'COPY package*.json ./',
        'RUN npm ci',
        'COPY . .',
        'RUN npm run build',
        '',
        'FROM nginx:1.31-alpine AS site',
        "RUN echo 'server { listen 3000; root /app/dist; location / { try_files $uri $uri.html $uri/index.html /index.html; } }' > /etc/nginx/conf.d/default.conf",
        'COPY --from=build /app/dist /app/dist',
        'EXPOSE 3000',
      ),
    );
  });

  it.each([
    ['["npx", "http-server", "build", "-p", "8081", "-a", "0.0.0.0"]', 'listen 8081; root /app/build;'],
    [
      '["npx", "http-server", "build"]',
      'listen 8080; root /app/build; location / { try_files $uri $uri.html $uri/index.html =404;',
    ],
    [
      'npx vite preview --host --port=80',
      'listen 80; root /app/dist; location / { try_files $uri $uri.html $uri/index.html /index.html;',
    ],
    ['["serve", "public"]', 'listen 3000; root /app/public;'],
  ])('knows %s', async (start, configuration) => {
    expect(await convertToNginx(siteFile(start))).toContain(configuration);
  });

  it.each([
    '["npx", "serve", "-c", "serve.json", "dist"]',
    '["npx", "serve", "-s", "dist", "-l", "$PORT"]',
    '["node", "server.js"]',
    '["npx", "vite"]',
    'node migrate.js && serve dist',
  ])('leaves %s alone', async (start) => {
    expect(await convertToNginx(siteFile(start))).toBe(undefined);
  });

  it.each<[string, string, Files?]>([
    ['sources', siteFile('["npx", "serve", "."]')],
    ['settings', siteFile('["npx", "serve", "dist"]'), { 'public/serve.json': '{}' }],
    [
      'settings',
      siteFile('["npx", "vite", "preview"]'),
      { 'vite.config.ts': 'export default { build: { outDir: "out" } }' },
    ],
    ['as root', siteFile('["npx", "serve", "dist"]').replace('FROM node:22 AS site', 'FROM node:22\nUSER node')],
    ['ENV', siteFile('["npx", "serve", "dist"]', 'ENV NODE_ENV=production')],
    ['A variable', siteFile('["npx", "serve", "dist"]').replace('RUN npm ci', 'ARG V\nLABEL v=$V\nRUN npm ci')],
    ['more than to serve', siteFile('["npx", "serve", "dist"]', 'HEALTHCHECK CMD curl localhost')],
    ['several stages', `FROM alpine:3.24 AS a\n${siteFile('["npx", "serve", "dist"]')}`],
  ])('refuses: %s', async (reason, text, files) => {
    expect(await convertToNginx(text, { 'package.json': '{}', ...files })).toContain(reason);
  });
});
