import { ShellScript } from '../../shell/script.ts';
import { verbatim } from '../../text/mapped.ts';
import type { Fact } from '../project/project.ts';

/**
 * A command as the strings of an array, such as `"flask", "run"`: so that the program itself is what runs, and no shell is
 * needed. Undefined where it takes a shell to run it.
 */
export function wordsOf(start: Fact | undefined): Fact | undefined {
  if (!start) return undefined;
  const [command, ...others] = new ShellScript(verbatim(start.value, 0)).commands;
  if (!command || others.length > 0 || command.assignments.length > 0) return undefined;
  const words = command.allWords.map(({ value }) => value);
  if (!words.every((word) => word !== undefined)) return undefined;
  return { ...start, value: words.map((word) => JSON.stringify(word)).join(', ') };
}
