import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { insert, replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** What does the same for scripts as each of apt's commands (apt(8), "SCRIPT USAGE AND DIFFERENCES FROM OTHER APT TOOLS"). */
const programs: Readonly<Record<string, string>> = {
  install: 'apt-get',
  reinstall: 'apt-get',
  remove: 'apt-get',
  purge: 'apt-get',
  autoremove: 'apt-get',
  autopurge: 'apt-get',
  update: 'apt-get',
  upgrade: 'apt-get',
  'full-upgrade': 'apt-get',
  'dist-upgrade': 'apt-get',
  clean: 'apt-get',
  autoclean: 'apt-get',
  'dist-clean': 'apt-get',
  distclean: 'apt-get',
  'build-dep': 'apt-get',
  satisfy: 'apt-get',
  source: 'apt-get',
  download: 'apt-get',
  changelog: 'apt-get',
  show: 'apt-cache',
  search: 'apt-cache',
  policy: 'apt-cache',
  depends: 'apt-cache',
  rdepends: 'apt-cache',
  showsrc: 'apt-cache',
};

/** Commands that apt-get knows by another name, or that need an option to do the same. */
const differing: Readonly<Record<string, { readonly name: string; readonly option?: string }>> = {
  upgrade: { name: 'upgrade', option: '--with-new-pkgs' },
  'full-upgrade': { name: 'dist-upgrade' },
};

export default dockerfileRule({
  id: 'apt-get-not-apt',
  category: 'maintainability',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use apt-get in scripts, not apt',
  why: '`apt` is made for people at a terminal: what it prints and which options it takes may change between releases, and it says so itself, as "apt does not have a stable CLI interface", whenever its output is no terminal. `apt-get` and `apt-cache` do the same and stay as they are.',
  aliases: ['hadolint/DL3027', 'checkov/CKV_DOCKER_9', 'kics/Run Using apt', 'dockerfile-doctor/DD024', 'droast/DF059'],
  fix: 'safe',
  fixing:
    'Writes the command that does the same: `apt-get`, or `apt-cache` for what only looks. `apt upgrade` becomes `apt-get upgrade --with-new-pkgs`, `apt full-upgrade` `apt-get dist-upgrade`. Refused for `apt list` and `apt edit-sources`, which have no such command.',
  references: ['https://manpages.debian.org/trixie/apt/apt.8.en.html'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt update && apt install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && sudo apt full-upgrade -y && apt show curl && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && sudo apt-get dist-upgrade -y && apt-cache show curl && rm -rf /var/lib/apt/lists/*\n',
    },
    { bad: 'FROM debian:13\nRUN apt list --installed\n' },
    {
      good: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const { command } of dockerfile.commandsNamed('apt')) {
      const [program] = command.words;
      if (!program) continue;
      const instead = programs[subcommandOf(command)?.value ?? ''];
      report(
        program.span,
        `apt is for people at a terminal and warns that scripts should not rely on it: use ${instead ?? 'apt-get or apt-cache'}`,
      ).fix(`Use ${instead ?? 'apt-get'}`, () => rewrite(dockerfile.text, command));
    }
  },
});

function subcommandOf(command: ShellCommand) {
  return command.operandWords(['-o', '--option', '-t', '--target-release', '-c', '--config-file', '-a'])[0];
}

function rewrite(text: string, command: ShellCommand): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  const [program] = command.words;
  const subcommand = subcommandOf(command);
  const name = subcommand?.value ?? '';
  const instead = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (!program || !subcommand || instead === undefined) return new Refusal('No other command does the same.');
  if (text.slice(program.span.start, program.span.end) !== program.text)
    return new Refusal('The name is quoted oddly.');
  const edits = [replace(program.span, program.text.replace(/apt$/, instead))];
  const other = differing[name];
  if (other && other.name !== name) edits.push(replace(subcommand.span, other.name));
  if (other?.option !== undefined) edits.push(insert(subcommand.span.end, ` ${other.option}`));
  return edits;
}
