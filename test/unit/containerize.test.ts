import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import {
  type Containerized,
  containerize,
  deployDockerfile,
  type Wishes,
} from '../../server/src/workspace/containerize/containerize.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

type Files = Readonly<Record<string, string>>;

const uris = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text]));

async function planOf(files: Files, wishes: Wishes = {}): Promise<Containerized> {
  const plan = await containerize(testRoot, new MemoryHost(uris(files)), wishes);
  if (plan instanceof Refusal) throw new Error(plan.reason);
  return plan;
}

async function refusalOf(files: Files, wishes: Wishes = {}): Promise<string | undefined> {
  const plan = await containerize(testRoot, new MemoryHost(uris(files)), wishes);
  return plan instanceof Refusal ? plan.reason : undefined;
}

const textsOf = (plan: Containerized): Files => Object.fromEntries(plan.files.map(({ path, text }) => [path, text]));

/** What the preset `strict` may say, and why that is no fault of what was written. */
const accepted: Readonly<Record<string, string>> = {
  'pin-digest': 'a digest is asked of a registry, which nobody does unasked',
  'isolated-pods': 'who may connect is for those who know the others',
  'disruption-budget': 'how many pods have to stay is for those who know what depends on them',
};

/** All that the strictest rules say of the files of a plan, which lie beside those of the project and are built together. */
async function complaintsAbout(
  files: Files,
  plan: Containerized,
  image = 'registry.example.com/shop',
): Promise<string[]> {
  const link = `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: ${image}\n      context: .\n`;
  const host = new MemoryHost(uris({ ...files, ...textsOf(plan), 'skaffold.yaml': link }));
  const complaints: string[] = [];
  for (const { path, text } of plan.files.filter((file) => file.path !== '.dockerignore')) {
    const { findings } = await Judgement.around(path, text, preset('strict'), host);
    for (const { rule, message } of findings)
      if (!(rule.id in accepted)) complaints.push(`${path}: ${rule.id}: ${message}`);
  }
  return complaints;
}

const package_ = (more: object) => JSON.stringify({ name: 'shop', dependencies: { express: '^5' }, ...more });

