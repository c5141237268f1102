import { Refusal } from '../../core/fix.ts';
import type { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isRootName, makesAccount } from '../../shell/accounts.ts';
import { buildPackageKind } from '../../shell/build-tools.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import type { Language } from './conversion.ts';

/** Which instructions of a stage belong to the build, and which to what runs. */
export interface Division {
  /** Up to the last that builds, FROM left out. */
  readonly building: readonly Instruction[];
  readonly last: Instruction;
  /** Behind that: they stay where they are, and so become part of the runtime stage. */
  readonly staying: readonly Instruction[];
  /** Those of `building` that say how the image is run, and so move to the runtime stage. */
  readonly settings: readonly Instruction[];
  /** Those of `building` that make users and do nothing else that matters: the runtime stage repeats them. */
  readonly accounts: readonly RunInstruction[];
  /** Whether the build does without those users, so that their RUNs move. */
  readonly accountsMove: boolean;
  /** The user at the end of the build when it is not root: the runtime stage has to switch to it too. */
  readonly user: ValueInstruction | undefined;
}

/** How an image is run, without a meaning for its build. */
const settingKeywords: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'STOPSIGNAL',
  'VOLUME',
]);

/** Divides a stage behind the last RUN that builds or that works on what was built. */
export function divide(stage: Stage, language: Language): Division | Refusal {
  const instructions = stage.instructions.slice(1);
  const at = instructions.findLastIndex((one) => one instanceof RunInstruction && !canStay(one, language));
  const last = instructions[at];
  if (!last) return new Refusal('No RUN builds anything here.');
  const building = instructions.slice(0, at + 1);
  const accounts = building.filter(
    (one): one is RunInstruction =>
      one instanceof RunInstruction && one.commands.some(makesAccount) && one.commands.every(preparesUser),
  );
  const user = building.findLast((one) => one.keyword === 'USER') as ValueInstruction | undefined;
  return {
    building,
    last,
    staying: instructions.slice(at + 1),
    settings: building.filter(({ keyword }) => settingKeywords.has(keyword)),
    accounts,
    accountsMove: !building.some((one) => !accounts.includes(one as RunInstruction) && names(one)),
    user: user?.value && !isRootName(user.value.text) ? user : undefined,
  };
}

/** Whether an instruction of the build may name one of the users. */
function names(instruction: Instruction): boolean {
  if (instruction.keyword === 'USER') return true;
  if (instruction instanceof CopyInstruction) return instruction.flag('chown') !== undefined;
  return instruction instanceof RunInstruction && instruction.commands.some(({ name }) => /^ch(?:own|grp)$/.test(name));
}

/** Whether a RUN that nothing is built behind does as well in the runtime stage. */
function canStay(run: RunInstruction, language: Language): boolean {
  if (run.commands.length === 0 || run.mounts.length > 0) return false;
  return run.commands.every(
    (command) => preparesUser(command) || keepsPackages(command) || language.staysAtRuntime?.(command) === true,
  );
}

/** Commands that make users, and folders for them. */
function preparesUser(command: ShellCommand): boolean {
  return makesAccount(command) || ['mkdir', 'chown', 'chmod', 'set', 'true', ':', ''].includes(command.name);
}

/** Whether a command installs packages that programs use, or tidies up after that. */
function keepsPackages(command: ShellCommand): boolean {
  if (command.name === 'rm') {
    return command.operands.length > 0 && command.operands.every((path) => /^\/var\/(?:lib\/apt|cache)\//.test(path));
  }
  const action = packageAction(command);
  if (action?.manager.kind !== 'system' || action.kind === 'remove') return false;
  return action.packages.every(({ value }) => value !== undefined && buildPackageKind(value) === undefined);
}
