import { describe, expect, it } from 'vitest';
import { projectsBelow, projectsIn } from '../../server/src/workspace/project/detect.ts';
import type { Facts, Project } from '../../server/src/workspace/project/project.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

const root = 'file:///work/shop';

function hostOf(files: Files): MemoryHost {
  return new MemoryHost(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])));
}

async function found(files: Files): Promise<readonly Project[]> {
  return projectsIn(root, hostOf(files));
}

/** The first project, its facts as values, with no evidence. */
async function told(files: Files): Promise<Readonly<Record<string, string | undefined>> | undefined> {
  const [project] = await found(files);
  return project && { title: project.title, shape: project.shape, ...values(project.facts) };
}

function values(facts: Facts): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.value]));
}

const json = (value: unknown) => JSON.stringify(value);

describe('a folder with a package.json', () => {
  const express = {
    name: '@acme/shop',
    scripts: { start: 'node dist/server.js', build: 'tsc -p .' },
    engines: { node: '^22.3' },
    dependencies: { express: '^5.0.0' },
  };

  it('is a project of Node.js, which says how it is built, started and reached', async () => {
    const files = {
      'package.json': json(express),
      'package-lock.json': '{}',
      'tsconfig.json': '{ // as tsc writes it\n "compilerOptions": { "outDir": "./dist", }, }',
      'src/server.ts': 'app.listen(process.env.PORT ?? 4000);',
    };
    const [project] = await found(files);
    expect(project && { ...project, facts: values(project.facts) }).toMatchObject({
      language: 'node',
      tool: 'npm',
      title: 'Node.js with npm',
      shape: 'service',
      because: { file: 'package-lock.json' },
      facts: {
        name: 'shop',
        version: '22',
        lock: 'package-lock.json',
        build: 'build',
        output: 'dist',
        main: 'dist/server.js',
        port: '4000',
      },
      remarks: [],
    });
    expect(project?.facts.version?.because).toEqual({ file: 'package.json', says: 'engines.node is "^22.3"' });
    expect(project?.facts.output?.because).toEqual({ file: 'tsconfig.json', says: 'outDir is "dist"' });
    expect(project?.facts.port?.because).toEqual({ file: 'src/server.ts', says: 'PORT ?? 4000' });
  });

  it.each([
    ['pnpm', { 'pnpm-lock.yaml': '' }, {}, 'pnpm-lock.yaml'],
    ['yarn', { 'yarn.lock': '' }, {}, 'yarn.lock'],
    ['bun', { 'bun.lock': '' }, {}, 'bun.lock'],
    ['npm', { 'npm-shrinkwrap.json': '' }, {}, 'npm-shrinkwrap.json'],
    ['npm', {}, {}, undefined],
    ['pnpm', { 'package-lock.json': '', 'pnpm-lock.yaml': '' }, { packageManager: 'pnpm@10.2.0' }, 'pnpm-lock.yaml'],
    ['yarn', { 'package-lock.json': '' }, { packageManager: 'yarn@4.1.0' }, undefined],
  ])('is installed by %s with %o and %o', async (tool, files, more, lock) => {
    const [project] = await found({ 'package.json': json({ ...express, ...more }), ...files });
    expect(project?.tool).toBe(tool);
    expect(project?.facts.lock?.value).toBe(lock);
    expect(project?.remarks.some((remark) => remark.startsWith('There is no lock file'))).toBe(lock === undefined);
  });

  it.each([
    ['.nvmrc', 'v20.11.1\n', '20'],
    ['.nvmrc', 'lts/jod', '22'],
    ['.nvmrc', 'lts/*', '22'],
    ['.node-version', '18', '18'],
    ['.tool-versions', 'python 3.12.1\nnodejs 20.1.0 # pinned', '20'],
  ])('asks for a version in %s: %s', async (file, text, version) => {
    expect(await told({ 'package.json': json(express), [file]: text })).toMatchObject({ version });
  });

  it('is started by its main file, or by the usual one, where no script says more', async () => {
    expect(await told({ 'package.json': json({ main: './lib/app.js' }) })).toMatchObject({ main: 'lib/app.js' });
    expect(await told({ 'package.json': '{}', 'server.js': '' })).toMatchObject({
      main: 'server.js',
      shape: 'program',
    });
    const script = json({ scripts: { start: 'NODE_ENV=production node --enable-source-maps ./server' } });
    expect(await told({ 'package.json': script, 'server.js': '' })).toMatchObject({ main: 'server.js' });
    const other = await told({ 'package.json': json({ scripts: { start: 'ember serve -p 4200' } }) });
    expect(other).toMatchObject({ start: 'ember serve -p 4200', port: '4200' });
    expect(other?.main).toBeUndefined();
  });

  const depends = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '*']));
  const build = (command: string) => ({ scripts: { build: command } });

  it.each([
    ['next', {}, { framework: 'Next.js', start: 'next start', output: '.next', port: '3000', shape: 'service' }],
    ['next', { 'next.config.mjs': "export default { output: 'standalone' };" }, { main: 'server.js' }],
    ['next', { 'next.config.ts': "export default { output: 'export' }" }, { output: 'out', shape: 'site' }],
    ['nuxt', {}, { main: '.output/server/index.mjs', port: '3000' }],
    ['@nestjs/core', {}, { framework: 'NestJS', main: 'dist/main.js', port: '3000' }],
    ['astro', { 'astro.config.mjs': '' }, { output: 'dist', shape: 'site' }],
    ['react-scripts', {}, { framework: 'Create React App', output: 'build', shape: 'site' }],
    ['@vue/cli-service', {}, { output: 'dist', shape: 'site' }],
  ])('uses %s with %o', async (dependency, files: Files, expected) => {
    const manifest = { ...build('build it'), dependencies: depends(dependency) };
    expect(await told({ 'package.json': json(manifest), ...files })).toMatchObject(expected);
  });

  it('is a site where Vite builds one, and none where a server renders it', async () => {
    const manifest = { ...build('tsc && vite build'), devDependencies: depends('vite') };
    const config = { 'vite.config.ts': "export default defineConfig({ build: { outDir: './public_html/' } })" };
    expect(await told({ 'package.json': json(manifest), ...config, 'index.html': '' })).toMatchObject({
      output: 'public_html',
      shape: 'site',
    });
    const rendered = { ...manifest, dependencies: depends('@sveltejs/kit') };
    expect((await told({ 'package.json': json(rendered) }))?.framework).toBeUndefined();
    const library = { devDependencies: depends('vite', 'vitest') };
    expect((await told({ 'package.json': json(library) }))?.framework).toBeUndefined();
  });

  it('takes the output of Angular from angular.json', async () => {
    const settings = (builder: string, options = {}) =>
      json({ projects: { shop: { architect: { build: { builder, options } } } } });
    const manifest = json({ ...build('ng build'), dependencies: depends('@angular/core') });
    const files = (text: string) => ({ 'package.json': manifest, 'angular.json': text });
    const application = '@angular-devkit/build-angular:application';
    expect(await told(files(settings(application)))).toMatchObject({ output: 'dist/shop/browser', shape: 'site' });
    const browser = '@angular-devkit/build-angular:browser';
    expect(await told(files(settings(browser, { outputPath: 'dist/x' })))).toMatchObject({ output: 'dist/x' });
  });

  it('is none when package.json cannot be read', async () => {
    expect(await found({ 'package.json': '{ "name": ' })).toEqual([]);
  });
});

