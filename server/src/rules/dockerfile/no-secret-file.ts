import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { addPatterns, patternFor } from '../../workspace/ignoring/edit.ts';
import { GitIgnores } from '../../workspace/ignoring/gitignore.ts';
import { secretIn } from '../../workspace/secret-files.ts';
import { copiedByName, strayIn } from '../../workspace/shipped-folders.ts';
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
  fix: 'suggested',
  fixing:
    'Leaves out with `.dockerignore` what comes along with a folder. What is copied by name is left to a person: it is needed, and has to come another way.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: [
    { bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json .env ./\n' },
    { bad: 'FROM alpine:3.24\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@example.com:app.git\n' },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'server.js': '', '.env': 'DB_PASSWORD=x\n', '.dockerignore': 'node_modules\n' },
      fixedFiles: { '.dockerignore': 'node_modules\n.env\n' },
      note: 'What lies beside the Dockerfile, and is not left out by `.dockerignore`, is looked at.',
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'api/server.js': '', 'api/.env': 'DB_PASSWORD=x\n', '.gitignore': '.env\n', 'test/id_rsa': '' },
      fixedFiles: { '.dockerignore': 'api/.env\n' },
      note: 'Further down it is one when Git ignores it.',
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
    if (!source || !context) return;
    const wanted = copiedByName(dockerfile);
    const ignored = GitIgnores.around(uri, host);
    const secrets = (await strayIn(context, host)).secrets.filter((path) => !wanted.has(path));
    const found = secrets.filter((path) => !path.includes('/'));
    const below = secrets.filter((path) => path.includes('/'));
    // Further down lie examples and what tests need; what nobody commits is meant.
    for (const path of below) if (await ignored.isIgnored(context.uri(path), 'file')) found.push(path);
    if (found.length === 0) return;
    const ignoreFile = context.ignoreFile?.name ?? '.dockerignore';
    const named = found.map((path) => (path.includes('/') ? `The file ${path}` : (secretIn(path) ?? path)));
    const patterns = found.flatMap((path) => patternFor(path) ?? []);
    report(
      source.span,
      `This also brings ${named.map(inSentence).join(' and ')} into the image, where everybody can read it: leave it out with ${ignoreFile}`,
    ).fixElsewhere(`Leave ${found.join(' and ')} out with ${ignoreFile}`, () => addPatterns(context, patterns));
  },
});

/** A phrase within a sentence. */
function inSentence(phrase: string): string {
  return phrase.replace(/^The /, 'the ');
}

const remedy = 'mount it as a secret where it is needed';

function copiesOf(dockerfile: Dockerfile): readonly CopyInstruction[] {
  return [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
}
