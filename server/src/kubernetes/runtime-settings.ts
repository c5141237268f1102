import type { ShellCommand } from '../shell/command.ts';
import { given, type OptionTable, readOptions } from '../shell/options.ts';
import { type MappedText, slice } from '../text/mapped.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import { environmentOf } from './env.ts';

/**
 * What a program is told about the resources it may use.
 *
 * - `java-heap`, `java-start`: the most bytes a JVM's heap may have, and those it begins with
 * - `java-share`: the share of the memory that a JVM's heap may have, in per cent
 * - `node-heap`: the bytes of the old space of V8, which is most of its heap
 * - `go-memory`: the bytes above which Go's garbage collector does its utmost
 * - `threads`: how many threads compute at the same time
 * - `workers`: how many processes answer requests
 */
export type RuntimeSettingKind =
  | 'java-heap'
  | 'java-start'
  | 'java-share'
  | 'node-heap'
  | 'go-memory'
  | 'threads'
  | 'workers';

/** One such setting, where it is written. */
export interface RuntimeSetting<Owner = YamlValue> {
  readonly kind: RuntimeSettingKind;
  /** What it is called where it is written: `-Xmx`, `GOMEMLIMIT`. */
  readonly name: string;
  /** Bytes, a number, or per cent; undefined for what the program cannot read. */
  readonly amount: number | undefined;
  /** The amount as it is written. */
  readonly source: MappedText;
  /** The variable or list that holds it; in an image, the instruction. */
  readonly owner: Owner;
}

/** What a container tells its programs by variables, by its command and by its arguments. */
export function runtimeSettingsOf(container: Container): readonly RuntimeSetting[] {
  const fromEnvironment = environmentOf(container).flatMap(({ name, value }) => {
    const source = value.mappedText;
    if (!source) return [];
    return settingsInVariable(name, source, value);
  });
  return [...fromEnvironment, ...commandSettings(container)];
}

/** What a variable says that programs read. */
export function settingsInVariable<Owner>(
  name: string,
  source: MappedText,
  owner: Owner,
): readonly RuntimeSetting<Owner>[] {
  return [...variableSetting(name, source, owner), ...wordsOf(source).flatMap((word) => flagSetting(word, owner))];
}

/** What the options of a command say. */
export function settingsInCommand<Owner>(command: ShellCommand, owner: Owner): readonly RuntimeSetting<Owner>[] {
  return [...command.allWords.flatMap(({ source }) => flagSetting(source, owner)), ...workersOf(command, owner)];
}

function commandSettings(container: Container): readonly RuntimeSetting[] {
  const { process } = container;
  if (!process) return [];
  const owner = container.value.get(container.value.get('command').items.length > 0 ? 'command' : 'args');
  return (process.script?.commands ?? [process]).flatMap((command) => settingsInCommand(command, owner));
}