describe('a folder of another language', () => {
  it.each([
    [
      'Deno',
      {
        'deno.json': '{ "tasks": { "start": "deno run --allow-net main.ts" } }',
        'deno.lock': '',
        'main.ts': 'Deno.serve(() => new Response("hi"));',
      },
      { main: 'main.ts', lock: 'deno.lock', port: '8000', shape: 'service' },
    ],
    [
      'Go',
      {
        'go.mod': 'module example.com/acme/shop/v2\n\ngo 1.21\n\ntoolchain go1.26.1\n',
        'go.sum': '',
        'main.go': 'package main\nimport "net/http"\nfunc main() { http.ListenAndServe(":9000", nil) }',
        'main_test.go': 'package main',
      },
      { name: 'shop', version: '1.26', main: '.', port: '9000', lock: 'go.sum', shape: 'service' },
    ],
    [
      'Go',
      {
        'go.mod': 'module example.com/acme/tools\ngo 1.18\n',
        'lib.go': 'package tools',
        'cmd/admin/main.go': 'package main',
        'cmd/shop/main.go': 'package main\nfunc main() { println("hello") }',
        'internal/x/x.go': 'package main',
      },
      { name: 'shop', version: '1.27', main: 'cmd/shop', shape: 'program' },
    ],
    [
      'Rust',
      {
        'Cargo.toml':
          '[package]\nname = "shop"\n[[bin]]\nname = "serve"\npath = "src/main.rs"\n[dependencies]\naxum = "0.8"',
        'Cargo.lock': '',
        'rust-toolchain.toml': '[toolchain]\nchannel = "1.90.1"',
        'src/main.rs': 'let address = SocketAddr::from(([0, 0, 0, 0], 3000));',
      },
      { name: 'serve', version: '1.90', framework: 'axum', port: '3000', lock: 'Cargo.lock', shape: 'service' },
    ],
    [
      'Java with Maven',
      {
        'pom.xml':
          '<project><parent><groupId>org.springframework.boot</groupId></parent><artifactId>shop</artifactId><version>1.2</version><properties><java.version>17</java.version></properties><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></project>',
        mvnw: '',
        'src/main/resources/application.yaml': 'server:\n  port: ${PORT:8081}\n',
      },
      { name: 'shop', version: '17', build: './mvnw', output: 'shop-1.2.jar', port: '8081', shape: 'service' },
    ],
    [
      'Java with Maven',
      {
        'pom.xml':
          '<project><artifactId>job</artifactId><version>1.2</version><properties><maven.compiler.target>1.8</maven.compiler.target></properties><build><finalName>batch</finalName></build></project>',
      },
      { version: '8', build: 'mvn', output: 'batch.jar', shape: 'program' },
    ],
    [
      'Kotlin with Gradle',
      {
        'settings.gradle.kts': 'rootProject.name = "shop"\ninclude("app")',
        'app/build.gradle.kts':
          'plugins { kotlin("jvm") version "2.2"\n application }\nkotlin { jvmToolchain(21) }\ndependencies { implementation("io.ktor:ktor-server-netty") }',
        'app/src/main/kotlin/App.kt': 'embeddedServer(Netty, port = 8085)',
        gradlew: '',
      },
      { name: 'shop', version: '21', build: './gradlew', output: 'app/build/install', port: '8085' },
    ],
    [
      'Java with Gradle',
      {
        'build.gradle':
          "plugins { id 'org.springframework.boot' version '3.5.0' }\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\ndependencies { implementation 'org.springframework.boot:spring-boot-starter-web' }",
        'src/main/resources/application.properties': 'spring.name=x\nserver.port = 8082\n',
      },
      { version: '21', framework: 'Spring Boot', output: 'build/libs/*.jar', port: '8082', build: 'gradle' },
    ],
    [
      'Scala with sbt',
      {
        'build.sbt': 'name := "shop"\nlibraryDependencies += "org.http4s" %% "http4s-ember-server" % "1"',
        'project/plugins.sbt': 'addSbtPlugin("com.eed3si9n" % "sbt-assembly" % "2.3.0")',
      },
      { name: 'shop', build: 'assembly', port: '8080', shape: 'service' },
    ],
    [
      'Python with uv',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\nrequires-python = ">=3.11,<3.13"\ndependencies = ["fastapi[standard]>=0.1"]\n[build-system]\nrequires = ["hatchling"]',
        'uv.lock': '',
        'src/shop/main.py': 'from fastapi import FastAPI\napp = FastAPI(title="x")\n',
      },
      {
        name: 'shop',
        version: '3.12',
        framework: 'FastAPI',
        main: 'shop.main:app',
        start: 'fastapi run src/shop/main.py --port 8000',
        port: '8000',
      },
    ],
    [
      'Python with Poetry',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "~3.11"\nflask = "*"\ngunicorn = "*"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"',
        'poetry.lock': '',
        'wsgi.py': 'from shop import create_app\napplication = create_app()\n',
      },
      { version: '3.11', start: 'gunicorn --bind=0.0.0.0:5000 wsgi:application', port: '5000' },
    ],
    [
      'Python with pip',
      {
        'requirements.txt': 'Django==5.2  # web\ngunicorn\n',
        'manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
        'runtime.txt': 'python-3.12.4',
      },
      { version: '3.12', framework: 'Django', start: 'gunicorn --bind=0.0.0.0:8000 shop.wsgi:application' },
    ],
    [
      'Python with pip',
      {
        'requirements.txt': 'flask\n',
        'app.py': 'app = Flask(__name__)\napp.run(host="0.0.0.0", port=8000)',
      },
      { start: 'flask --app app:app run --host 0.0.0.0 --port 8000', port: '8000' },
    ],
    [
      'Python with pip',
      { 'requirements.txt': 'requests\n', 'job.py': 'print(1)', 'setup.py': '' },
      { start: 'python job.py', shape: 'program' },
    ],
    [
      '.NET',
      {
        'Shop.sln': '',
        'src/Shop/Shop.csproj':
          '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>',
        'src/Shop.Core/Shop.Core.csproj': '<Project Sdk="Microsoft.NET.Sdk" />',
        'src/Shop.Tests/Shop.Tests.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" /></ItemGroup></Project>',
      },
      { name: 'Shop', main: 'src/Shop/Shop.csproj', version: '9.0', port: '8080', shape: 'service' },
    ],
    [
      '.NET',
      {
        'Job.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>',
      },
      { name: 'Job', shape: 'program' },
    ],
    [
      'PHP with Composer',
      {
        'composer.json': '{ "name": "acme/shop", "require": { "php": "^8.2", "slim/slim": "^4" } }',
        'composer.lock': '',
        'public/index.php': '',
      },
      { name: 'shop', version: '8.5', framework: 'Slim', output: 'public', shape: 'service' },
    ],
    ['PHP', { 'index.php': '' }, { output: '.', shape: 'service' }],
    [
      'Ruby with Bundler',
      {
        Gemfile: 'source "https://rubygems.org"\nruby "~> 3.3.0"\ngem "rails", "~> 8.0"\ngem "puma"',
        'Gemfile.lock': '',
        'config.ru': '',
        'config/puma.rb': 'port ENV.fetch("PORT", 3100)',
        'package.json': '{}',
      },
      { version: '3.3', framework: 'Rails', start: 'bin/rails server -b 0.0.0.0', port: '3100' },
    ],
    [
      'Ruby with Bundler',
      { Gemfile: 'gem "sinatra"\ngem "puma"', 'config.ru': '', '.ruby-version': 'ruby-3.4.1' },
      { version: '3.4', framework: 'Sinatra', start: 'bundle exec puma', port: '9292' },
    ],
    [
      'Elixir with Mix',
      {
        'mix.exs': 'def project, do: [app: :shop, elixir: "~> 1.15"]\ndefp deps, do: [{:phoenix, "~> 1.8"}]',
        'mix.lock': '',
        'config/runtime.exs': 'port = String.to_integer(System.get_env("PORT") || "4001")',
      },
      { name: 'shop', version: '1.20', framework: 'Phoenix', port: '4001' },
    ],
    [
      'C or C++ with CMake',
      {
        'CMakeLists.txt':
          'project(shop CXX)\n# add_executable(old x.c)\nadd_executable(${PROJECT_NAME} src/main.cpp)\nadd_executable(unit_tests t.cpp)',
        'src/main.cpp': 'address.sin_port = htons(7000);',
      },
      { name: 'shop', port: '7000', shape: 'service' },
    ],
    ['Static site', { 'public/index.html': '<html>' }, { output: 'public', shape: 'site' }],
  ])('is a project of %s: %o', async (title, files: Files, expected) => {
    expect(await told(files)).toMatchObject({ title, ...expected });
  });

  it.each([
    [
      { 'server.py': "if __name__ == '__main__':\n  serve()", 'server_client.py': "if __name__ == '__main__': x" },
      'python server.py',
    ],
    [{ 'a.py': "if __name__ == '__main__': x", 'b.py': "if __name__ == '__main__': x" }, undefined],
    [{ 'src/app.py': 'app = Flask(__name__)' }, 'flask --app src.app:app run --host 0.0.0.0 --port 5000'],
    [
      {
        'shop.py': "def make():\n  app = Flask(__name__)\nif __name__ == '__main__':\n  make().run(port=80)",
        'util.py': '',
      },
      'python shop.py',
    ],
  ])('of Python is started by %o', async (files, start) => {
    expect((await told({ 'requirements.txt': 'flask', ...files }))?.start).toBe(start);
  });

  it.each([
    ['flag.Int("port", 8080, "x")', '8080'],
    ['const listenPort = "5050"', '5050'],
    ['report := 1234', undefined],
    ['http.ListenAndServe(":" + port, nil)', undefined],
  ])('of Go listens as %s says', async (text, port) => {
    expect((await told({ 'go.mod': 'module x', 'main.go': `package main\n${text}\n` }))?.port).toBe(port);
  });

  it('says what stands in the way', async () => {
    const remarks = async (files: Files) => (await found(files))[0]?.remarks.join('\n');
    expect(await remarks({ 'Cargo.toml': '[package]\nname = "x"', 'src/lib.rs': '' })).toMatch(
      /no Cargo\.lock.*\n.*only a library/,
    );
    expect(await remarks({ 'go.mod': 'module x', 'x.go': 'package x' })).toMatch(/no package main/);
    expect(await remarks({ 'pom.xml': '<project><modules><module>a</module></modules></project>' })).toMatch(
      /modules \(a\)/,
    );
    expect(await remarks({ 'requirements.txt': 'fastapi', 'main.py': 'app = FastAPI()' })).toMatch(/add uvicorn/);
    const local = { 'Cargo.toml': '[package]\nname = "x"', 'src/main.rs': 'bind("127.0.0.1:8000")' };
    expect(await remarks(local)).toMatch(/src\/main\.rs listens on its own machine alone/);
  });

  it('is none where a pyproject.toml has the settings of tools alone', async () => {
    expect(await found({ 'pyproject.toml': '[tool.ruff]\nline-length = 100', 'package.json': '{}' })).toMatchObject([
      { language: 'node' },
    ]);
  });
});

