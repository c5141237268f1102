import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-secret-file',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy no keys, no .env and no repository into the image',
  why: 'A file that was copied stays in its layer for everybody who can pull the image, whether a later instruction deletes it or not. Private keys and the settings of a developer belong into secret mounts while the image is built, and into secrets of the cluster when it runs; a repository brings everything that was ever committed to it.',
  lesson: 'build-and-run',
  aliases: ['dockerfile-doctor/DD052', 'dockerfile-doctor/DD053'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: [
    { bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json .env ./\n' },
    { bad: 'FROM alpine:3.24\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@example.com:app.git\n' },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'server.js': '', '.env': 'DB_PASSWORD=x\n', '.dockerignore': 'node_modules\n' },
      note: 'What lies beside the Dockerfile, and is not left out by `.dockerignore`, is looked at.',
    },
    {
      good: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'server.js': '', '.env': 'DB_PASSWORD=x\n', '.dockerignore': '.env\n' },
    },
    { good: 'FROM alpine:3.24\nCOPY id_rsa.pub .env.example /app/\n' },
    { good: 'FROM alpine/git:2.49\nRUN --mount=type=ssh git clone git@example.com:app.git\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of copiesOf(dockerfile)) {
      for (const [index, source] of copy.sources.entries()) {
        const secret = secretIn(copy.expandedSources[index] ?? '');
        if (!secret) continue;
        const finding = report(
          source.span,
          `${secret} becomes part of the image, where everybody can read it: ${remedy}`,
        );
        if (!dockerfile.isShipped(copy.stage)) finding.onlyIn('strict').grade('info');
      }
    }
  },
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const copy = copiesOf(dockerfile).find(
      (one) => one.wholeContext && !one.onbuild && dockerfile.isShipped(one.stage),
    );
    const source = copy?.wholeContext;
    const context = source && (await BuildContexts.of(dockerfile, { uri, host })).all[0];
    const entries = (await context?.list('.')) ?? [];
    const secrets = entries.flatMap(({ name }) => (name === '.git' ? [] : (secretIn(name) ?? [])));
    if (!source || secrets.length === 0) return;
    report(
      source.span,
      `This also brings ${secrets.join(' and ')} into the image, where everybody can read it: leave it out with .dockerignore`,
    );
  },
});

const remedy = 'mount it as a secret where it is needed';

function copiesOf(dockerfile: Dockerfile): readonly CopyInstruction[] {
  return [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
}

/** What a path is, in a few words, if its name says that it is nobody else's business. */
function secretIn(path: string): string | undefined {
  const parts = path.replace(/\/+$/, '').split('/');
  const name = parts.at(-1) ?? '';
  const folder = parts.at(-2) ?? '';
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(name)) return `The private key ${name}`;
  if (name === '.ssh') return 'The folder .ssh with its keys';
  if (name === '.env') return 'The file .env';
  if (name === '.git') return 'The repository .git';
  if (/^\.(?:netrc|pgpass|git-credentials)$/.test(name)) return `The file ${name}`;
  if (folder === '.aws' && name === 'credentials') return 'The file .aws/credentials';
  return name === '.aws' ? 'The folder .aws with its credentials' : undefined;
}