/** The words of a text that white space or quotes separate, as programs split lists of options in variables. */
function wordsOf(text: MappedText): readonly MappedText[] {
  return [...text.text.matchAll(/[^\s"']+/g)].map(({ 0: word, index }) => slice(text, index, index + word.length));
}

/** Variables that hold nothing but an amount. */
const variables: ReadonlyMap<string, RuntimeSettingKind> = new Map([
  ['GOMEMLIMIT', 'go-memory'],
  ['GOMAXPROCS', 'threads'],
  ['OMP_NUM_THREADS', 'threads'],
  ['OPENBLAS_NUM_THREADS', 'threads'],
  ['MKL_NUM_THREADS', 'threads'],
  ['RAYON_NUM_THREADS', 'threads'],
  ['TOKIO_WORKER_THREADS', 'threads'],
  ['WEB_CONCURRENCY', 'workers'],
  ['PUMA_WORKERS', 'workers'],
  ['UVICORN_WORKERS', 'workers'],
  ['GUNICORN_WORKERS', 'workers'],
]);

/** Whether programs read a variable of that name that holds nothing but an amount. */
export function isAmountVariable(name: string): boolean {
  return variables.has(name);
}

function variableSetting<Owner>(name: string, source: MappedText, owner: Owner): RuntimeSetting<Owner>[] {
  const kind = variables.get(name);
  const { text } = source;
  if (kind === undefined || text === '' || text.includes('$')) return [];
  if (kind === 'go-memory') return text === 'off' ? [] : [{ kind, name, amount: goBytes(text), source, owner }];
  return /^\d+$/.test(text) ? [{ kind, name, amount: Number(text), source, owner }] : [];
}

/** The options of virtual machines that say how much memory they may use; the last group is the amount. */
const flags: readonly (readonly [kind: RuntimeSettingKind, pattern: RegExp])[] = [
  ['java-heap', /^(-Xmx|-XX:MaxHeapSize=)(\d+[kmgt]?)$/i],
  ['java-start', /^(-Xms|-XX:InitialHeapSize=)(\d+[kmgt]?)$/i],
  ['java-share', /^(-XX:MaxRAMPercentage=)(\d+(?:\.\d+)?)$/],
  ['node-heap', /^(--max[-_]old[-_]space[-_]size=)(\d+)$/],
];

function flagSetting<Owner>(word: MappedText, owner: Owner): RuntimeSetting<Owner>[] {
  const { text } = word;
  if (!text.startsWith('-')) return [];
  for (const [kind, pattern] of flags) {
    const [, name, amount] = pattern.exec(text) ?? [];
    if (name === undefined || amount === undefined) continue;
    const source = slice(word, name.length, text.length);
    return [{ kind, name: name.replace(/=$/, ''), amount: amountOf(kind, amount), source, owner }];
  }
  return [];
}

function amountOf(kind: RuntimeSettingKind, text: string): number {
  if (kind === 'java-share') return Number(text);
  if (kind === 'node-heap') return Number(text) * 2 ** 20;
  const [, digits = '', letter = ''] = /^(\d+)(\D?)$/.exec(text) ?? [];
  return Number(digits) * (binary[letter.toLowerCase()] ?? 1);
}

const binary: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** The bytes that Go reads from `GOMEMLIMIT`; undefined for what it does not start with (package `runtime`, Go 1.25). */
function goBytes(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/.exec(text) ?? [];
  return digits === '' ? undefined : Number(digits) * (binary[unit[0]?.toLowerCase() ?? ''] ?? 1);
}

/** Servers that start processes, with the options that say how many, each by its documentation. */
const servers: ReadonlyMap<string, OptionTable & { readonly names: readonly string[] }> = new Map(
  Object.entries({
    gunicorn: { short: 'wbckt', long: ['--workers'], names: ['-w', '--workers'] },
    uvicorn: { short: '', long: ['--workers'], names: ['--workers'] },
    hypercorn: { short: 'wbck', long: ['--workers'], names: ['-w', '--workers'] },
    granian: { short: '', long: ['--workers'], names: ['--workers'] },
    celery: { short: 'AbcnQlPO', long: ['--app', '--broker', '--concurrency'], names: ['-c', '--concurrency'] },
    'pm2-runtime': { short: 'i', long: ['--instances'], names: ['-i', '--instances'] },
    puma: { short: 'wbtpCe', long: ['--workers'], names: ['-w', '--workers'] },
  }),
);

function workersOf<Owner>(command: ShellCommand, owner: Owner): RuntimeSetting<Owner>[] {
  const table = servers.get(command.name);
  const option = table && given(readOptions(command.arguments, table), ...table.names);
  if (!option?.value || !/^\d+$/.test(option.value)) return [];
  const { source } = option.valueWord ?? option.word;
  const start = source.text.lastIndexOf(option.value);
  return [
    {
      kind: 'workers',
      name: `${command.name} ${option.name}`,
      amount: Number(option.value),
      source: slice(source, start, start + option.value.length),
      owner,
    },
  ];
}
