import { unknownValue } from '../../dockerfile/expand.ts';
import { type CopyInstruction, type CopyPath, isRemote } from '../../dockerfile/instructions/copy.ts';
import { replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import { type BuildContext, plainPath } from '../../workspace/build-context.ts';
import { BuildContexts, isMadeLater } from '../../workspace/build-contexts.ts';
import { GitIgnores } from '../../workspace/ignoring/gitignore.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-existing-file',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy what is in the build context',
  why: 'COPY and ADD of a path that the build context does not have end the build. Where the names differ in case alone the build works on the file systems of macOS and Windows, and fails on Linux. The context is the folder that Compose, Bake, Skaffold, CI or a script state or else the nearest folder in which the other files are that are copied. What Git ignores is taken for something that is made before the build.',
  aliases: [],
  fix: 'suggested',
  fixing: 'Writes the name of the file or folder that is nearest to what was typed, if there is one.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  examples: [
    {
      bad: 'FROM node:24\nCOPY package.json pakage-lock.json ./\nCOPY src ./src\n',
      files: { 'package.json': '{}', 'package-lock.json': '{}', 'src/main.js': '' },
      fixed: 'FROM node:24\nCOPY package.json package-lock.json ./\nCOPY src ./src\n',
    },
    {
      bad: 'FROM alpine:3.24\nCOPY Scripts/run.sh /\n',
      files: { 'scripts/run.sh': '' },
      fixed: 'FROM alpine:3.24\nCOPY scripts/run.sh /\n',
      note: 'It is there, in another case.',
    },
    {
      bad: 'FROM alpine:3.24\nCOPY config.yaml /\n',
      path: 'app/Dockerfile',
      files: { 'compose.yaml': 'services:\n  app:\n    build: app\n', 'config.yaml': '' },
      preset: 'strict',
      note: 'The context that is stated does not have it: an information, under the preset `strict`, for a script may make it.',
    },
    {
      good: 'FROM eclipse-temurin:25-jre\nCOPY target/app.jar targets.txt /\n',
      files: { '.gitignore': 'target/\n', 'targets.txt': '' },
      note: 'What Git ignores is made before the build.',
    },
    {
      good: 'FROM alpine:3.24\nCOPY app/config.yaml /\n',
      path: 'app/Dockerfile',
      files: { 'app/config.yaml': '' },
    },
    {
      good: 'FROM alpine:3.24\nCOPY frontend backend /\n',
      files: { 'front-end/a': '' },
      note: 'Nothing of it is there, so the context is most likely another folder.',
    },
  ],
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const copies = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')].filter(
      (copy) => copy.readsContext && !copy.onbuild,
    );
    if (copies.length === 0) return;
    const { all, basis, isComplete } = await BuildContexts.of(dockerfile, { uri, host });
    if (all.length === 0 || (basis === 'stated' && !isComplete)) return;
    const ignored = GitIgnores.around(uri, host);
    const named = copies.flatMap(namedSources);
    const [first] = all;
    // Stages copy the same files, which are looked for once.
    const lacks = new Map<string, boolean>();
    for (const { path } of named) {
      if (!lacks.has(path)) lacks.set(path, await lackingInAll(path, all, ignored));
    }
    const missing = named.filter(({ path }) => lacks.get(path));
    const alike = new Map<string, Near | undefined>();
    for (const { path } of missing) {
      if (first && !alike.has(path)) alike.set(path, await nearest(path, first));
    }
    for (const { source, path } of missing) {
      const near = alike.get(path);
      const isCase = near?.path.toLowerCase() === path.toLowerCase();
      // Where nothing that is copied is there, another folder is the context, and likeness is chance.
      const isLikely = basis === 'stated' || missing.length < named.length || isCase;
      if (near && isLikely) {
        const { from, to } = near;
        const finding = report(
          source.span,
          isCase
            ? `There is no "${path}" in the build context but "${near.path}": on Linux the build fails`
            : `There is no "${path}" in the build context, so the build fails: did you mean "${near.path}"?`,
        );
        const at = source.text.split('/').filter((part) => part === from).length === 1 ? source.text.indexOf(from) : -1;
        const isExact = source.span.end - source.span.start === source.text.length;
        const isPart =
          /^(?:\/|$)/.test(source.text.slice(at + from.length)) && (at === 0 || source.text[at - 1] === '/');
        // Another number is another thing.
        const isNumber = !isCase && from.replace(/\d+/g, '') === to.replace(/\d+/g, '');
        if (at !== -1 && isExact && isPart && !isNumber && !/\s/.test(to)) {
          const start = source.span.start + at;
          finding.fix(`Copy "${near.path}"`, [replace({ start, end: start + from.length }, to)]);
        }
      } else if (basis === 'stated') {
        report(source.span, `There is no "${path}" in the build context: unless something makes it, the build fails`)
          .onlyIn('strict')
          .grade('info');
      }
    }
  },
});

interface NamedSource {
  readonly source: CopyPath;
  readonly path: string;
}

/** The sources whose paths are known, and are no patterns. */
function namedSources(copy: CopyInstruction): readonly NamedSource[] {
  return copy.sources.flatMap((source, index) => {
    const written = copy.expandedSources[index] ?? '';
    const path = plainPath(written);
    const isKnown =
      !isRemote(written) && !written.includes(unknownValue) && !/[*?[\\]|(?:^|\/)\.{1,2}(?:\/|$)/.test(path);
    return isKnown && path !== '' ? [{ source, path }] : [];
  });
}

async function lackingInAll(path: string, all: readonly BuildContext[], ignored: GitIgnores): Promise<boolean> {
  const lacks = await Promise.all(all.map((one) => lacking(path, one, ignored)));
  return lacks.every((one) => one);
}

async function lacking(path: string, context: BuildContext, ignored: GitIgnores): Promise<boolean> {
  return (await context.kindOf(path)) === undefined && !(await isMadeLater(path, context, ignored));
}

/** What is meant by a path: another one, and the part in which the two differ. */
interface Near {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** What is in a context and most likely meant by a path that is not: it differs in one of its parts. */
async function nearest(path: string, context: BuildContext): Promise<Near | undefined> {
  const parts = path.split('/');
  const at = await firstMissing(parts, context);
  const from = parts[at];
  if (from === undefined) return undefined;
  const entries = (await context.list(parts.slice(0, at).join('/') || '.')) ?? [];
  const names = entries.map(({ name }) => name);
  const to =
    names.find((name) => name.toLowerCase() === from.toLowerCase()) ??
    (from.length < 4 ? undefined : mostSimilar(from, names, Math.max(1, Math.floor(from.length / 5))));
  if (to === undefined) return undefined;
  const meant = [...parts.slice(0, at), to, ...parts.slice(at + 1)].join('/');
  return (await context.kindOf(meant)) === undefined ? undefined : { path: meant, from, to };
}

async function firstMissing(parts: readonly string[], context: BuildContext): Promise<number> {
  for (let at = 0; at < parts.length; at++) {
    if ((await context.kindOf(parts.slice(0, at + 1).join('/'))) === undefined) return at;
  }
  return parts.length;
}
