import type { Host } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { type ShellCommand, shells } from '../../shell/command.ts';
import type { ImageFile } from './image-files.ts';

/**
 * Whether a file of a stage's image may be executed; undefined when nobody knows. COPY keeps the mode that a file of the
 * build context has, a here-document of COPY has 0644 (BuildKit v0.32, frontend/dockerfile/dockerfile2llb/convert_copy.go),
 * and so has what a shell writes, whose umask is 022.
 */
export async function mayBeExecuted(
  file: ImageFile,
  dockerfile: Dockerfile,
  stage: Stage,
  host: Host,
): Promise<boolean | undefined> {
  const { by } = file;
  const said = by instanceof CopyInstruction ? by.flag('chmod') : undefined;
  const begins = said
    ? hasExecute(said.value?.text ?? '')
    : by instanceof CopyInstruction && file.file
      ? await host.isExecutable?.(file.file.uri)
      : false;
  return begins === false && isChangedLater(file, dockerfile, stage) ? undefined : begins;
}

/** Whether a mode, as `--chmod` takes it, lets anybody execute a file; undefined when a variable decides. */
function hasExecute(mode: string): boolean | undefined {
  if (/^[0-7]{3,4}$/.test(mode)) return /[1357]/.test(mode.slice(-3));
  return undefined;
}

/** Whether a later step of the build gives, or may give, the file another mode. */
function isChangedLater({ by, path }: ImageFile, dockerfile: Dockerfile, stage: Stage): boolean {
  const isOwn = stage.lineage.includes(by.stage);
  const stages = isOwn ? stage.lineage : dockerfile.stages;
  const later = stages.flatMap(({ instructions }) => instructions.filter(({ span }) => span.start >= by.span.start));
  return later.some((one) => {
    if (one instanceof RunInstruction) return changesMode(one, path, isOwn);
    return !isOwn && one instanceof CopyInstruction && one.flag('chmod') !== undefined;
  });
}

function changesMode(run: RunInstruction, path: string, isOwn: boolean): boolean {
  const { commands } = run;
  // A shell that is not understood, or none that can be read.
  if (commands.length === 0) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return commands.some((command) => {
    if (command.name === 'chmod' && !command.wrappers.includes('xargs')) return !isOwn || reaches(command, path);
    return (
      /chmod|setfacl/.test(command.text) ||
      runsOwnProgram(command) ||
      (!keepsModes.has(command.name) && command.words.some(({ text }) => text.includes(name)))
    );
  });
}

/** Whether one of the files whose mode a command changes may be the one at a path. */
function reaches(command: ShellCommand, path: string): boolean {
  const [, ...files] = command.operandWords();
  const isRecursive = command.has('-R', '--recursive');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return files.some(({ value }) => {
    if (value === undefined || /[*?[{]/.test(value)) return true;
    const plain = value.replace(/\/+$/, '');
    if (plain.slice(plain.lastIndexOf('/') + 1) === name) return true;
    return isRecursive && (!plain.startsWith('/') || path.startsWith(`${plain}/`));
  });
}

/** Programs that leave the mode of the files they are given as it is. */
const keepsModes: ReadonlySet<string> = new Set(
  'cat chown chgrp dos2unix echo file grep head ls printf rm sed stat tail test touch wc'.split(' '),
);

/** Programs that do what files of the project say. */
const builders = /^(?:make|just|task|ansible(?:-playbook)?|chef-\w+|puppet|python[\d.]*|perl|ruby|node|php|\.|source)$/;

/** Whether a command runs something of the project's own, of which nobody knows what it does. */
function runsOwnProgram(command: ShellCommand): boolean {
  const { name, words, operands } = command;
  if (words.length === 0 || words[0] === undefined) return false;
  if (name === '') return true;
  if (shells.has(name)) return command.script === undefined;
  if (builders.test(name)) return operands.length > 0 || name === 'make';
  const program = words[0].value ?? '';
  return program.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(program);
}
