import type { Template } from '../template.ts';
import { bun } from './bun.ts';
import { cpp } from './cpp.ts';
import { deno } from './deno.ts';
import { developerTestProduction } from './developer-test-production.ts';
import { dotnet } from './dotnet.ts';
import { elixir } from './elixir.ts';
import { entrypoint } from './entrypoint.ts';
import { go } from './go.ts';
import { javaGradle } from './java-gradle.ts';
import { javaMaven } from './java-maven.ts';
import { javaNative } from './java-native.ts';
import { kotlin } from './kotlin.ts';
import { nextTemplates } from './next.ts';
import { nodeNpm } from './node-npm.ts';
import { nodePnpm } from './node-pnpm.ts';
import { nodeYarn } from './node-yarn.ts';
import { nodeYarnClassic } from './node-yarn-classic.ts';
import { php } from './php.ts';
import { pythonPip } from './python-pip.ts';
import { pythonPoetry } from './python-poetry.ts';
import { pythonUv } from './python-uv.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { scala } from './scala.ts';
import { staticSites } from './static-site.ts';

/** What is offered in Dockerfiles, in the order in which it is listed. */
export const dockerfileTemplates: readonly Template[] = [
  nodeNpm,
  nodePnpm,
  nodeYarn,
  nodeYarnClassic,
  bun,
  ...nextTemplates,
  deno,
  pythonPip,
  pythonUv,
  pythonPoetry,
  go,
  rust,
  javaMaven,
  javaGradle,
  javaNative,
  kotlin,
  scala,
  dotnet,
  php,
  ruby,
  elixir,
  cpp,
  ...staticSites,
  developerTestProduction,
  entrypoint,
];