/** Small folders, one for each template that a project may come to, and what stands in the Dockerfile in the end. */
const folders: readonly (readonly [title: string, files: Files, lines: readonly string[]])[] = [
  [
    'Node.js with npm, built',
    {
      'package.json': package_({ scripts: { build: 'tsc', start: 'node dist/main.js' }, engines: { node: '26' } }),
      'package-lock.json': '{}',
      'tsconfig.json': '{"compilerOptions": {"outDir": "dist"}}',
      'src/main.ts': 'app.get("/healthz", ok); app.listen(4000)',
    },
    ['FROM node:26-trixie-slim AS base', 'RUN npm run build', 'EXPOSE 4000', 'CMD ["node", "dist/main.js"]'],
  ],
  [
    'Node.js with npm, as it is written',
    { 'package.json': package_({ main: 'server.js' }), 'package-lock.json': '{}', 'server.js': 'app.listen(3000)' },
    ['COPY . .', 'CMD ["node", "server.js"]'],
  ],
  [
    'Node.js with pnpm',
    { 'package.json': package_({ packageManager: 'pnpm@10.2.0', main: 'a.js' }), 'pnpm-lock.yaml': '', 'a.js': '' },
    ['COPY package.json pnpm-lock.yaml ./', 'CMD ["node", "a.js"]'],
  ],
  [
    'Node.js with Yarn',
    { 'package.json': package_({ main: 'a.js' }), 'yarn.lock': '__metadata:', '.yarnrc.yml': '', 'a.js': '' },
    ['CMD ["node", "a.js"]'],
  ],
  ['Bun', { 'package.json': package_({ main: 'a.ts' }), 'bun.lock': '', 'a.ts': '' }, ['CMD ["bun", "a.ts"]']],
  [
    'a site that Vite builds',
    {
      'package.json': JSON.stringify({ scripts: { build: 'vite build' }, devDependencies: { vite: '8' } }),
      'package-lock.json': '{}',
      'index.html': '',
    },
    ['COPY --from=build /app/dist /usr/share/nginx/html'],
  ],
  ['a site of files', { 'public/index.html': '' }, ['COPY public /usr/share/nginx/html']],
  [
    'Deno',
    { 'deno.json': '{}', 'deno.lock': '{}', 'main.ts': 'Deno.serve({ port: 8100 }, () => new Response("hi"))' },
    ['EXPOSE 8100'],
  ],
  [
    'Go',
    {
      'go.mod': 'module example.com/shop\ngo 1.26\n',
      'go.sum': '',
      'cmd/shop/main.go': 'package main\nhttp.ListenAndServe(":9000", nil)',
    },
    ['FROM --platform=$BUILDPLATFORM golang:1.26-trixie AS build', 'EXPOSE 9000', 'ENTRYPOINT ["/shop"]'],
  ],
  [
    'Rust',
    {
      'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"',
      'Cargo.lock': '',
      'src/main.rs': '"0.0.0.0:8200"',
    },
    ['EXPOSE 8200', 'ENTRYPOINT ["/shop"]'],
  ],
  [
    'Java with Maven',
    {
      'pom.xml':
        '<project><artifactId>shop</artifactId><version>1</version><properties><java.version>21</java.version></properties><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
      'src/main/java/App.java': '',
    },
    ['FROM eclipse-temurin:21-jre-noble', 'COPY --from=build /src/target/shop-1.jar app.jar', 'EXPOSE 8080'],
  ],
  [
    'Java with Gradle',
    {
      'build.gradle':
        "plugins { id 'org.springframework.boot' version '4' }\nimplementation 'org.springframework.boot:spring-boot-starter-web'",
      'settings.gradle': "rootProject.name = 'shop'",
      gradlew: '',
      'gradle/wrapper/gradle-wrapper.properties': '',
    },
    ['COPY gradlew build.gradle settings.gradle ./', 'COPY --from=build /src/build/libs/*.jar app.jar'],
  ],
  [
    'Kotlin with Gradle',
    {
      'build.gradle.kts':
        'plugins { kotlin("jvm")\n application }\ndependencies { implementation("io.ktor:ktor-server") }',
      'settings.gradle.kts': 'rootProject.name = "shop"',
      gradlew: '',
      'gradle/wrapper/gradle-wrapper.properties': '',
    },
    ['ENTRYPOINT ["bin/shop"]'],
  ],
  [
    'Scala',
    {
      'build.sbt': 'name := "shop"',
      'project/plugins.sbt': 'addSbtPlugin("com.github.sbt" % "sbt-native-packager" % "1")',
    },
    ['ENTRYPOINT ["bin/shop"]'],
  ],
  [
    'Python with pip',
    { 'requirements.txt': 'flask\ngunicorn\n', 'app.py': 'app = Flask(__name__)' },
    ['CMD ["gunicorn", "--bind=0.0.0.0:5000", "app:app"]', 'EXPOSE 5000'],
  ],
  [
    'Python with uv',
    {
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["fastapi", "uvicorn"]',
      'uv.lock': '',
      'main.py': 'app = FastAPI()',
    },
    ['CMD ["uvicorn", "main:app", "--host=0.0.0.0", "--port=8000"]'],
  ],
  [
    'Python with Poetry',
    { 'pyproject.toml': '[tool.poetry]\nname = "shop"\n[tool.poetry.scripts]\nserve = "shop:main"', 'poetry.lock': '' },
    ['CMD ["serve"]'],
  ],
  [
    '.NET',
    {
      'Shop.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>',
    },
    ['FROM mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled', 'ENTRYPOINT ["dotnet", "Shop.dll"]'],
  ],
  [
    'PHP',
    { 'composer.json': '{ "require": { "php": "~8.4" } }', 'composer.lock': '{}', 'public/index.php': '' },
    ['FROM php:8.4-apache-trixie'],
  ],
  [
    'Ruby',
    { Gemfile: 'ruby "3.4.1"\ngem "sinatra"\ngem "puma"', 'Gemfile.lock': '', 'config.ru': '' },
    ['FROM ruby:3.4-slim-trixie', 'CMD ["bundle", "exec", "puma"]'],
  ],
  [
    'Elixir',
    { 'mix.exs': 'app: :shop, elixir: "~> 1.15", {:phoenix, "~> 1.8"}', 'mix.lock': '', 'config/config.exs': '' },
    ['FROM elixir:1.20-otp-28-slim AS build', 'EXPOSE 4000', 'CMD ["bin/shop", "start"]'],
  ],
  [
    'C and C++ with CMake',
    { 'CMakeLists.txt': 'project(shop)\nadd_executable(shop main.c)', 'main.c': 'htons(7000)' },
    ['ENTRYPOINT ["/shop"]', 'EXPOSE 7000'],
  ],
  [
    'Node.js with Yarn 1',
    { 'package.json': package_({ main: 'a.js' }), 'yarn.lock': '# yarn lockfile v1\n', 'a.js': '' },
    ['COPY package.json yarn.lock ./', 'CMD ["node", "a.js"]'],
  ],
  [
    'Next.js',
    {
      'package.json': JSON.stringify({ scripts: { build: 'next build' }, dependencies: { next: '16' } }),
      'pnpm-lock.yaml': '',
      'next.config.ts': "export default { output: 'standalone' }",
      'public/logo.svg': '',
      'app/api/health/route.ts': '',
    },
    ['RUN pnpm run build', 'COPY --from=build /app/public ./public', 'CMD ["node", "server.js"]'],
  ],
  ...(['pnpm-lock.yaml', 'yarn.lock', 'bun.lock'] as const).map((lock): readonly [string, Files, readonly string[]] => [
    `a site that Vite builds and ${lock}`,
    {
      'package.json': JSON.stringify({ scripts: { build: 'vite build' }, devDependencies: { vite: '8' } }),
      [lock]: '__metadata:',
      '.yarnrc.yml': '',
    },
    [`COPY package.json ${lock}${lock === 'yarn.lock' ? ' .yarnrc.yml' : ''} ./`],
  ]),
  [
    'a site that Yarn 1 builds',
    {
      'package.json': JSON.stringify({ scripts: { build: 'b' }, devDependencies: { '@vue/cli-service': '5' } }),
      'yarn.lock': '# yarn lockfile v1\n',
    },
    ['COPY package.json yarn.lock ./', 'COPY --from=build /app/dist /usr/share/nginx/html'],
  ],
  [
    'Go without dependencies',
    { 'go.mod': 'module example.com/job\n', 'main.go': 'package main\n' },
    ['COPY . .', 'ENTRYPOINT ["/job"]'],
  ],
  ['PHP without Composer', { 'index.php': '' }, ['COPY . .']],
  [
    'Gradle in a folder of its own',
    {
      'settings.gradle': "rootProject.name = 'shop'\ninclude 'app'",
      'app/build.gradle': "plugins { id 'application' }",
      gradlew: '',
      'gradle/wrapper/gradle-wrapper.properties': '',
    },
    ['COPY gradlew settings.gradle ./', 'COPY --from=build /src/app/build/install/app ./', 'ENTRYPOINT ["bin/app"]'],
  ],
];

