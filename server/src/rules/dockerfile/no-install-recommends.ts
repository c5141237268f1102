import { Refusal } from '../../core/fix.ts';
import { insertArgument } from '../../dockerfile/command-edits.ts';
import { mayBeConfigured } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

const option = '--no-install-recommends';

export default dockerfileRule({
  id: 'no-install-recommends',
  category: 'image-size',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Install without recommended packages',
  why: 'With every package apt installs those it recommends, which are often documentation, desktop integration or tools for people: an image grows by tens to hundreds of megabytes, and by what scanners find in them. With `--no-install-recommends` it holds what was asked for. What is missed then is named in the install line, where everybody sees it: `curl`, for one, recommends `ca-certificates`.',
  lesson: 'small-images',
  aliases: [
    'hadolint/DL3015',
    'trivy/DS-0029',
    'kics/APT-GET Not Avoiding Additional Packages',
    'dockerfile-doctor/DD003',
    'droast/DF016',
    'dockerfilelint/apt-get_recommends',
  ],
  fix: 'suggested',
  fixing: 'Adds the option. It is not safe: the program may rely on a package that came as a recommendation.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install --no-install-recommends -y git && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\n',
      fixed:
        'FROM debian:13 AS build\nRUN apt-get update && apt-get install --no-install-recommends -y gcc\nFROM scratch\n',
      preset: 'all',
      note: 'In a stage that does not ship it only makes the build faster.',
    },
    {
      good: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      good: 'FROM debian:13\nRUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/10lean\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const ships = run.onbuild !== undefined || dockerfile.isShipped(run.stage);
      for (const action of run.packageActions) {
        const { command, subcommand } = action;
        if (!subcommand || !bringsRecommended(run, action)) continue;
        report(
          subcommand.span,
          `"${command.name} install" brings recommended packages that nobody asked for: add ${option}`,
        )
          .onlyIn(ships ? 'strict' : 'all')
          .fix(`Add ${option}`, () => {
            const edit = insertArgument(run, command, subcommand, option);
            return edit instanceof Refusal ? edit : [edit];
          });
      }
    }
  },
});

const setting = /Install-Recommends/i;

function bringsRecommended(run: RunInstruction, { manager, command, subcommand }: PackageAction): boolean {
  if (manager.id !== 'apt' || subcommand?.value !== 'install') return false;
  // `-f` repairs what is there; aptitude calls the option otherwise.
  if (command.has(option, '--install-suggests', '-f', '--fix-broken') || command.name === 'aptitude') return false;
  if (command.has('--install-recommends') || command.wrappers.includes('xargs')) return false;
  return !mayBeConfigured(run, command, setting, manager.settingsFiles);
}
