import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { KeyValue } from '../../dockerfile/instructions/key-value.ts';
import { dockerfileAt } from '../../workspace/pairs/dockerfile-at.ts';
import { containersOf } from '../../workspace/pairs/image-containers.ts';
import { workspaceFiles } from '../../workspace/workspace-files.ts';
import { dockerfileRule } from '../define.ts';

const skaffold = (targets: readonly string[]) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n${targets.map((target) => `    - image: web-${target}\n      context: .\n      docker:\n        target: ${target}\n`).join('')}`;
const manifest = (stage: string, env = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-${stage}\nspec:\n  containers:\n    - name: web\n      image: web-${stage}\n${env}`;
const dockerfile = (staging: string, prod: string) =>
  `FROM node:24 AS base\nCOPY . .\nCMD ["node", "server.js"]\n\nFROM base AS staging\n${staging}\nFROM base AS prod\n${prod}`;
const env = (value: string) => `      env:\n        - name: NODE_ENV\n          value: ${value}\n`;

export default dockerfileRule({
  id: 'stage-setting-in-manifest',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Say in the manifests, and not in images, which environment a program runs in',
  why: 'An image with `NODE_ENV=staging` in it and another one with `NODE_ENV=production` are two programs, as far as anybody can tell: what was tested is not what runs. One image that takes the setting from its manifest goes unchanged from the first environment to the last, and is built once. It is told where workloads of the workspace run both images, which come from one Dockerfile or from several that are called alike, such as `Dockerfile.staging` and `Dockerfile.prod`.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'none',
  references: ['https://12factor.net/config', 'https://12factor.net/build-release-run'],
  examples: [
    {
      path: 'Dockerfile',
      files: {
        'staging.yaml': manifest('staging'),
        'prod.yaml': manifest('prod'),
        'skaffold.yaml': skaffold(['staging', 'prod']),
      },
      bad: dockerfile('ENV NODE_ENV=staging\n', 'ENV NODE_ENV=production\n'),
    },
    {
      path: 'Dockerfile',
      files: {
        'staging.yaml': manifest('staging', env('staging')),
        'prod.yaml': manifest('prod', env('production')),
        'skaffold.yaml': skaffold(['staging', 'prod']),
      },
      good: dockerfile('ENV NODE_ENV=staging\n', 'ENV NODE_ENV=production\n'),
      note: 'The manifests say it.',
    },
    {
      path: 'Dockerfile',
      files: { 'prod.yaml': manifest('prod'), 'skaffold.yaml': skaffold(['staging', 'prod']) },
      good: dockerfile('ENV NODE_ENV=staging\n', 'ENV NODE_ENV=production\n'),
      note: 'No workload runs the other image.',
    },
  ],
  async checkSurroundings({ dockerfile: model, report, uri, host }) {
    const own = await bakedIn(model, { uri, host });
    if (own.length === 0) return;
    const all = [...own, ...(await bakedInOthers(uri, host))];
    const told = new Set<KeyValue>();
    for (const one of own) {
      const other = all.find(({ name, stage }) => name === one.name && stage !== one.stage);
      // What is for production is what the others should be, too.
      if (!other || told.has(one.setting) || (one.stage === 'prod' && !other.file)) continue;
      told.add(one.setting);
      const { name, setting } = one;
      report(
        setting.value?.span ?? setting.key.span,
        `${name} is ${one.value} in the image that ${one.runs} runs, and ${other.value} in that of ${other.runs}: what is tried out is not what runs; build one image, and set ${name} in the manifests`,
      ).relate(other.setting.key.span, `Here it is ${other.value}`, other.file);
    }
  },
});

/** Variables by which programs tell their environment (the manuals of Node.js, Rails, Spring Boot, ASP.NET Core, Symfony, Laravel, Phoenix). */
const environmentNames =
  /^(?:NODE_ENV|RAILS_ENV|RACK_ENV|SPRING_PROFILES_ACTIVE|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT|APP_ENV|MIX_ENV)$/;

/** A setting of the environment that an image has, and that the manifest of a container leaves as it is. */
interface Baked {
  readonly name: string;
  readonly value: string;
  /** The environment it means. */
  readonly stage: string;
  readonly setting: KeyValue;
  /** How to speak of the container that runs it. */
  readonly runs: string;
  /** The Dockerfile, when it is another one. */
  readonly file: OtherFile | undefined;
}

async function bakedIn(
  dockerfile: Dockerfile,
  { uri, host }: { readonly uri: string; readonly host: SharedHost },
  file?: OtherFile,
): Promise<readonly Baked[]> {
  // Most Dockerfiles have none of these, and need not be looked for elsewhere.
  const keys = dockerfile.instructions('ENV').flatMap(({ pairs }) => pairs.map(({ key }) => key.text));
  if (!keys.some((key) => environmentNames.test(key))) return [];
  const baked: Baked[] = [];
  for (const { pair, entry } of await containersOf(dockerfile, uri, host)) {
    if (pair.confidence === 'guess') continue;
    for (const [name, { value, by }] of pair.image.environment) {
      const setting = by?.pairs.findLast(({ key }) => key.text === name);
      const stage = value && environmentNames.test(name) ? stageIn(value) : undefined;
      if (!setting || !value || !stage || (await pair.variables())?.has(name) !== false) continue;
      baked.push({ name, value, stage, setting, runs: `${entry.kind} "${entry.name ?? ''}"`, file });
    }
  }
  return baked;
}

/** The same in the Dockerfiles beside one that are called like it but for the environment. */
async function bakedInOthers(uri: string, host: SharedHost): Promise<readonly Baked[]> {
  const { dockerfiles } = await workspaceFiles(host.rootOf(uri), host);
  const alike = dockerfiles.filter((other) => other !== uri && withoutStage(other) === withoutStage(uri));
  const found = await Promise.all(
    alike.slice(0, mostAlike).map(async (other) => {
      const read = await dockerfileAt(other, host);
      return read ? bakedIn(read.dockerfile, { uri: other, host }, read.file) : [];
    }),
  );
  return found.flat();
}

const mostAlike = 10;

/** The environment that a value means: what is for development, tests and production is called so. */
function stageIn(value: string): string | undefined {
  const [, stage] = /(?:^|[,_-])(dev|test|stag|qa|prod)(?:e?ing|elopment|uction|e)?(?:$|[,_-])/i.exec(value) ?? [];
  return stage?.toLowerCase();
}

/** A URI of a Dockerfile without the words for an environment in the name of the file. */
function withoutStage(uri: string): string {
  const slash = uri.lastIndexOf('/') + 1;
  return (
    uri.slice(0, slash) + uri.slice(slash).replace(/[._-]?(?:dev|development|test|staging|qa|prod|production)\b/gi, '')
  );
}
