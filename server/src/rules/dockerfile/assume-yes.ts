import { type Built, Refusal } from '../../core/fix.ts';
import { insertArgument } from '../../dockerfile/command-edits.ts';
import { mayBeConfigured } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import type { Confirmation } from '../../shell/package-managers/manager.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it for each package manager. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  apt: [
    'hadolint/DL3014',
    'trivy/DS-0021',
    'kics/APT-GET Missing Flags To Avoid Manual Input',
    'dockerfile-doctor/DD023',
    'droast/DF015',
    'dockerfilelint/apt-get_missing_param',
  ],
  yum: ['hadolint/DL3030', 'kics/Yum Install Allows Manual Input', 'droast/DF027'],
  dnf: ['hadolint/DL3038', 'kics/Missing Flag From Dnf Install'],
  microdnf: ['hadolint/DL3038'],
  zypper: ['hadolint/DL3034', 'kics/Missing Zypper Non-interactive Switch', 'droast/DF043'],
};

export default dockerfileRule({
  id: 'assume-yes',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let package managers assume yes',
  why: 'apt-get, yum, dnf and zypper ask before they install or remove more than was named. In a build nobody answers: apt-get reads the end of its input as a no and aborts, and so do the others. `DEBIAN_FRONTEND=noninteractive` does not answer this question; it is about those that packages ask.',
  aliases: Object.values(aliases).flat(),
  fix: 'safe',
  fixing: 'Adds `-y` behind the command, `-n` before it for zypper.',
  references: ['https://manpages.debian.org/trixie/apt/apt-get.8.en.html'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install git && zypper clean --all\n',
      fixed: 'FROM opensuse/leap:15.6\nRUN zypper -n install git && zypper clean --all\n',
    },
    {
      bad: 'FROM fedora:44\nRUN dnf install git && dnf clean all\n',
      fixed: 'FROM fedora:44\nRUN dnf install -y git && dnf clean all\n',
    },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get -qq install curl && rm -rf /var/lib/apt/lists/*\n' },
    { good: 'FROM debian:13\nRUN apt-get update && yes | apt-get install curl && rm -rf /var/lib/apt/lists/*\n' },
    {
      good: 'FROM debian:13\nRUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/90yes\nRUN apt-get update && apt-get install curl && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        const { manager, command, subcommand } = action;
        const { confirmation } = manager;
        if (!confirmation || !subcommand || !confirmation.asking.includes(subcommand.value ?? '')) continue;
        if (isAnswered(run, action, confirmation)) continue;
        const what = `${command.name} ${subcommand.value}`;
        report(
          subcommand.span,
          `"${what}" asks before it goes on, and nobody answers in a build: add ${confirmation.option}`,
        )
          .as(...aliasesOf(action))
          .fix(`Add ${confirmation.option}`, () => answer(run, action, confirmation));
      }
    }
  },
});

/** The peers speak of installing alone; hadolint, for zypper, of removing and patching too. */
function aliasesOf({ manager, kind, subcommand }: PackageAction): readonly string[] {
  const isNamed =
    kind === 'install' || (manager.id === 'zypper' && /^(?:remove|rm|patch)$/.test(subcommand?.value ?? ''));
  return isNamed ? (aliases[manager.id] ?? []) : [];
}

function isAnswered(run: RunInstruction, action: PackageAction, confirmation: Confirmation): boolean {
  const { manager, command } = action;
  const { answers, setting } = confirmation;
  if (command.has(...answers) || (manager.id === 'apt' && isVeryQuiet(command))) return true;
  // What is left to repair after `dpkg -i x.deb && apt-get install -f` is nothing: otherwise it would not be reached.
  if (command.has('-f', '--fix-broken') && action.packages.length === 0 && !command.place.conditional) return true;
  // What is piped or redirected into it answers, as `yes` does; through xargs, the options may come that way too.
  if (command.place.pipe === 'later' || (command.hasRedirections && command.input !== undefined)) return true;
  if (command.wrappers.includes('xargs') || command.arguments.some(mayHoldOptions)) return true;
  return setting !== undefined && mayBeConfigured(run, command, setting, manager.settingsFiles);
}

/** apt-get assumes yes when it is told twice to be quiet (apt-get(8), `-q`). */
function isVeryQuiet(command: ShellCommand): boolean {
  const count = command.arguments.reduce((sum, { text }) => {
    if (text === '--quiet') return sum + 1;
    if (/^(?:-q|--quiet)=[2-9]$/.test(text)) return sum + 2;
    return /^-[a-zA-Z]+$/.test(text) ? sum + text.split('q').length - 1 : sum;
  }, 0);
  return count >= 2;
}

/** Whether a word is a variable that its name says holds options. */
function mayHoldOptions({ text, value }: { readonly text: string; readonly value: string | undefined }): boolean {
  return value === undefined && /^["']?\$\{?\w*(?:OPT|ARG|FLAG|PARAM|YES|QUIET)/i.test(text);
}

function answer(run: RunInstruction, { command, subcommand }: PackageAction, { option, place }: Confirmation): Built {
  const program = command.words[0];
  const word = place === 'after subcommand' ? subcommand : program;
  if (!word) return new Refusal('The command is not written out.');
  const edit = insertArgument(run, command, word, option);
  return edit instanceof Refusal ? edit : [edit];
}
