import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { insertFlag, removeInstruction } from '../../dockerfile/edits.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { saysNoSecret } from '../../dockerfile/secret-values.ts';
import { usesOfVariable } from '../../dockerfile/variable-uses.ts';
import { namesSecret } from '../../text/credentials.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-secret-in-arg-or-env',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Pass no secret through ARG or ENV',
  why: 'The value of an ENV is in the configuration of the image, for everybody who can pull it, and in the environment of everything that runs in it. That of an ARG is in the history of the image and in the provenance that BuildKit attaches. A secret mount gives a RUN the value, and leaves it nowhere.',
  lesson: 'build-and-run',
  aliases: [
    'hadolint/DL3064',
    'buildkit/SecretsUsedInArgOrEnv',
    'trivy/DS-0031',
    'tally/ruby/secrets-in-arg-or-env',
    'tally/ruby/prefer-secret-mounts-for-build-credentials',
    'tally/require-secret-mounts',
    'kics/Passwords And Secrets',
    'dockerfile-doctor/DD020',
    'droast/DF013',
    'droast/DF014',
  ],
  fix: 'manual',
  fixing:
    'An ARG without a default that only RUN instructions use becomes a secret mount of these, which sets the same variable. The build has to be started differently then: `docker build --secret id=NAME` in place of `--build-arg NAME=...`. Refused for ENV, whose value programs may read when they run, and where other instructions use the value.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  examples: [
    {
      bad: 'FROM node:24\nARG NPM_TOKEN\nCOPY .npmrc package*.json ./\nRUN NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci\n',
      fixed:
        'FROM node:24\nCOPY .npmrc package*.json ./\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN NPM_CONFIG_TOKEN=$NPM_TOKEN npm ci\n',
    },
    { bad: 'FROM postgres:18\nENV POSTGRES_PASSWORD=postgres\n' },
    { bad: 'FROM alpine:3.24\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\n', note: 'Found, but not fixed.' },
    { good: 'FROM node:24\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n' },
    { good: 'FROM alpine:3.24\nENV POSTGRES_PASSWORD_FILE=/run/secrets/postgres\n' },
    {
      good: 'FROM debian:13\nENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305\n',
      note: 'A fingerprint is for everybody to know.',
    },
    { good: 'FROM debian:13\nENV TLS_KEY=/etc/ssl/private/server.pem AUTH=true\n' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of [...dockerfile.instructions('ARG'), ...dockerfile.instructions('ENV')]) {
      const isGlobal = instruction.stage === dockerfile.preamble && dockerfile.stages.length > 0;
      for (const pair of instruction.pairs) {
        const { key } = pair;
        if (!namesSecret(key.text)) continue;
        const finding = report(
          key.span,
          `${instruction.keyword} ${key.text} leaves its value in the image for everybody to read: ${remedy(instruction)}`,
        ).fix('Use a secret mount', () => toSecretMount(dockerfile, instruction, pair));
        // BuildKit does not look at arguments before the first FROM, which reach nothing but FROM.
        if (isGlobal) finding.onlyIn('all').as(...finding.aliases.filter((alias) => !alias.startsWith('buildkit/')));
        else if (saysNoSecret(instruction, pair)) finding.onlyIn('all').grade('info');
      }
    }
  },
});

function remedy({ keyword }: KeyValueInstruction): string {
  return keyword === 'ARG'
    ? 'pass it to RUN with --mount=type=secret'
    : 'set it when the container starts, or pass it to RUN with --mount=type=secret';
}

function toSecretMount(dockerfile: Dockerfile, instruction: KeyValueInstruction, { key, value }: KeyValue) {
  const name = key.text;
  if (instruction.keyword === 'ENV') return new Refusal('Programs may read the variable when the container runs.');
  if (instruction.pairs.length > 1) return new Refusal('The ARG declares several arguments.');
  if (instruction.onbuild) return new Refusal('The argument is declared for the images built upon this one.');
  if (value && value.text !== '' && value.text !== '""') return new Refusal('The argument has a default.');
  const { stage } = instruction;
  if (stage.usedBy.some(({ keyword }) => keyword === 'FROM')) return new Refusal('Other stages inherit the argument.');
  if (stage.own('ARG').some((other) => other !== instruction && other.pairs.some((pair) => pair.key.text === name)))
    return new Refusal('The argument is declared more than once.');
  const uses = usesOfVariable(dockerfile, name, stage).filter(({ span }) => span.start > instruction.span.start);
  const runs = stage.own('RUN').filter((run) => uses.includes(run));
  if (runs.length < uses.length) return new Refusal('Instructions other than RUN use the argument.');
  if (runs.length === 0) return new Refusal('No RUN names the argument, so the one that needs it cannot be told.');
  const flag = `--mount=type=secret,id=${name},env=${name}`;
  return [removeInstruction(dockerfile, instruction), ...runs.map((run) => insertFlag(run, flag))];
}
