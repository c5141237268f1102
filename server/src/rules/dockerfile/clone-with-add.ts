import { type Built, Refusal } from '../../core/fix.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** Options of `git clone` whose value is the next word (its manual page). */
const takingValue = ['-b', '--branch', '--depth', '-o', '--origin', '-c', '--config', '-j', '--jobs', '--filter'];

export default dockerfileRule({
  id: 'clone-with-add',
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Fetch repositories with ADD, not with git clone',
  why: 'A RUN with `git clone` comes from the cache as long as its text stays the same, however old the clone is; it needs Git in the image, and leaves the history there. ADD of a repository is resolved to a commit each time, fetched by the builder, and leaves nothing but the files.',
  aliases: ['tally/prefer-add-git'],
  fix: 'suggested',
  fixing:
    'Where a RUN does nothing but clone from an HTTPS address into a folder that is known. The history does not come along; `--keep-git-dir` would bring it.',
  references: ['https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository'],
  examples: [
    {
      bad: 'FROM buildpack-deps:scm AS source\nRUN git clone --depth 1 -b v1.2 https://github.com/acme/app /src\n',
      fixed: 'FROM buildpack-deps:scm AS source\nADD https://github.com/acme/app.git#v1.2 /src\n',
    },
    {
      bad: 'FROM alpine/git:2.49\nRUN git clone https://github.com/acme/app && cd app && make\n',
      preset: 'all',
      note: 'Not fixed.',
    },
    { good: 'FROM alpine:3.24\nADD https://github.com/acme/app.git#v1.2 /src\n' },
    { good: 'FROM alpine/git:2.49\nRUN --mount=type=ssh git clone git@example.com:app.git /src\n' },
  ],
  check({ dockerfile, report }) {
    for (const { run, command } of dockerfile.commandsNamed('git')) {
      if (command.operandWords(takingValue)[0]?.value !== 'clone') continue;
      if (run.mounts.some(({ type }) => type === 'ssh' || type === 'secret')) continue;
      const address = addressOf(command);
      if (address === undefined || command.place.conditional) continue;
      const finding = report(
        command.span,
        'This clone is kept in the cache however old it is, and needs Git in the image: ADD fetches a repository by itself',
      ).fix('Use ADD', () => toAdd(run, command));
      // What is fetched, built and removed in one layer of the image that ships would stay there with ADD.
      if (dockerfile.isShipped(run.stage) && run.script?.steps.length !== 1) finding.onlyIn('all').grade('hint');
    }
  },
});

function addressOf(command: ShellCommand): string | undefined {
  const address = command.operandWords(takingValue)[1]?.value;
  return address !== undefined && /^https:\/\/[\w.-]+\/[\w./-]+$/.test(address) ? address : undefined;
}

function toAdd(run: RunInstruction, command: ShellCommand): Built {
  const step = run.script?.steps.length === 1 ? run.script.steps[0] : undefined;
  if (step?.command !== command || run.flags.length > 0) return new Refusal('The RUN does more than clone.');
  const allowed =
    /^(?:--recursive|--recurse-submodules|-b|--branch|--depth|--single-branch|-q|--quiet|--depth=\d+|--branch=[\w.-]+)$/;
  const options = command.arguments.filter(({ text }) => text.startsWith('-'));
  if (options.some(({ text }) => !allowed.test(text))) return new Refusal('The clone has options that ADD has not.');
  const [, source, folder, ...more] = command.operandWords(takingValue).map(({ value }) => value);
  const branch = command.optionValue('-b', '--branch');
  const hasBranch = command.has('--branch') || command.arguments.some(({ text }) => text === '-b');
  if (source === undefined || more.length > 0 || (hasBranch && branch === undefined))
    return new Refusal('Parts of the command depend on variables.');
  const name = source
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^.*\//, '');
  const target = folder ?? `./${name}`;
  if (!target.startsWith('/') && workingFolderAt(run.stage, run.span.start) === undefined)
    return new Refusal('The working folder is not known.');
  if (!run.stage.userAt(run.span.start).isRoot) return new Refusal('The files would become those of root.');
  const address = `${source.replace(/\/+$/, '').replace(/\.git$/, '')}.git${branch === undefined ? '' : `#${branch}`}`;
  return [replace(run.span, `ADD ${address} ${target}`)];
}
