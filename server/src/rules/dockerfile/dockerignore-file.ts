import { BuildContexts } from '../../workspace/build-contexts.ts';
import { dockerfileRule } from '../define.ts';

/** What no build wants of a folder, by the names it has there: repositories, installed packages, settings of editors. */
const unwanted: ReadonlySet<string> = new Set([
  '.git',
  '.gradle',
  '.hg',
  '.idea',
  '.mypy_cache',
  '.next',
  '.pytest_cache',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.vscode',
  '__pycache__',
  'node_modules',
  'venv',
]);

export default dockerfileRule({
  id: 'dockerignore-file',
  category: 'build-speed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave out with .dockerignore what the build does not need',
  why: 'Copying the whole build context copies the repository with its history, packages installed for another system, and whatever else lies around. All of it is sent to the builder and hashed, a commit or a test run invalidates the layer, and it may end up in the image. A `.dockerignore` beside the Dockerfile, or `Dockerfile.dockerignore`, leaves it out.',
  lesson: 'fast-builds',
  aliases: ['droast/DF033', 'slim/10001', 'slim/10002'],
  fix: 'none',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'package.json': '{}', 'node_modules/a/index.js': '', '.git/HEAD': '' },
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'package.json': '{}', 'server.js': '' },
      preset: 'strict',
      note: 'Nothing that does harm lies there now: an information, under the preset `strict`.',
    },
    {
      good: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'package.json': '{}', 'node_modules/a/index.js': '', '.dockerignore': 'node_modules\n' },
    },
    {
      good: 'FROM node:24\nWORKDIR /app\nCOPY server.js .\n',
      files: { 'server.js': '', 'node_modules/a/index.js': '' },
      note: 'Only what is named is copied.',
    },
  ],
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const copy = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')].find(
      (one) => one.wholeContext && !one.onbuild,
    );
    const source = copy?.wholeContext;
    const contexts = source && (await BuildContexts.of(dockerfile, { uri, host }));
    const context = contexts?.all[0];
    const entries = await context?.list('.');
    if (!contexts || !context || !entries) return;
    const names = entries.map(({ name }) => name).filter((name) => unwanted.has(name));
    const hasPatterns = context.ignoreFile !== undefined && /^[^#\s]/m.test(context.ignoreFile.lines.text);
    if (names.length > 0) {
      const why = hasPatterns ? '.dockerignore does not leave it out' : 'there is no .dockerignore';
      const finding = report(source.span, `This also brings ${inWords(names)}, because ${why}: write it there`);
      if (hasPatterns) finding.onlyIn('all').grade('info');
    } else if (!hasPatterns && !contexts.candidates.some(({ ignoreFile }) => ignoreFile)) {
      report(source.span, 'This brings all that lies around here, because there is no .dockerignore: write one')
        .onlyIn('strict')
        .grade('info');
    }
  },
});

function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
