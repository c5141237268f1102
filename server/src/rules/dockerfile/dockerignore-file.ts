import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { BuildContext } from '../../workspace/build-context.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { addPatterns, exactPatterns } from '../../workspace/ignoring/edit.ts';
import { madeHere } from '../../workspace/made-here.ts';
import { copiedByName, strayIn } from '../../workspace/shipped-folders.ts';
import { dockerfileRule } from '../define.ts';

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
  fix: 'suggested',
  fixing:
    'Writes the patterns at the end of `.dockerignore`, or of the file that is for this Dockerfile alone, and makes the first where there is neither.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'package.json': '{}', 'node_modules/a/index.js': '', '.git/HEAD': '' },
      fixedFiles: { '.dockerignore': 'node_modules\n.git\n' },
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: { 'web/package.json': '{}', 'web/node_modules/a/index.js': '', '.dockerignore': '# nothing yet' },
      fixedFiles: { '.dockerignore': '# nothing yet\n**/node_modules\n' },
    },
    {
      bad: 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\n',
      files: { 'main.go': '', 'coverage/a.html': '', '.gitignore': '/coverage\n', '.dockerignore': '.git\n' },
      fixedFiles: { '.dockerignore': '.git\ncoverage\n' },
      preset: 'strict',
      note: 'What Git ignores was made here: an information, under the preset `strict`.',
    },
    {
      bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
      files: {
        'web/main.js': '',
        'web/dist/main.js': '',
        'web/.gitignore': '/dist\n',
        'api/dist/b.js': '',
        'api/.gitignore': 'dist\n*.tmp\n',
        'api/a.tmp': '',
        '.dockerignore': '.git\n',
      },
      fixedFiles: { '.dockerignore': '.git\n**/dist\napi/a.tmp\n' },
      preset: 'strict',
      note: 'Each folder says for itself what Git ignores there.',
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
      good: 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -ldflags "-X main.version=$(git describe)" .\n',
      files: { 'main.go': '', '.git/HEAD': '' },
      note: 'Here the repository is needed.',
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
    if (!contexts || !context) return;
    const { ignoreFile } = context;
    const hasPatterns = ignoreFile !== undefined && /^[^#\s]/m.test(ignoreFile.lines.text);
    const name = ignoreFile?.name ?? '.dockerignore';
    const found = await broughtBy(dockerfile, context, host);
    if (found.length > 0) {
      const why = hasPatterns ? `${name} does not leave it out` : 'there is no .dockerignore';
      const finding = report(source.span, `This also brings ${inWords(found)}, because ${why}: write it there`);
      if (hasPatterns) finding.onlyIn('all').grade('info');
      else if (found.every((path) => small.has(path))) finding.onlyIn('strict').grade('info');
      finding.fixElsewhere(`Leave it out with ${name}`, () => addPatterns(context, patternsFor(found)));
    } else if (!hasPatterns && !contexts.candidates.some((one) => one.ignoreFile)) {
      report(source.span, 'This brings all that lies around here, because there is no .dockerignore: write one')
        .onlyIn('strict')
        .grade('info');
    }
    const made = await madeHere(context, uri, host);
    const wanted = [...copiedByName(dockerfile)];
    const isWanted = (path: string) => wanted.some((one) => /[*?[]/.test(one) || `${one}/`.startsWith(`${path}/`));
    const paths = made.paths.filter((path) => !isWanted(path));
    const patterns = paths.length === made.paths.length ? made.patterns : exactPatterns(paths);
    if (paths.length === 0 || !patterns) return;
    const told = report(
      source.span,
      `This also brings ${inWords(paths)}, which Git ignores, so that each build gets what lies around where it is run: write it into ${name}`,
    )
      .onlyIn('strict')
      .grade('info');
    if (patterns.length > mostPatterns) return;
    told.fixElsewhere(`Leave out with ${name} what Git ignores`, () => addPatterns(context, patterns));
  },
});

/** Whoever has to write more than these does better to think of patterns of their own. */
const mostPatterns = 12;

/** Settings of editors, of which nobody has a disadvantage but that they are there. */
const small: ReadonlySet<string> = new Set(['.idea', '.vscode']);

/** What the build gets and does not want, by path. What the Dockerfile copies by name is wanted. */
async function broughtBy(dockerfile: Dockerfile, context: BuildContext, host: SharedHost): Promise<readonly string[]> {
  const wanted = copiedByName(dockerfile);
  const usesGit = dockerfile.commandsNamed('git').length > 0;
  const { unwanted } = await strayIn(context, host);
  return unwanted.filter((path) => !wanted.has(path) && !(path === '.git' && usesGit));
}

/** The patterns that leave paths out: the name at any depth for those further down. */
function patternsFor(paths: readonly string[]): readonly string[] {
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const deep = new Set(paths.filter((path) => path.includes('/')).map(nameOf));
  const atTop = paths.filter((path) => !path.includes('/') && !deep.has(path));
  return [...atTop, ...[...deep].map((name) => `**/${name}`)];
}

/** More than these need not be named. */
const mostNamed = 4;

function inWords(all: readonly string[]): string {
  const more = all.length - mostNamed;
  const names = more > 1 ? [...all.slice(0, mostNamed), `${more} more`] : all;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