describe.each(folders)('a folder with %s', (_, files, lines) => {
  it('becomes an image that the strictest rules have nothing against', async () => {
    const plan = await planOf(files);
    const { Dockerfile = '' } = textsOf(plan);
    expect(plan.files.map(({ path }) => path)).toEqual(['Dockerfile', '.dockerignore']);
    expect(Dockerfile.split('\n')).toEqual(expect.arrayContaining([...lines]));
    expect(Dockerfile).not.toMatch(/\{\{|\}\}|undefined/);
    expect(await complaintsAbout(files, plan)).toEqual([]);
  });

  it('is deployed with manifests that fit the image and pass as well', async () => {
    const image = 'registry.example.com/shop:1.0.0';
    const plan = await planOf(files, { kubernetes: true, image });
    const texts = textsOf(plan);
    const hasPort = /^EXPOSE/m.test(texts.Dockerfile ?? '');
    expect('k8s/service.yaml' in texts).toBe(hasPort);
    expect(texts['k8s/kustomization.yaml']).toContain('  - deployment.yaml\n');
    expect(texts['k8s/deployment.yaml']).toContain(`image: ${image}\n`);
    const complaints = await complaintsAbout(files, plan);
    // A program that listens on no port and says nothing of its health cannot be asked.
    expect(complaints.filter((one) => hasPort || !/: liveness-probe:/.test(one))).toEqual([]);
  });
});

const node: Files = { 'package.json': package_({ main: 'server.js' }), 'package-lock.json': '{}', 'server.js': '' };

