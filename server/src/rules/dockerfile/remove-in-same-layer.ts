import type { Reporter } from '../../core/report.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isAbsolute, joinPath, workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'remove-in-same-layer',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Remove files in the layer that brings them, or not at all',
  why: 'A layer only adds to those below it. What a later RUN deletes can no longer be seen, but is still in the image, is pulled by every node, and can be read by whoever unpacks the layer. Delete it in the same RUN that made it, or mount it with `RUN --mount=type=bind` instead of copying it.',
  lesson: 'small-images',
  aliases: ['slim/20021'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: [
    { bad: 'FROM debian:13\nCOPY installer.sh /tmp/\nRUN /tmp/installer.sh && rm /tmp/installer.sh\n' },
    {
      bad: 'FROM debian:13\nRUN curl -fsSLo /tmp/app.tgz https://example.com/app.tgz\nRUN tar -xzf /tmp/app.tgz -C /opt && rm -f /tmp/app.tgz\n',
    },
    {
      good: 'FROM debian:13\nRUN curl -fsSLo /tmp/app.tgz https://example.com/app.tgz && tar -xzf /tmp/app.tgz -C /opt && rm /tmp/app.tgz\n',
    },
    {
      good: 'FROM debian:13\nRUN rm -rf /usr/share/doc\n',
      note: 'Whatever the base image has, nothing here brought it.',
    },
    { good: 'FROM debian:13 AS build\nCOPY key /tmp/key\nRUN rm /tmp/key\nFROM scratch\n', note: 'It does not ship.' },
  ],
  check({ dockerfile, report }) {
    if (dockerfile.commandsNamed('rm').length === 0) return;
    const stages = dockerfile.stages.length > 0 ? dockerfile.stages : [dockerfile.preamble];
    for (const stage of stages) if (dockerfile.isShipped(stage)) checkStage(stage, report);
  },
});

function checkStage({ instructions }: Stage, report: Reporter): void {
  const hasRemovals = instructions.some((one) => one instanceof RunInstruction && removedWords(one).length > 0);
  if (!hasRemovals) return;
  /** The files that the instructions so far have brought, and which brought them last. */
  const bringers = new Map<string, Instruction>();
  for (const instruction of instructions) {
    if (instruction instanceof RunInstruction) {
      for (const word of removedWords(instruction)) {
        const path = pathOf(word, instruction);
        const by = path === undefined ? undefined : bringers.get(path);
        if (path === undefined || !by) continue;
        report(
          word.span,
          `${path} stays in the layer that ${by.keyword} made, although it cannot be seen any more: remove it there, or mount it`,
        ).relate(by.keywordSpan, 'It comes into the image here');
      }
      for (const path of made(instruction)) bringers.set(path, instruction);
    } else if (instruction instanceof CopyInstruction) {
      for (const path of copied(instruction)) bringers.set(path, instruction);
    }
  }
}

function removedWords({ commands }: RunInstruction): readonly ShellWord[] {
  return commands.filter(({ name }) => name === 'rm').flatMap((command) => command.operandWords());
}

/** The files that a COPY makes, as far as their names are known. */
function copied(copy: CopyInstruction): readonly string[] {
  const folder = workingFolderAt(copy.stage, copy.span.start);
  const destination = copy.expandedDestination;
  if (destination === undefined || (!isAbsolute(destination) && folder === undefined)) return [];
  const target = joinPath(isAbsolute(destination) ? '' : (folder ?? ''), destination);
  if (!/\/$|^\.{1,2}$/.test(destination)) return copy.sourceCount === 1 ? [target] : [];
  return copy.expandedSources
    .filter((source) => /^[\w./-]*\.\w+$/.test(source))
    .map((source) => joinPath(target, source.slice(source.lastIndexOf('/') + 1)));
}

/** The files that downloads of a RUN make and that it does not remove again. */
function made(run: RunInstruction): readonly string[] {
  const downloads = run.commands.flatMap((command) => downloadTarget(command) ?? []);
  const gone = new Set(removedWords(run).map((word) => pathOf(word, run)));
  return downloads.flatMap((word) => pathOf(word, run) ?? []).filter((path) => !gone.has(path));
}

/** The file that curl or wget writes. */
function downloadTarget(command: ShellCommand): ShellWord | undefined {
  const option = command.name === 'curl' ? /^(?:-[A-Za-z]*o|--output)$/ : /^(?:-[A-Za-z]*O|--output-document)$/;
  if (command.name !== 'curl' && command.name !== 'wget') return undefined;
  const index = command.arguments.findIndex(({ text }) => option.test(text));
  return index === -1 ? undefined : command.arguments[index + 1];
}

/** The absolute path that a word of a RUN means, where no `cd` leads elsewhere. */
function pathOf({ value }: ShellWord, run: RunInstruction): string | undefined {
  if (value === undefined || value === '' || /[*?[]/.test(value)) return undefined;
  if (isAbsolute(value)) return joinPath('', value);
  const folder = workingFolderAt(run.stage, run.span.start);
  return folder === undefined || run.commands.some(({ name }) => name === 'cd') ? undefined : joinPath(folder, value);
}
