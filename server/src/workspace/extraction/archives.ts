import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { plainText } from '../../shell/downloads.ts';
import { given, type OptionTable, readOptions } from '../../shell/options.ts';
import { resolvePath } from '../multi-stage/paths.ts';
import type { Traces } from './command-traces.ts';

/** Options of GNU tar that take a value (tar(1), 1.35); BusyBox has some of them, with the same meaning. */
const tarOptions: OptionTable = {
  short: 'fCTXbgHIKLNFV',
  long: [
    '--file',
    '--directory',
    '--strip-components',
    '--exclude',
    '--files-from',
    '--transform',
    '--xform',
    '--use-compress-program',
    '--owner',
    '--group',
    '--mode',
  ],
};

/** Options of Info-ZIP's unzip that take a value (unzip(1), 6.0). */
const unzipOptions: OptionTable = { short: 'dPO', long: [] };

/** What a command unpacks, and where to; undefined for one that unpacks nothing, a refusal where it is not known. */
export function unpackedBy(command: ShellCommand, folder: string): Traces | Refusal | undefined {
  if (command.name === 'tar') return byTar(command, folder);
  return command.name === 'unzip' ? byUnzip(command, folder) : undefined;
}

function byTar(command: ShellCommand, folder: string): Traces | Refusal | undefined {
  const [first, ...others] = command.arguments;
  if (!first) return undefined;
  // `tar xzf` is `tar -xzf`, of the old style; with a value for each letter that takes one.
  const isOldStyle = /^[a-zA-Z]+$/.test(first.value ?? '');
  const letters = first.value ?? '';
  const isListed = isOldStyle && /^[a-zA-Z]*x[a-zA-Z]*$/.test(letters);
  const line = readOptions(isOldStyle ? others : command.arguments, tarOptions);
  const extracts = isListed || given(line, '-x', '--extract', '--get') !== undefined;
  if (isOldStyle && letters.includes('C')) return new Refusal('Where "tar" unpacks to is not known.');
  if (!extracts) return new Refusal('Which files "tar" packs is not known.');
  const hasFile = isOldStyle && letters.includes('f');
  const archive = hasFile ? others[0]?.value : (given(line, '-f', '--file')?.value ?? undefined);
  const members = hasFile ? line.operands.slice(1) : line.operands;
  const target = given(line, '-C', '--directory');
  if (target && target.value === undefined) return new Refusal('A variable decides where "tar" unpacks to.');
  const into = resolvePath(folder, target?.value ?? '.');
  const unpacks = archive === undefined || archive === '-' ? [] : [resolvePath(folder, archive)];
  if (members.length === 0 || given(line, '--transform', '--xform', '--wildcards', '--exclude')) {
    return { ...unpackedInto(into), unpacks };
  }
  const strip = Number(given(line, '--strip-components')?.value ?? given(line, '--strip')?.value ?? 0);
  // A version stands in the folder of a member most often, which is stripped.
  const made = members.map((member) => segments(plainText(member)).slice(strip).join('/'));
  if (made.some((name) => name === '' || /[$`*?[]/.test(name))) {
    return new Refusal(`A variable or a pattern decides what is unpacked into ${into}.`);
  }
  return { makes: made.map((name) => resolvePath(into, name)), unpacks };
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function byUnzip(command: ShellCommand, folder: string): Traces | Refusal {
  const line = readOptions(command.arguments, unzipOptions);
  const target = given(line, '-d');
  if (target && target.value === undefined) return new Refusal('A variable decides where "unzip" unpacks to.');
  const [archive, ...members] = line.operands;
  const into = resolvePath(folder, target?.value ?? '.');
  const unpacks = archive?.value === undefined ? [] : [resolvePath(folder, archive.value)];
  const names = members.map(({ value }) => value);
  if (names.length === 0 || names.some((name) => name === undefined || /[*?[]/.test(name))) {
    return { ...unpackedInto(into), unpacks };
  }
  return { makes: names.map((name = '') => resolvePath(into, name)), unpacks };
}

/** An archive whose content is not known fills a folder. */
function unpackedInto(folder: string): Traces {
  return { makes: [folder] };
}
