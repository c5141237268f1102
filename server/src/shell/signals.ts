import type { ShellCommand } from './command.ts';

/** Whether a command makes a shell do something of its own when it is asked to stop, or when it ends. */
export function trapsSignals({ name, operands, arguments: words }: ShellCommand): boolean {
  if (name !== 'trap' || words.length < 2) return false;
  const [action, ...signals] = words.map(({ value, text }) => value ?? text);
  if (action === '-' || action === '') return false;
  return operands.length === 0 || signals.some((signal) => !/^(?:ERR|DEBUG|RETURN)$/.test(signal));
}
