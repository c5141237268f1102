import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { insertBeforeStart } from '../../dockerfile/stage-edits.ts';
import { stepsDown } from '../../dockerfile/users.ts';
import { usersOf } from '../../image/users.ts';
import { accountOf, makesUser } from '../../shell/accounts.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call a last USER that is root. */
const rootAgain = [
  'hadolint/DL3002',
  'trivy/DS-0002',
  'checkov/CKV_DOCKER_8',
  "kics/Last User Is 'root'",
  'droast/DF002',
  'slim/20017',
] as const;

/** What they call an image without any USER. */
const noUser = [
  'trivy/DS-0002',
  'checkov/CKV_DOCKER_3',
  'kics/Missing User Instruction',
  'dockerfile-doctor/DD008',
  'droast/DF020',
] as const;

export default dockerfileRule({
  id: 'non-root-user',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run the image as a user that is not root',
  why: 'Root in a container is root for every file the container can reach and, after one mistake of the kernel or the runtime, on the node. Kubernetes refuses such an image outright where `runAsNonRoot` is set. Hardly any application needs root to run; what does, at build time, can come before `USER`.',
  lesson: 'unprivileged',
  aliases: [...new Set([...rootAgain, ...noUser]), 'tally/stateful-root-runtime'],
  fix: 'suggested',
  fixing:
    'Adds a USER before the command, behind all that builds: the one that is made in the build, the one the base image brings (`node`), a numeric one where there are no users (`scratch`), otherwise a new system user, made the way the distribution does it. What the application writes to must belong to that user: look at it once. Refused when the last USER is root by choice, and for unknown base images.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
      note: 'No USER: an information.',
    },
    {
      bad: 'FROM python:3.14-slim\nCOPY app.py /\nENTRYPOINT ["python", "/app.py"]\n',
      fixed:
        'FROM python:3.14-slim\nCOPY app.py /\nRUN useradd --system --uid 10001 --user-group --no-create-home app\nUSER app\nENTRYPOINT ["python", "/app.py"]\n',
    },
    {
      bad: 'FROM alpine:3.24\nCMD ["sleep", "1"]\n',
      fixed:
        'FROM alpine:3.24\nRUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app\nUSER app\nCMD ["sleep", "1"]\n',
    },
    {
      bad: 'FROM node:24\n# It must.\n# seaworthy-ignore-next-line exec-form-command: it must\nCMD node server.js\n',
      fixed:
        'FROM node:24\nUSER node\n# It must.\n# seaworthy-ignore-next-line exec-form-command: it must\nCMD node server.js\n',
      note: 'Comments stay with what they speak about.',
    },
    {
      bad: 'FROM node:24\nENTRYPOINT ["node"]\nRUN npm install -g pnpm@10\nCMD ["server.js"]\n',
      fixed: 'FROM node:24\nENTRYPOINT ["node"]\nRUN npm install -g pnpm@10\nUSER node\nCMD ["server.js"]\n',
      note: 'What builds still runs as root.',
    },
    {
      bad: 'FROM debian:13\nRUN useradd -m -s /bin/sh web\nCMD ["server"]\n',
      fixed: 'FROM debian:13\nRUN useradd -m -s /bin/sh web\nUSER web\nCMD ["server"]\n',
      note: 'The user is there already.',
    },
    {
      bad: 'FROM scratch\nCOPY app /\nCMD ["/app"]\n',
      fixed: 'FROM scratch\nCOPY app /\nUSER 10001:10001\nCMD ["/app"]\n',
    },
    {
      bad: 'FROM node:24\nUSER node\nRUN npm ci\nUSER root\nCMD ["node", "server.js"]\n',
      note: 'Root again in the end.',
    },
    { good: 'FROM node:24\nUSER node\nCMD ["node", "server.js"]\n' },
    {
      good: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /\nCMD ["/app"]\n',
      note: 'The base image may bring a user.',
    },
    {
      good: 'FROM debian:13\nRUN apt-get update && apt-get install -y gosu\nENTRYPOINT ["/entrypoint.sh"]\n',
      note: 'The entrypoint steps down from root itself.',
    },
    { good: 'FROM debian:13\nRUN apt-get update\n', note: 'A base image, which starts nothing.' },
    {
      good: 'FROM python:3.14-windowsservercore-ltsc2025\nCMD ["python", "app.py"]\n',
      note: 'Windows has no root.',
    },
    { good: 'FROM --platform=windows/amd64 golang:1.26\nCMD ["go", "version"]\n' },
  ],
  check({ dockerfile, report }) {
    const stage = dockerfile.finalStage;
    const { user } = stage;
    if (!user.isRoot || stepsDown(stage)) return;
    if (user.instruction) {
      const span = user.instruction.value?.span ?? user.instruction.span;
      report(span, `The image runs as ${user.text}: end with a USER that is not root`).as(
        ...rootAgain,
        ...stateful(stage),
      );
      return;
    }
    const from = stage.from?.image;
    if (!from || !startOf(stage)) return;
    report(from.span, 'The image runs as root, because no USER is set: add one before the command')
      .as(...noUser, ...stateful(stage))
      .grade('info')
      .fix('Add a USER', () => addUser(dockerfile, stage));
  },
});

/** What is added where the image keeps data: whoever gets in as root may change what outlives the container. */
function stateful(stage: Stage): readonly string[] {
  return stage.last('VOLUME') ? ['tally/stateful-root-runtime'] : [];
}

/** The instruction that makes the stage an image to be run. */
function startOf(stage: Stage) {
  return stage.last('ENTRYPOINT') ?? stage.last('CMD');
}

function addUser(dockerfile: Dockerfile, stage: Stage): Built {
  const lines = userLines(stage);
  if (lines instanceof Refusal) return lines;
  const edit = insertBeforeStart(dockerfile, stage, lines);
  return edit ? [edit] : new Refusal('The stage is empty.');
}

const unknownUsers = { bundled: undefined, idiom: undefined };

/** The lines that choose a user: one that is made in the build or that the base image brings, or a new one. */
function userLines(stage: Stage): readonly string[] | Refusal {
  const commands = stage.lineage.flatMap((one) => one.own('RUN')).flatMap((run) => run.commands);
  const made = commands.filter(makesUser).map(accountOf);
  if (made.length > 1)
    return new Refusal('Several users are made, and which of them is meant to run it is yours to say.');
  if (made.length === 1) {
    return made[0] === undefined ? new Refusal('A user is made whose name only the build knows.') : [`USER ${made[0]}`];
  }
  if (stage.isFromScratch) return ['USER 10001:10001'];
  const image = stage.rootImage?.reference;
  const { bundled, idiom } = image ? usersOf(image) : unknownUsers;
  if (bundled) return [`USER ${bundled}`];
  if (!idiom) return new Refusal('It is not known how users are made in the base image.');
  // A group may have the name already.
  const name = commands.some((command) => accountOf(command) === 'app') ? 'appuser' : 'app';
  const make =
    idiom === 'adduser'
      ? `addgroup -S -g 10001 ${name} && adduser -S -D -H -u 10001 -G ${name} ${name}`
      : `useradd --system --uid 10001 --user-group --no-create-home ${name}`;
  return [`RUN ${make}`, `USER ${name}`];
}
