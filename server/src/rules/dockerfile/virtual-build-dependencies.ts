import { type Built, Refusal } from '../../core/fix.ts';
import { insertArgument, refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { buildPackageKind } from '../../shell/build-tools.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const group = '.build-deps';

export default dockerfileRule({
  id: 'virtual-build-dependencies',
  category: 'image-size',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Install build dependencies of Alpine under one virtual name',
  why: 'What a build needs and the program does not has to leave in the same RUN. With `apk add --virtual .build-deps` one `apk del .build-deps` takes all of it away, whatever the list has become by then, and leaves alone what was there before. A list that is written twice gets out of step.',
  aliases: ['dockerfile-doctor/DD063', 'dockerfilelint/apkadd-missing-virtual'],
  fix: 'suggested',
  fixing: 'Gives the packages a virtual name, where the same RUN removes exactly them.',
  references: ['https://man.archlinux.org/man/apk-add.8'],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN apk add --no-cache gcc musl-dev && make && apk del gcc musl-dev\n',
      fixed:
        'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && make && apk del .build-deps\n',
    },
    { bad: 'FROM alpine:3.24\nRUN apk add --no-cache build-base\n' },
    {
      good: 'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && make && apk del .build-deps\n',
    },
    { good: 'FROM alpine:3.24 AS build\nRUN apk add --no-cache build-base\nFROM scratch\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if (!dockerfile.isShipped(run.stage)) continue;
      for (const action of run.packageActions) {
        const { manager, kind, command, packages } = action;
        if (manager.id !== 'apk' || kind !== 'install' || command.has('-t', '--virtual')) continue;
        const needed = packages.find(({ value }) => value !== undefined && buildPackageKind(value));
        if (!needed) continue;
        report(
          needed.span,
          `Only the build needs ${needed.text}: add it with --virtual ${group} and remove that name in the same RUN`,
        ).fix(`Install as ${group}`, () => name(run, action));
      }
    }
  },
});

function name(run: RunInstruction, { command, subcommand, packages }: PackageAction): Built {
  const names = new Set(packages.map(({ value }) => value));
  const removal = run.packageActions.find((other) => {
    const isLater =
      other.manager.id === 'apk' && other.kind === 'remove' && other.command.span.start > command.span.start;
    return (
      isLater &&
      other.packages.length === names.size &&
      other.packages.every(({ value }) => value !== undefined && names.has(value))
    );
  });
  const [first, last] = [removal?.packages[0], removal?.packages.at(-1)];
  if (!removal || !subcommand || !first || !last) return new Refusal('The RUN does not remove exactly these packages.');
  const refusal = refusalToEdit(removal.command);
  if (refusal) return refusal;
  const words = removal.command.arguments.filter(
    ({ span }) => span.start >= first.span.start && span.end <= last.span.end,
  );
  if (words.length !== removal.packages.length) return new Refusal('There are options between the packages.');
  const behind = command.option('--no-cache') ?? subcommand;
  const edit = insertArgument(run, command, behind, `--virtual ${group}`);
  return edit instanceof Refusal ? edit : [edit, replace({ start: first.span.start, end: last.span.end }, group)];
}
