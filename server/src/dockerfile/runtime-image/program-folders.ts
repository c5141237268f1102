import { Notes } from '../../core/notes.ts';
import type { KeyValueInstruction } from '../instructions/key-value.ts';
import type { Stage } from '../stage.ts';
import type { Word } from '../words.ts';

/** The folders of PATH where no image says otherwise (BuildKit v0.32 and containerd 2.2, both by that name). */
const byDefault = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Found once for each stage, as every program is looked for in them. */
const known = new Notes<Stage, readonly string[]>();

/**
 * The folders in which a container of a stage's image looks for a program, the first of them first: those of PATH, as
 * the ENV of the stage and of those it is built upon set it. Folders that only the build knows are left out.
 */
export function programFolders(stage: Stage): readonly string[] {
  const before = known.get(stage);
  if (before) return before;
  let folders: readonly string[] = byDefault;
  for (const one of stage.lineage.toReversed()) {
    for (const by of one.own('ENV')) {
      for (const { key, value } of by.pairs) if (key.text === 'PATH' && value) folders = foldersIn(value, by, folders);
    }
  }
  known.set(stage, folders);
  return folders;
}

/** What a value of PATH lists; `before` is what it was until then. */
function foldersIn({ text, span }: Word, by: KeyValueInstruction, before: readonly string[]): readonly string[] {
  const listed = text.replace(/^(["'])(.*)\1$/s, '$2').match(/(?:\$\{[^}]*\}|[^:])+/g) ?? [];
  const folders = listed.flatMap((part) => {
    if (/^\$(?:PATH|\{PATH\})$/.test(part)) return before;
    const path = by.stage.scope.expand({ text: part, start: span.start }, by.span.start).value;
    return path?.startsWith('/') ? [path.replace(/(?<=.)\/+$/, '')] : [];
  });
  return [...new Set(folders)];
}