describe('what a folder holds', () => {
  it('may be more than one project, the one of the server first', async () => {
    const files = { 'package.json': '{}', 'composer.json': '{}', 'index.html': '' };
    expect((await found(files)).map(({ language }) => language)).toEqual(['php', 'node']);
  });

  it('may be nothing, and lie in the folders below', async () => {
    const files = {
      'README.md': '',
      'web/index.html': '',
      'api/go.mod': 'module api',
      'node_modules/x/package.json': '{}',
    };
    expect(await found(files)).toEqual([]);
    const below = await projectsBelow(root, hostOf(files));
    expect(below.map(({ folder, project }) => `${folder}: ${project.title}`)).toEqual(['api: Go', 'web: Static site']);
  });

  it('is read from any text', async () => {
    const names = [
      'package.json',
      'Cargo.toml',
      'pom.xml',
      'mix.exs',
      'Gemfile',
      'CMakeLists.txt',
      'composer.json',
      'go.mod',
    ];
    for (const text of [
      '',
      '\0',
      '[',
      '{',
      '<',
      'null',
      '[]',
      '{"scripts": [1], "engines": "x", "dependencies": null}',
      '['.repeat(5000),
    ])
      await found(
        Object.fromEntries(
          [...names, 'pyproject.toml', 'build.gradle', 'x.csproj', 'deno.json'].map((name) => [name, text]),
        ),
      );
  });
});
