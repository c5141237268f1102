import type { PackageAction } from '../../../shell/package-managers/index.ts';
import { Dockerfiles, packagesIn } from '../../../workspace/dockerfiles.ts';
import type { Suggestion } from '../../assistant.ts';
import { type Cursor, runAt, type Typed } from '../cursor.ts';
import { choose } from './suggesting.ts';

/** Packages, behind an install command: those that this file and others name to the same package manager. */
export async function suggestPackages(cursor: Cursor): Promise<readonly Suggestion[]> {
  const { spot, dockerfile } = cursor;
  const typed = typedWord(cursor);
  const action = typed && actionAt(cursor, typed);
  if (!action) return [];
  const { name, request } = action.manager;
  const named = new Set(
    action.packages.flatMap(({ value, span }) =>
      value === undefined || span.start === typed.span.start ? [] : [request?.(value)?.name ?? value],
    ),
  );
  const others = await Dockerfiles.around(spot.file.uri, spot.around.host);
  const counts = new Map(others.packagesBeside(spot.file.uri, action.manager));
  const typedName = request?.(typed.text)?.name;
  // What is being typed is not known for having been typed.
  const own = packagesIn(dockerfile, action.manager).filter((one) => one !== typedName);
  for (const one of new Set(own)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const ordered = [...counts].filter(([one]) => !named.has(one)).sort(([, one], [, other]) => other - one);
  return ordered.map(([label, count], rank) => {
    const detail = count === 1 ? `${name}, used in one Dockerfile` : `${name}, used in ${count} Dockerfiles`;
    return choose({ label, kind: 'package', detail, rank }, typed);
  });
}

/** The word of a script that is being typed; undefined for an option. */
function typedWord({ dockerfile: { text }, offset, part }: Cursor): Typed | undefined {
  if (part.kind !== 'argument' && part.kind !== 'heredoc') return undefined;
  const before = /[\w.+@/:-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const behind = /^[\w.+@/:-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  if (before.startsWith('-')) return undefined;
  return { text: before, span: { start: offset - before.length, end: offset + behind.length } };
}

/** The command that installs packages, of which the typed word is or would be one. */
function actionAt(cursor: Cursor, { span }: Typed): PackageAction | undefined {
  const run = runAt(cursor);
  const action = run?.packageActions.findLast(({ command }) => command.span.start < span.start);
  if (!action || !/^(?:install|dependencies)$/.test(action.kind)) return undefined;
  const { command, subcommand } = action;
  if (subcommand === undefined || subcommand.span.end >= span.start) return undefined;
  // Between the command and a word that has just been begun there are blanks, and line continuations.
  const between = cursor.dockerfile.text.slice(Math.min(command.span.end, span.start), span.start);
  const isPart = /^(?:[ \t]|[\\`][ \t]*\r?\n|\r?\n)*$/.test(between);
  const endsLine = command.span.end < span.start && /[^\\`\s][ \t]*\r?\n/.test(between);
  return isPart && !endsLine && !isValue(cursor, span.start) ? action : undefined;
}

/** Whether a word is the value of the option before it, such as a file that lists packages. */
function isValue({ dockerfile: { text } }: Cursor, start: number): boolean {
  return /\s(?:-r|-c|-t|-o|--[\w-]+-file|--requirement|--constraint|--target|--virtual|-t)[ \t]+$/.test(
    text.slice(Math.max(0, start - 100), start),
  );
}
