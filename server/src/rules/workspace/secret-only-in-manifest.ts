import { removePair } from '../../dockerfile/edits.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { saysNoSecret } from '../../dockerfile/secret-values.ts';
import { usesOfVariable } from '../../dockerfile/variable-uses.ts';
import type { Container } from '../../kubernetes/container.ts';
import { environmentOf } from '../../kubernetes/env.ts';
import { namesSecret } from '../../text/credentials.ts';
import type { Span } from '../../text/span.ts';
import type { BuiltImage } from '../../workspace/pairs/pair.ts';
import { pairRule } from '../define-pair.ts';
import noSecretInArgOrEnv from '../dockerfile/no-secret-in-arg-or-env.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest = (env: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${env}`;
const fromSecret =
  '      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: db\n              key: password\n';

export default pairRule({
  id: 'secret-only-in-manifest',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave a secret out of the image when the manifests set it anyway',
  why: 'What `ENV` sets is in the configuration of the image, and whoever can pull it can read it. Where every container that runs the image sets the variable itself, the value in the image is never used: it is there to be found alone, and a container that forgets the variable starts with it unnoticed. An `ARG` that becomes `ENV` is no better.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Removes the variable from the `ENV`. Where commands of the build run with it, somebody has to look at them first.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
  ],
  examples: [
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest(fromSecret), 'skaffold.yaml': skaffold },
      bad: 'FROM node:24\nRUN npm ci\nENV DB_HOST=db DB_PASSWORD=hunter2\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24\nRUN npm ci\nENV DB_HOST=db\nCMD ["node", "server.js"]\n',
    },
    {
      path: 'Dockerfile',
      files: {
        'k8s/web.yaml': manifest('      envFrom:\n        - secretRef:\n            name: db\n'),
        'k8s/db.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  DB_PASSWORD: changed\n',
        'skaffold.yaml': skaffold,
      },
      bad: 'FROM node:24\nARG DB_PASSWORD\nENV DB_PASSWORD=$DB_PASSWORD\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24\nARG DB_PASSWORD\nCMD ["node", "server.js"]\n',
      note: 'A Secret of the workspace brings all of its keys.',
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest(''), 'skaffold.yaml': skaffold },
      good: 'FROM node:24\nENV DB_PASSWORD=hunter2\nCMD ["node", "server.js"]\n',
      note: 'Nobody else sets it: that is what `no-secret-in-arg-or-env` is about.',
    },
    {
      path: 'Dockerfile',
      files: {
        'k8s/web.yaml': `${manifest(fromSecret)}---\n${manifest('').replace('name: web', 'name: other')}`,
        'skaffold.yaml': skaffold,
      },
      good: 'FROM node:24\nENV DB_PASSWORD=hunter2\nCMD ["node", "server.js"]\n',
      note: 'Another pod lives on what the image says.',
    },
  ],
  hearing: 'image',
  concerns({ value }) {
    return value.get('env').items.length > 0 || value.get('envFrom').items.length > 0;
  },
  async judge({ pair, container, image }) {
    const { built } = pair;
    const baked = built ? secretsOf(image).filter(({ name, by }) => !isUsedByBuild(built, name, by)) : [];
    const set = baked.length > 0 ? await pair.variables() : undefined;
    return baked.flatMap(({ name, by, setting }) => {
      if (!built || !set?.has(name)) return [];
      return [
        {
          at: 'image' as const,
          isOfAll: true as const,
          instead: noSecretInArgOrEnv,
          span: setting.key.span,
          message: `${name} stays in the image for everybody to read, and ${container.label} that runs it sets it anyway: remove it here`,
          because: { span: placeOf(container, name), message: `What ${container.label} sets` },
          tell: (report) =>
            report.fix(
              `Remove ${name}`,
              () => removePair(built.dockerfile, by, setting),
              isSeenByBuild(by) ? 'manual' : 'suggested',
            ),
        },
      ];
    });
  },
});

/** A secret that an image has in its environment. */
interface BakedSecret {
  readonly name: string;
  readonly by: KeyValueInstruction;
  readonly setting: KeyValue;
}

function secretsOf({ environment }: RuntimeImage): readonly BakedSecret[] {
  return [...environment].flatMap(([name, { by }]) => {
    const setting = by?.pairs.findLast(({ key }) => key.text === name);
    return by && setting && namesSecret(name) && !saysNoSecret(by, setting) ? [{ name, by, setting }] : [];
  });
}

/** Whether an instruction of the build puts the variable in. */
function isUsedByBuild({ dockerfile }: BuiltImage, name: string, by: KeyValueInstruction): boolean {
  return dockerfile.stages.some((stage) => usesOfVariable(dockerfile, name, stage).some((one) => one !== by));
}

/** Whether commands run with the variable in their environment, and may read it without naming it. */
function isSeenByBuild({ stage, span }: KeyValueInstruction): boolean {
  const isInherited = stage.usedBy.some(({ keyword }) => keyword === 'FROM');
  return isInherited || stage.own('RUN').some((run) => run.span.start > span.start);
}

/** Where a container sets a variable: its entry, or the list of what others bring. */
function placeOf(container: Container, name: string): Span {
  const entry = environmentOf(container).find((one) => one.name === name);
  return entry?.item.get('name').span ?? container.value.get('envFrom').keySpan ?? container.span;
}