describe('what is put into the files', () => {
  it('is told with the file that says so, or as the default', async () => {
    const { choices, remarks } = await planOf({ ...node, '.nvmrc': '26' });
    const said = choices.map(({ what, value, because }) => `${what}: ${value} ${because?.file ?? '-'}`);
    expect(said).toContain('line of Node.js: 26 .nvmrc');
    expect(said).toContain('port that is listened on: 3000 -');
    expect(said.join('\n')).not.toContain('folder that the build writes');
    expect(remarks).toEqual([]);
  });

  it('is never what would leave the string or the line it stands in', async () => {
    const hostile = { ...node, 'package.json': package_({ main: 'a"]\nRUN evil', scripts: { build: 'x' } }) };
    const { Dockerfile = '' } = textsOf(await planOf(hostile));
    expect(Dockerfile).not.toContain('evil');
    const { files } = await planOf({ 'go.mod': 'module x', 'cmd/a b; evil/main.go': 'package main' });
    expect(files[0]?.text).not.toContain('evil');
  });

  it('leaves out of .dockerignore what the image needs', async () => {
    const compiled = {
      'package.json': package_({ main: 'dist/server.js' }),
      'package-lock.json': '',
      'dist/server.js': '',
    };
    const ignored = textsOf(await planOf(compiled))['.dockerignore']?.split('\n');
    expect(ignored).toContain('node_modules');
    expect(ignored).not.toContain('dist');
    const built = { ...compiled, 'package.json': package_({ main: 'dist/server.js', scripts: { build: 'tsc' } }) };
    expect(textsOf(await planOf(built))['.dockerignore']?.split('\n')).toContain('dist');
  });

  it('is nothing where files are there already', async () => {
    const plan = await planOf({ ...node, Dockerfile: 'FROM scratch\n', 'k8s/service.yaml': '' }, { kubernetes: true });
    expect(plan.standing).toEqual(['Dockerfile']);
    expect(plan.files.map(({ path }) => path)).toEqual([
      '.dockerignore',
      'k8s/deployment.yaml',
      'k8s/kustomization.yaml',
    ]);
    const other = await planOf({ ...node, 'k8s/service.yaml': '', '.dockerignore': '' }, { kubernetes: true });
    expect(other.standing).toEqual(['.dockerignore', 'k8s/service.yaml']);
    expect(other.choices.some(({ path }) => path === 'k8s/service.yaml')).toBe(false);
  });

  it('has a word on what the template cannot know', async () => {
    const remarksOf = async (files: Files) => (await planOf(files)).remarks.join('\n');
    const old = {
      'Shop.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net6.0</TargetFramework></PropertyGroup></Project>',
    };
    expect(await remarksOf(old)).toMatch(/^Shop\.csproj asks for 6\.0, .* takes 8\.0; look whether/);
    const next = {
      'package.json': JSON.stringify({ scripts: { build: 'x' }, dependencies: { next: '16' } }),
      'package-lock.json': '',
    };
    expect(await remarksOf(next)).toMatch(/^Set output: 'standalone'/);
    const unknown = {
      'package.json': package_({ scripts: { build: 'x', start: 'ember s' } }),
      'package-lock.json': '',
    };
    expect(await remarksOf(unknown)).toMatch(/all is copied.*\n.*starts it with `ember s`/);
    const rust = {
      'Cargo.toml': '[package]\nname = "x"',
      'Cargo.lock': '',
      'src/main.rs': '',
      'build.rs': '',
      'templates/a': '',
    };
    expect(await remarksOf(rust)).toMatch(/copy build\.rs and templates as well/);
  });

  it('is of the language that is asked for', async () => {
    const both = { ...node, 'composer.json': '{}', 'composer.lock': '', 'index.php': '' };
    expect((await planOf(both)).project?.language).toBe('php');
    const plan = await planOf(both, { language: 'node' });
    expect([plan.project?.language, plan.others.map(({ language }) => language)]).toEqual(['node', ['php']]);
    expect(await refusalOf(both, { language: 'go' })).toBe(
      'The folder holds no project of go, but PHP with Composer, Node.js with npm.',
    );
  });

  it('is nothing where nothing is known, with a word on what may have been meant', async () => {
    expect(await refusalOf({ 'README.md': '' })).toBe('Nothing in the folder says how a program is built or started.');
    expect(await refusalOf({ 'api/go.mod': 'module api', 'web/index.html': '' })).toMatch(
      /Its folders do: api \(Go\), web \(Static site\)\.$/,
    );
  });
});

