import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { removeStep } from '../../dockerfile/script-edits.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it for each package manager. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  apt: [
    'trivy/DS-0024',
    'kics/Run Using Upgrade Commands',
    'dockerfile-doctor/DD013',
    'dockerfilelint/apt-get-upgrade',
  ],
  apk: ['kics/Use of Apk Upgrade', 'dockerfile-doctor/DD026'],
  yum: ['kics/Yum Update Enabled', 'dockerfile_lint/yum_update_all'],
  dnf: ['kics/Run Using dnf Update'],
  zypper: ['kics/Run Using Zypper Update'],
};

/** Upgrades that may also remove packages, or go to another release. */
const wholeUpgrades: Readonly<Record<string, readonly string[]>> = {
  apt: ['dockerfilelint/apt-get-dist-upgrade'],
  zypper: ['hadolint/DL3035', 'droast/DF044'],
};

export default dockerfileRule({
  id: 'no-distribution-upgrade',
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Take a newer base image instead of upgrading all its packages',
  why: 'What `apt-get upgrade` installs depends on the day the layer was built, and on nothing in the Dockerfile: the cache keeps an old upgrade for as long as the line stays the same, so it gives less security than it seems to, and every upgraded file is in the image twice. Rebuilding upon a newer tag or digest of the base image upgrades as well, for everybody to see. Some teams upgrade on purpose, between a fix and the new base image that has it; they build without the cache, and switch this rule off.',
  aliases: [...new Set([...Object.values(aliases), ...Object.values(wholeUpgrades)].flat())],
  fix: 'manual',
  fixing:
    'Removes the upgrade from its RUN. Refused when nothing else in the RUN needs the index that it fetches, and where other commands depend on it.',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
    },
    { bad: 'FROM opensuse/leap:15.6\nRUN zypper -n dup && zypper clean --all\n' },
    {
      bad: 'FROM fedora:44\nRUN dnf -y upgrade && dnf clean all\n',
    },
    { good: 'FROM fedora:44\nRUN dnf -y upgrade openssl && dnf clean all\n', note: 'Only a package that is named.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        const { command, subcommand } = action;
        if (!subcommand || !upgradesAll(action)) continue;
        const what = `${command.name} ${subcommand.value}`;
        report(subcommand.span, `What "${what}" installs depends on the day of the build: take a newer base image`)
          .as(...namesOf(action))
          .fix(`Remove "${what}"`, () => withoutUpgrade(dockerfile, run, action));
      }
    }
  },
});

function upgradesAll({ manager, kind, packages, command }: PackageAction): boolean {
  return (
    kind === 'upgrade' && manager.kind === 'system' && packages.length === 0 && !command.wrappers.includes('xargs')
  );
}

function namesOf({ manager, subcommand }: PackageAction): readonly string[] {
  const isWhole = /^(?:dist-upgrade|full-upgrade|dup)$/.test(subcommand?.value ?? '');
  const whole = wholeUpgrades[manager.id];
  return isWhole && whole ? [...(aliases[manager.id] ?? []), ...whole] : (aliases[manager.id] ?? []);
}

function withoutUpgrade(dockerfile: Dockerfile, run: RunInstruction, { manager, command }: PackageAction): Built {
  const step = run.script?.steps.find((one) => one.command === command);
  if (!step) return new Refusal('The upgrade is part of another command.');
  const installs = run.packageActions.some((other) => other.manager === manager && other.kind === 'install');
  const isAll = run.script?.steps.length === 1;
  if (!installs && !isAll) return new Refusal('Nothing else in the RUN needs what it fetches: remove it as a whole.');
  const edit = removeStep(dockerfile, run, step);
  return edit instanceof Refusal ? edit : [edit];
}
