import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { stageSurgery } from '../../server/src/ide/dockerfile/stage-surgery.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { testTargetOf } from '../../server/src/workspace/test-target.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { workedOn } from '../support/writing.ts';

/** The command that a target for tests would run behind the first stage; undefined where none is offered. */
async function offered(text: string, files: Readonly<Record<string, string>>) {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`${testRoot}/${path}`, content])),
  );
  const dockerfile = new Dockerfile(text);
  const [stage] = dockerfile.stages;
  if (!stage) throw new Error('there is no stage');
  return testTargetOf(dockerfile, stage, { uri: `${testRoot}/Dockerfile`, host });
}

const fileOf = (image: string, ...build: readonly string[]) =>
  `FROM ${image} AS build\nWORKDIR /app\nCOPY . .\n${build.map((line) => `${line}\n`).join('')}\nFROM debian:trixie-slim\nCOPY --from=build /app/out /app\nCMD ["/app"]\n`;
const goFile = fileOf('golang:1.26', 'RUN go build -o out .');
const goFiles = { 'main.go': '', 'pkg/main_test.go': '' };

describe('a target for tests', () => {
  it('is added behind the stage that builds, and is not built unless somebody asks', async () => {
    const target = await offered(goFile, goFiles);
    expect(target?.name).toBe('test');
    const after = applyEdits(goFile, target?.edits ?? []);
    expect(after).toBe(goFile.replace('-o out .\n', '-o out .\n\nFROM build AS test\nRUN go test ./...\n'));
    const { finalStage } = new Dockerfile(after);
    expect([...finalStage.needed].map(({ name }) => name)).toEqual([undefined, 'build']);
  });

  it('is written as the file writes', async () => {
    const text = goFile.replaceAll('FROM', 'from').replaceAll('AS', 'as').replaceAll('\n', '\r\n');
    const target = await offered(text, goFiles);
    expect(applyEdits(text, target?.edits ?? [])).toContain(
      '\r\n\r\nfrom build as test\r\nrun go test ./...\r\n\r\nfrom ',
    );
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'npm test',
      fileOf('node:24', 'RUN npm ci && npm run build'),
      { 'package.json': '{"scripts":{"test":"vitest run"}}', 'src/a.test.ts': '' },
    ],
    [
      'yarn test',
      fileOf('node:24', 'RUN yarn', 'RUN yarn build'),
      { 'package.json': '{"scripts":{"test":"jest"}}', 'a.js': '' },
    ],
    [
      'CI=true npm test',
      fileOf('node:24', 'RUN npm ci'),
      { 'package.json': '{"scripts":{"test":"react-scripts test"}}', 'src/App.test.js': '' },
    ],
    [
      'cargo test --release --locked',
      fileOf('rust:1.90', 'RUN cargo build --release --locked'),
      { 'Cargo.toml': '', 'src/main.rs': '#[cfg(test)]\nmod t {\n#[test]\nfn a() {}\n}\n' },
    ],
    [
      './mvnw -B test',
      fileOf('eclipse-temurin:21', 'RUN ./mvnw -B package -DskipTests'),
      { 'src/test/java/ATest.java': '' },
    ],
    ['gradle test --no-daemon', fileOf('gradle:8-jdk21', 'RUN gradle jar --no-daemon'), { 'src/test/kotlin/A.kt': '' }],
    ['mix test', fileOf('elixir:1.18', 'RUN mix deps.get && mix release'), { 'mix.exs': '', 'test/a_test.exs': '' }],
    [
      'MIX_ENV=test mix test',
      fileOf('elixir:1.18', 'ENV MIX_ENV=prod', 'RUN mix deps.get && mix release'),
      { 'mix.exs': '', 'test/a_test.exs': '' },
    ],
    [
      'python -m pytest',
      fileOf('python:3.14', 'RUN pip install -r dev/requirements.txt'),
      { 'dev/requirements.txt': 'flask==3.1.0\npytest>=8\n', 'tests/test_a.py': '' },
    ],
    [
      'vendor/bin/phpunit',
      fileOf('composer:2', 'RUN composer install'),
      { 'phpunit.xml.dist': '', 'composer.json': '{"require-dev":{"phpunit/phpunit":"^12"}}', 'tests/ATest.php': '' },
    ],
    [
      'bundle exec rspec',
      fileOf('ruby:3.4', 'RUN bundle install'),
      { 'Gemfile.lock': 'GEM\n  specs:\n    rspec (3.13.0)\n', 'spec/a_spec.rb': '' },
    ],
  ])('runs %s', async (command, text, files) => {
    expect((await offered(text, files))?.command).toBe(command);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'where tests need a browser',
      fileOf('node:24', 'RUN npm ci'),
      { 'package.json': '{"scripts":{"test":"ng test"}}', 'a.js': '' },
    ],
    [
      'where the stage only installs packages',
      fileOf('node:24', 'RUN npm ci').replace('COPY . .', 'COPY package.json ./'),
      { 'package.json': '{"scripts":{"test":"jest"}}', 'a.js': '' },
    ],
    ['without tests', goFile, { 'main.go': '' }],
    ['where tests are not copied', goFile.replace('COPY . .', 'COPY main.go .'), goFiles],
    ['where .dockerignore leaves them out', goFile, { ...goFiles, '.dockerignore': '**/*_test.go\n' }],
    ['for a stage without a name', goFile.replace('golang:1.26 AS build', 'golang:1.26'), goFiles],
    ['where there is one', goFile.replace('FROM debian', 'FROM alpine:3.24 AS unit-tests\n\nFROM debian'), goFiles],
    ['in one stage', goFile.slice(0, goFile.indexOf('\n\n') + 1), goFiles],
    ['where the build is elsewhere', goFile.replace('RUN go', 'RUN cd cmd && go'), goFiles],
    [
      'for what npm init writes',
      fileOf('node:24', 'RUN npm ci'),
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\""}}' },
    ],
    [
      'without packages for development',
      fileOf('node:24', 'RUN npm ci --omit=dev'),
      { 'package.json': '{"scripts":{"test":"jest"}}', 'a.js': '' },
    ],
    ['without packages for tests', fileOf('elixir:1.18', 'RUN mix deps.get --only prod'), { 'test/a_test.exs': '' }],
    [
      'where gems for tests are left out',
      fileOf('ruby:3.4', 'ENV BUNDLE_WITHOUT=test', 'RUN bundle install'),
      { 'Gemfile.lock': '    rspec (3.13.0)\n', 'spec/a_spec.rb': '' },
    ],
    [
      'where stages are counted',
      goFile.replace('--from=build', '--from=1').replace('FROM debian', 'FROM alpine:3.24 AS x\n\nFROM debian'),
      goFiles,
    ],
  ])('is not offered %s', async (_, text, files) => {
    expect(await offered(text, files)).toBe(undefined);
  });
});

describe('the refactoring in the editor', () => {
  it('stands at the FROM of the stage that builds, and nowhere else', async () => {
    const worked = workedOn('Dockerfile', goFile, { Dockerfile: goFile, ...goFiles });
    const at = async (text: string) => {
      const offset = goFile.indexOf(text);
      return (await stageSurgery.refactorings?.(worked, { start: offset, end: offset })) ?? [];
    };
    expect((await at('AS build')).map(({ title }) => title)).toEqual(['Add the target "test" that runs go test ./...']);
    expect(await at('COPY . .')).toEqual([]);
    expect(await at('debian')).toEqual([]);
  });
});
