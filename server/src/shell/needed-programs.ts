import type { ShellCommand, ShellWord } from './command.ts';
import type { ShellScript } from './script.ts';

/**
 * The words that name the programs without which a script fails: those of its commands that run in any case, and of one
 * whose failure only makes it fail, `curl -f URL || exit 1`.
 */
export function neededPrograms(script: ShellScript): readonly ShellWord[] {
  const { commands } = script;
  const others = commands.filter(({ place }) => place.conditional || place.tested);
  const [first, ...rest] = others;
  const isOnlyTest = first?.place.tested === true && rest.every(fails) && rest.length > 0 && !isNegated(script);
  const needed = commands.filter(({ place }) => !place.conditional && !place.tested && !place.background);
  return [...(isOnlyTest ? [first] : []), ...needed].flatMap(({ words }) => words[0] ?? []);
}

/** Whether all that a command does is to fail. */
function fails({ name, arguments: words }: ShellCommand): boolean {
  return name === 'false' || (name === 'exit' && /^[1-9]\d*$/.test(words[0]?.value ?? ''));
}

function isNegated({ source }: ShellScript): boolean {
  return /(?:^|[\s;&|(])!\s/.test(source.text);
}
