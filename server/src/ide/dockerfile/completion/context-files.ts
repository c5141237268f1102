import { isRemote } from '../../../dockerfile/instructions/copy.ts';
import { BuildContexts } from '../../../workspace/build-contexts.ts';
import { mostSuggestions, type Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, type Typed } from '../cursor.ts';
import { typedMountOption } from '../mount-option.ts';
import { choose, lastPart } from './suggesting.ts';

/** A path of the build context that is being typed. */
interface TypedPath {
  readonly typed: Typed;
  /** Other paths that are named beside it. */
  readonly others: readonly string[];
  /** Whether a path with blanks may stand here. */
  readonly takesBlanks: boolean;
  /** Whether it may be something else just as well. */
  readonly isDoubtful: boolean;
}

/** Files and folders of the build context, in the sources of COPY and ADD and in bind mounts. */
export async function suggestContextFiles(cursor: Cursor): Promise<readonly Suggestion[]> {
  const path = typedPath(cursor);
  if (!path || /[*?[$]/.test(path.typed.text) || isRemote(path.typed.text)) return [];
  const { dockerfile, spot, instruction } = cursor;
  const place = { uri: spot.file.uri, host: spot.around.host };
  const [context] = (await BuildContexts.of(dockerfile, place, instruction)).candidates;
  if (!context) return [];
  const name = lastPart(path.typed, '/', dockerfile.text, /\/|$/);
  const folder = path.typed.text.slice(0, path.typed.text.length - name.text.length);
  const entries = await context.beginningWith(folder, name.text, mostSuggestions);
  const hasSlash = dockerfile.text[name.span.end] === '/';
  return entries.flatMap((entry) => {
    const isFolder = entry.kind === 'folder';
    if (path.others.includes(folder + entry.name) || (!path.takesBlanks && /\s/.test(entry.name))) return [];
    const label = isFolder ? `${entry.name}/` : entry.name;
    const isSeldom = entry.name.startsWith('.') || /dockerfile/i.test(entry.name);
    const rank = (isFolder ? 10 : 11) + (isSeldom ? 10 : 0) + (path.isDoubtful ? 40 : 0);
    const newText = isFolder && hasSlash ? entry.name : label;
    return [choose({ label, newText, kind: isFolder ? 'folder' : 'file', continues: isFolder, rank }, name)];
  });
}

function typedPath(cursor: Cursor): TypedPath | undefined {
  const mount = typedMountOption(cursor);
  if (mount) {
    const isOfContext = mount.key === 'source' && (mount.type ?? 'bind') === 'bind' && !mount.others.has('from');
    return isOfContext && mount.value
      ? { typed: mount.value, others: [], takesBlanks: false, isDoubtful: false }
      : undefined;
  }
  const argument = argumentOf(cursor, 'COPY', 'ADD');
  if (!argument || cursor.flags.some(({ name }) => name === 'from')) return undefined;
  // The last of several is where they go to, unless another one comes behind it.
  const isDoubtful = argument.index > 0 && argument.isLast;
  return { typed: argument, others: argument.before, takesBlanks: argument.isJson, isDoubtful };
}
