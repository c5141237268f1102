import type { ShellCommand } from '../../shell/command.ts';
import { type FailureOption, sets, turnsOn } from '../../shell/options.ts';
import { type PackageAction, packageAction } from '../../shell/package-managers/index.ts';
import { ShellScript } from '../../shell/script.ts';
import type { Span } from '../../text/span.ts';
import type { Flag } from '../flags.ts';
import type { Heredoc } from '../lines.ts';
import { heredocScript, shellText } from '../shell-text.ts';
import { execForm, type ProcessForm } from './command.ts';
import { Instruction } from './instruction.ts';

/** A mount of a RUN instruction: `--mount=type=cache,target=/root/.npm`. */
export interface Mount {
  readonly type: string;
  /** Where it appears in the container: `target`, `dst` or `destination`. */
  readonly target: string | undefined;
  /** The stage or image it comes from. */
  readonly from: { readonly name: string; readonly span: Span } | undefined;
  readonly flag: Flag;
}

export class RunInstruction extends Instruction {
  private parsed: ProcessForm | undefined;
  private actions: readonly PackageAction[] | undefined;
  private readMounts: readonly Mount[] | undefined;
  private readonly setting = new Map<FailureOption, number>();

  /** What is run, in exec or shell form. */
  get form(): ProcessForm {
    this.parsed ??= this.readForm();
    return this.parsed;
  }

  /** The shell script, for the shell form in a Bourne shell, and for an exec form that runs one. */
  get script(): ShellScript | undefined {
    return this.form.script;
  }

  /** Every command that is run, in either form; empty for a shell that is not understood. */
  get commands(): readonly ShellCommand[] {
    const { form } = this;
    if (form.script) return form.script.commands;
    return form.kind === 'exec' && form.command ? [form.command] : [];
  }

  /** The words of the shell that runs the script: of SHELL, of a here-document's first line, or of the exec form. */
  get shellWords(): readonly string[] {
    const { form } = this;
    if (form.kind === 'exec') return form.command?.words.map(({ text }) => text) ?? [];
    const heredoc = this.scriptHeredoc;
    const interpreter = heredoc && heredocScript(heredoc, this.source.fileText).interpreter;
    return interpreter?.split(/\s+/) ?? this.shell.words;
  }

  /** Whether an option of the shell is on at an offset: the shell is started with it, or an earlier `set` says so. */
  hasOption(option: FailureOption, offset: number): boolean {
    if (turnsOn(option, this.shellWords)) return true;
    return this.setFrom(option) < offset;
  }

  /** The here-document that is all the instruction runs. */
  get scriptHeredoc(): Heredoc | undefined {
    const isAll = this.heredocs.length === 1 && /^\d*<<-?\s*\S+$/.test(this.arguments.text.trim());
    return isAll ? this.heredocs[0] : undefined;
  }

  /** What the commands do with package managers, in the order of the text. */
  get packageActions(): readonly PackageAction[] {
    this.actions ??= this.commands.flatMap((command) => packageAction(command) ?? []);
    return this.actions;
  }

  get mounts(): readonly Mount[] {
    this.readMounts ??= this.flags.filter((flag) => flag.name === 'mount').map(readMount);
    return this.readMounts;
  }

  /**
   * Whether one of these folders, or one around it, is a cache or tmpfs mount, so that nothing of it stays. Folders of
   * root's are those of any other user too.
   */
  mountsOver(folders: readonly string[]): boolean {
    if (this.mounts.length === 0) return false;
    const targets = this.mounts
      .filter(({ type }) => type === 'cache' || type === 'tmpfs')
      .flatMap(({ target }) => target?.replace(/\/+$/, '') ?? []);
    return folders.some((folder) => targets.some((target) => isWithin(folder, target)));
  }

  protected override get beginsWithTest(): boolean {
    return this.script?.beginsWithTest ?? false;
  }

  /** Where the first `set` begins that switches an option of the shell on; infinity where there is none. */
  private setFrom(option: FailureOption): number {
    const known = this.setting.get(option);
    if (known !== undefined) return known;
    const setting = this.commands.filter((command) => sets(option, command));
    const first = setting.reduce((start, { span }) => Math.min(start, span.start), Number.POSITIVE_INFINITY);
    this.setting.set(option, first);
    return first;
  }

  private readForm(): ProcessForm {
    if (this.json) return execForm(this.json);
    const heredoc = this.scriptHeredoc;
    if (!heredoc) {
      const text = shellText(this.arguments, this.source.fileText, this.heredocs);
      return { kind: 'shell', script: this.shell.isBourne ? new ShellScript(text) : undefined, text };
    }
    const { script, interpreter } = heredocScript(heredoc, this.source.fileText);
    const isBourne = interpreter === undefined ? this.shell.isBourne : /\b(?:ba|da|a|k|z)?sh\b/.test(interpreter);
    return { kind: 'shell', script: isBourne ? new ShellScript(script) : undefined, text: script };
  }
}

function isWithin(folder: string, target: string): boolean {
  if (folder === target || folder.startsWith(`${target}/`) || target.includes('$')) return true;
  const [hidden, mounted] = [hiddenPart(folder), hiddenPart(target)];
  return hidden !== '' && mounted !== '' && (hidden === mounted || hidden.startsWith(`${mounted}/`));
}

/** A path from its first hidden folder on, which is where a user's settings and caches lie: `/.cache/pip`. */
function hiddenPart(path: string): string {
  const at = path.search(/\/\.\w/);
  return at === -1 ? '' : path.slice(at);
}

function readMount(flag: Flag): Mount {
  const option = (...keys: string[]) => flag.options.find(({ key }) => keys.includes(key.toLowerCase()));
  const from = option('from');
  return {
    type: option('type')?.value ?? 'bind',
    target: option('target', 'dst', 'destination')?.value,
    from: from?.value !== undefined && from.valueSpan ? { name: from.value, span: from.valueSpan } : undefined,
    flag,
  };
}
