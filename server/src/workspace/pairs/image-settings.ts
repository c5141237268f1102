import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { startCommands } from '../../dockerfile/start.ts';
import type { Container } from '../../kubernetes/container.ts';
import { environmentOf } from '../../kubernetes/env.ts';
import {
  isAmountVariable,
  type RuntimeSetting,
  settingsInCommand,
  settingsInVariable,
} from '../../kubernetes/runtime-settings.ts';
import { sourceSpan, verbatim } from '../../text/mapped.ts';

/** A setting in a variable or in the command of an image. */
export interface ImageSetting extends RuntimeSetting<Instruction> {
  /** The variable of the image that holds it, and what it is worth; undefined where the command says it. */
  readonly variable: { readonly name: string; readonly text: string } | undefined;
}

/** The variables that virtual machines read themselves; others are for scripts, which hand them on (their manuals). */
const ownVariables: ReadonlySet<string> = new Set([
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'NODE_OPTIONS',
]);

/**
 * What an image tells its programs of memory, threads and processes: in variables that the manifest leaves as they are,
 * whose settings have their source in the variable's text, and in the command that it leaves.
 */
export function imageSettingsOf(image: RuntimeImage, container: Container): readonly ImageSetting[] {
  const { environment, stage, entrypoint, command } = image;
  const start = [entrypoint, command].flatMap((line) => line?.value.arguments ?? []).join(' ');
  const { value } = container;
  const set = new Set(environmentOf(container).map(({ name }) => name));
  const isOpen = value.get('env').isOpen || value.get('envFrom').exists;
  const inVariables = [...(isOpen ? [] : environment)].flatMap(([name, { value: text, by }]) => {
    if (text === undefined || !by || set.has(name)) return [];
    const isRead = ownVariables.has(name) || isAmountVariable(name) || new RegExp(`\\$\\{?${name}\\b`).test(start);
    const settings = isRead ? settingsInVariable(name, verbatim(text, 0), by) : [];
    return settings.map((setting) => ({ ...setting, variable: { name, text } }));
  });
  const by = stage?.last('ENTRYPOINT') ?? stage?.last('CMD');
  if (!stage || !by || value.get('command').exists || value.get('args').exists) return inVariables;
  const inCommand = startCommands(stage).flatMap((one) => settingsInCommand(one, by));
  return [...inVariables, ...inCommand.map((setting) => ({ ...setting, variable: undefined }))];
}

/** The text of a variable of the image with other amounts in it. */
export function withAmounts(
  text: string,
  amounts: readonly (readonly [setting: ImageSetting, amount: string])[],
): string {
  const places = amounts
    .map(([{ source }, amount]) => ({ ...sourceSpan(source, 0, source.text.length), amount }))
    .toSorted((a, b) => b.start - a.start);
  return places.reduce((whole, { start, end, amount }) => whole.slice(0, start) + amount + whole.slice(end), text);
}
