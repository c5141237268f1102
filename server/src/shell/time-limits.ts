import type { ShellCommand } from './command.ts';
import { given, type OptionTable, readOptions } from './options.ts';

/** Programs that give up by themselves, with the options that say after how long, each by its manual page. */
const programs: ReadonlyMap<string, OptionTable & { readonly names: readonly string[] }> = new Map(
  Object.entries({
    curl: { short: 'mHdoXuAbcTw', long: ['--max-time'], names: ['-m', '--max-time'] },
    wget: { short: 'TOtP', long: ['--timeout'], names: ['-T', '--timeout'] },
    nc: { short: 'wiqspX', long: [], names: ['-w'] },
    pg_isready: { short: 'thpdU', long: ['--timeout'], names: ['-t', '--timeout'] },
  }),
);

/** After how many seconds a command gives up by itself, through `timeout` or an option; undefined when it does not say. */
export function timeLimitOf(command: ShellCommand): number | undefined {
  const { allWords, name, wrappers } = command;
  if (wrappers.includes('timeout')) {
    const at = allWords.findIndex(({ value }) => value === 'timeout' || value?.endsWith('/timeout'));
    return secondsIn(allWords[at + 1]?.value);
  }
  const table = programs.get(name);
  return table && secondsIn(given(readOptions(command.arguments, table), ...table.names)?.value);
}

function secondsIn(text: string | undefined): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s?$/.exec(text ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
