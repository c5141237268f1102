import { ShellCommand } from '../shell/command.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';
import { probesOf } from './probe.ts';

/** A command that the kubelet runs in a container beside what the container starts. */
export interface ExecHook {
  /** How to speak of it: `liveness probe`, `preStop hook`. */
  readonly label: string;
  /** What runs it. */
  readonly value: YamlValue;
  readonly command: ShellCommand;
}

/** The commands of a container's probes and lifecycle hooks; those of which part is not known are left out. */
export function execHooksOf(container: Container): readonly ExecHook[] {
  const probes = probesOf(container).map(({ label, value }) => ({ label, value }));
  const hooks = ['postStart', 'preStop'].map((name) => ({
    label: `${name} hook`,
    value: container.value.at('lifecycle', name),
  }));
  return [...probes, ...hooks].flatMap(({ label, value }) => {
    const command = commandIn(value.at('exec', 'command'));
    return command ? [{ label, value, command }] : [];
  });
}

function commandIn(list: YamlValue): ShellCommand | undefined {
  if (list.isOpen || list.items.some(({ mappedText }) => !mappedText)) return undefined;
  return ShellCommand.fromArguments(list.items.flatMap(({ mappedText }) => mappedText ?? []));
}
