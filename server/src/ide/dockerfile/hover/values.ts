import { ValueInstruction } from '../../../dockerfile/instructions/command.ts';
import { CopyInstruction } from '../../../dockerfile/instructions/copy.ts';
import { signalName } from '../../../dockerfile/stop-signal.ts';
import { usersMadeIn } from '../../../dockerfile/users.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../../dockerfile/working-folder.ts';
import { bundledUserId, usersOf } from '../../../image/users.ts';
import { isWithin, type Span } from '../../../text/span.ts';
import type { Explanation } from '../../assistant.ts';
import { describeSignal } from '../reference/signals.ts';
import type { Pointed } from './index.ts';

/** What a path, a user, a signal or permissions come to. */
export function explainValue(pointed: Pointed): Explanation | undefined {
  const { instruction, offset } = pointed;
  const mode = instruction.flag('chmod')?.value;
  if (mode && isWithin(offset, mode.span)) return explainMode(mode.text, mode.span);
  if (instruction instanceof CopyInstruction) return explainDestination(pointed, instruction);
  if (!(instruction instanceof ValueInstruction)) return undefined;
  const { value, keyword, stage } = instruction;
  if (!value || !isWithin(offset, value.span)) return undefined;
  const text = stage.expand(value).value;
  const told = text === undefined || text === '' ? undefined : describe(keyword, text, pointed);
  return told === undefined ? undefined : { text: told, span: value.span };
}

function describe(keyword: string, value: string, pointed: Pointed): string | undefined {
  switch (keyword) {
    case 'STOPSIGNAL':
      return describeSignal(signalName(value));
    case 'USER':
      return describeUser(value, pointed);
    case 'WORKDIR': {
      const { stage, span } = pointed.instruction;
      const folder = workingFolderAt(stage, span.end);
      return folder === undefined ? undefined : `Works in \`${folder}\`, which is made when it is missing.`;
    }
    default:
      return undefined;
  }
}

function describeUser(value: string, { instruction: { stage }, spot }: Pointed): string | undefined {
  const [name = '', group] = value.split(':');
  const image = stage.rootImage?.reference;
  const made = usersMadeIn(stage).find((user) => user.name === name || user.id === name);
  const facts = [
    ...(/^(?:root|0)$/.test(name) ? ['root: may do anything in the container'] : []),
    ...(made
      ? [
          `made in line ${spot.file.lines.lineAt(made.word.span.start) + 1}${made.id === undefined ? '' : ` with number ${made.id}`}`,
        ]
      : []),
    ...(image && usersOf(image).bundled === name
      ? [`brought by \`${image.text}\`${idOf(bundledUserId(image, name))}`]
      : []),
    ...(group === undefined ? ['in the groups that `/etc/group` gives it'] : [`in the group \`${group}\` alone`]),
  ];
  return `**\`${name}\`**: ${facts.join(', ')}`;
}

function idOf(id: string | undefined): string {
  return id === undefined ? '' : ` with number ${id}`;
}

/** Where a COPY or ADD puts what it copies. */
function explainDestination({ offset }: Pointed, copy: CopyInstruction): Explanation | undefined {
  const { destination, expandedDestination: path, stage, span } = copy;
  if (!destination || !isWithin(offset, destination.span) || path === undefined || path === '') return undefined;
  const folder = isAbsolute(path) ? '/' : workingFolderAt(stage, span.start);
  if (folder === undefined || stage.isWindows) return undefined;
  const isFolder = /\/$|^\.{1,2}$/.test(path) || copy.sourceCount > 1;
  const target = joinPath(folder, path);
  const whole = isFolder && target !== '/' ? `${target}/` : target;
  const told = isFolder
    ? `Into the folder \`${whole}\``
    : `To \`${whole}\`: the name of a file, or of a folder when a folder is copied`;
  return { text: `${told}.`, span: destination.span };
}

const who = ['the owner', 'the group', 'others'] as const;

/** Permissions in octal, spelled out. */
function explainMode(text: string, span: Span): Explanation | undefined {
  if (!/^0?[0-7]{3,4}$/.test(text)) return undefined;
  const digits = text.slice(-3);
  const special = text.length > 3 ? Number(text.at(-4)) : 0;
  const letters = [...digits].map((digit) => lettersOf(Number(digit))).join('');
  const rows = [...digits].map((digit, index) => `- ${who[index]} may ${mayDo(Number(digit))}`);
  const more = special === 0 ? [] : [`- special bits: ${specialBits(special).join(', ')}`];
  return { text: `**\`${text}\`** is \`${letters}\`\n\n${[...rows, ...more].join('\n')}`, span };
}

function lettersOf(digit: number): string {
  return `${digit & 4 ? 'r' : '-'}${digit & 2 ? 'w' : '-'}${digit & 1 ? 'x' : '-'}`;
}

function mayDo(digit: number): string {
  const verbs = [...(digit & 4 ? ['read'] : []), ...(digit & 2 ? ['write'] : []), ...(digit & 1 ? ['execute'] : [])];
  return verbs.length === 0 ? 'do nothing' : verbs.join(' and ').replace(/ and (?=.* and )/, ', ');
}

function specialBits(digit: number): readonly string[] {
  return [...(digit & 4 ? ['setuid'] : []), ...(digit & 2 ? ['setgid'] : []), ...(digit & 1 ? ['sticky'] : [])];
}