describe('a Deployment', () => {
  async function deployed(dockerfile: string, files: Files = {}) {
    const host = new MemoryHost(uris({ ...files, Dockerfile: dockerfile }));
    const plan = await deployDockerfile(`${testRoot}/Dockerfile`, dockerfile, host);
    if (plan instanceof Refusal) throw new Error(plan.reason);
    const complaints = await complaintsAbout({ ...files, Dockerfile: dockerfile }, plan);
    const ofManifests = complaints.filter((one) => one.startsWith('k8s/'));
    return { plan, texts: textsOf(plan), remarks: plan.remarks.join('\n'), complaints: ofManifests };
  }

  it('asks what the HEALTHCHECK asks, and gives a program the time that it has', async () => {
    const { texts, complaints } = await deployed(
      'FROM debian:13\nUSER 65532\nEXPOSE 9000\nHEALTHCHECK --interval=10s --start-period=30s CMD curl -f http://localhost:9000/ok || exit 1\nCMD ["/server"]\n',
    );
    const text = texts['k8s/deployment.yaml'] ?? '';
    expect(text.match(/path: \/ok\n/g)).toHaveLength(3);
    expect(text).not.toContain('livez');
    expect(text).toMatch(/startupProbe:\n(?: {12}.*\n)*? {12}failureThreshold: 6\n/);
    expect(text).toMatch(/livenessProbe:\n(?: {12}.*\n)*? {12}failureThreshold: 9\n/);
    expect(text).not.toContain('runAsUser');
    expect(complaints).toEqual([]);
  });

  it('runs as somebody else than root, by number', async () => {
    const root = await deployed('FROM debian:13\nEXPOSE 9000\nCMD ["/server"]\n');
    expect(root.texts['k8s/deployment.yaml']).toContain('runAsUser: 10001\n');
    expect(root.remarks).toMatch(/runs as root/);
    const named = await deployed('FROM node:24-slim\nUSER node\nEXPOSE 9000\nCMD ["node", "a.js"]\n');
    expect(named.texts['k8s/deployment.yaml']).toContain('runAsUser: 1000\n');
    expect(root.complaints).toEqual([]);
    const unknown = await deployed('FROM debian:13\nRUN useradd app\nUSER app\nEXPOSE 9000\nCMD ["/server"]\n');
    expect(unknown.remarks).toMatch(/names its user \(app\) without a number/);
  });

  it('mounts what the image declares or is known to write, and has all its ports', async () => {
    const { texts, remarks, complaints } = await deployed(
      'FROM debian:13\nUSER 65532\nEXPOSE 9000 9001 5300/udp\nVOLUME /data\nCMD ["/server"]\n',
    );
    const text = texts['k8s/deployment.yaml'] ?? '';
    expect(text).toContain('containerPort: 9001\n');
    expect(text).toContain('- name: udp-5300\n              containerPort: 5300\n              protocol: UDP\n');
    expect(text).toContain('- name: data\n              mountPath: /data\n');
    expect(text).toContain('- name: data\n          emptyDir:\n            sizeLimit: 64Mi\n');
    expect(remarks).toMatch(/written to \/data is lost/);
    expect(complaints).toEqual([]);
  });

  it('has a place for the variables without which the program ends', async () => {
    const { texts, remarks, complaints } = await deployed(
      'FROM debian:13\nCOPY start.sh /\nUSER 65532\nEXPOSE 9000\nENTRYPOINT ["/start.sh"]\n',
      { 'start.sh': '#!/bin/sh\n: "${DB_HOST:?must be set}"\nexec /server\n' },
    );
    expect(texts['k8s/deployment.yaml']).toContain('env:\n            - name: DB_HOST\n              value: ""\n');
    expect(remarks).toMatch(/ends as it starts without DB_HOST/);
    expect(complaints).toEqual([]);
  });

  it('has neither ports nor a Service where the image listens on none', async () => {
    const { texts, remarks } = await deployed('FROM debian:13\nUSER 65532\nCMD ["/worker"]\n');
    expect(Object.keys(texts)).toEqual(['k8s/deployment.yaml', 'k8s/kustomization.yaml']);
    expect(texts['k8s/deployment.yaml']).not.toMatch(/ports:|Probe:/);
    expect(remarks).toMatch(/no Service/);
  });

  it('runs the image by the name under which it is built', async () => {
    const compose = 'services:\n  web:\n    build: .\n    image: registry.example.com/team/web:2.1\n';
    const { texts, remarks } = await deployed('FROM debian:13\nUSER 65532\nEXPOSE 80\nCMD ["/s"]\n', {
      'compose.yaml': compose,
    });
    expect(texts['k8s/deployment.yaml']).toContain('image: registry.example.com/team/web:2.1\n');
    expect(texts['k8s/deployment.yaml']).toContain('  name: web\n');
    expect(remarks).not.toMatch(/what the image is called/);
  });

  it('has room for the virtual machine of Java', async () => {
    const { texts } = await deployed(
      'FROM eclipse-temurin:25-jre\nUSER 65532\nEXPOSE 8080\nCMD ["java", "-jar", "/a.jar"]\n',
    );
    expect(texts['k8s/deployment.yaml']?.match(/memory: 512Mi/g)).toHaveLength(2);
  });

  it('is not written for images of Windows, and not without a FROM', async () => {
    const host = new MemoryHost({});
    for (const [text, reason] of [
      ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\n', /Windows/],
      ['# nothing yet\n', /no FROM/],
    ] as const) {
      const plan = await deployDockerfile(`${testRoot}/Dockerfile`, text, host);
      expect(plan instanceof Refusal && plan.reason).toMatch(reason);
    }
  });
});
