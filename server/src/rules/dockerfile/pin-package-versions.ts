import * as z from 'zod';
import { variableFor } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellWord } from '../../shell/command.ts';
import { isPinned, type PackageAction, type PackageRequest } from '../../shell/package-managers/index.ts';
import { dockerfileRule } from '../define.ts';

const managers = ['apt', 'apk', 'dnf', 'yum', 'zypper', 'pip', 'npm', 'gem', 'go', 'cargo', 'composer'] as const;
type Manager = (typeof managers)[number];

/** What an option's value covers besides the manager of its name. */
const families: Readonly<Record<string, Manager>> = {
  microdnf: 'dnf',
  tdnf: 'dnf',
  pipx: 'pip',
  uv: 'pip',
  pnpm: 'npm',
  yarn: 'npm',
  bun: 'npm',
};

/** How a version is written, and what the peers call it when none is. */
const manners: Readonly<
  Record<Manager, { readonly like: (name: string) => string; readonly aliases: readonly string[] }>
> = {
  apt: {
    like: (name) => `${name}=VERSION`,
    aliases: [
      'hadolint/DL3008',
      'kics/Apt Get Install Pin Version Not Defined',
      'dockerfile-doctor/DD022',
      'dockerfile-doctor/DD069',
      'droast/DF005',
    ],
  },
  apk: {
    like: (name) => `${name}=~VERSION`,
    aliases: ['hadolint/DL3018', 'kics/Unpinned Package Version in Apk Add', 'dockerfile-doctor/DD027', 'droast/DF052'],
  },
  dnf: {
    like: (name) => `${name}-VERSION`,
    aliases: ['hadolint/DL3041', 'kics/Missing Version Specification In dnf install'],
  },
  yum: {
    like: (name) => `${name}-VERSION`,
    aliases: ['hadolint/DL3033', 'kics/Yum install Without Version', 'dockerfile-doctor/DD032'],
  },
  zypper: { like: (name) => `${name}=VERSION`, aliases: ['hadolint/DL3037', 'kics/Zypper Install Without Version'] },
  pip: {
    like: (name) => `${name}==VERSION`,
    aliases: [
      'hadolint/DL3013',
      'kics/Unpinned Package Version in Pip Install',
      'dockerfile-doctor/DD028',
      'droast/DF051',
      'slim/20018',
    ],
  },
  npm: {
    like: (name) => `${name}@VERSION`,
    aliases: ['hadolint/DL3016', 'kics/NPM Install Command Without Pinned Version', 'dockerfile-doctor/DD029'],
  },
  gem: {
    like: (name) => `${name}:VERSION`,
    aliases: ['hadolint/DL3028', 'kics/Gem Install Without Version', 'dockerfile-doctor/DD030', 'droast/DF053'],
  },
  go: { like: (name) => `${name}@VERSION`, aliases: ['hadolint/DL3062', 'droast/DF054'] },
  cargo: { like: (name) => `${name}@VERSION`, aliases: [] },
  composer: { like: (name) => `${name}:VERSION`, aliases: [] },
};

export default dockerfileRule({
  id: 'pin-package-versions',
  category: 'reproducibility',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  summary: 'Pin the versions of installed packages',
  why: 'Without a version, the same Dockerfile installs whatever is newest on the day it is built, so a build can break or change without a commit to blame. Where a lock file lists the dependencies it is the better way; distributions drop old versions from their mirrors, so there a pin wants a tool that keeps it up to date, or a snapshot of the mirror. That is why this rule speaks under `all` alone, and why its option says for which package managers.',
  lesson: 'supply',
  aliases: Object.values(manners).flatMap(({ aliases }) => aliases),
  fix: 'none',
  options: z.object({
    managers: z
      .array(z.enum(managers))
      .default([...managers])
      .describe(
        'The package managers whose packages are to be pinned; the kin of one counts as it does, as pnpm for npm.',
      ),
    except: z.array(z.string()).default([]).describe('Names of packages that need no version.'),
  }),
  references: ['https://docs.docker.com/build/building/best-practices/#version-pinning'],
  examples: [
    { bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl git=1:2.47.3-0+deb13u1\n' },
    { bad: 'FROM node:24\nRUN npm install -g pnpm@latest\n', note: '`latest` is a name that moves.' },
    { bad: 'FROM golang:1.27\nRUN go install golang.org/x/tools/cmd/stringer@latest\n' },
    { bad: 'FROM python:3.14\nRUN pip install flask requests==2.32.5\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl=8.14.1-2 ./tool.deb\n' },
    { good: 'FROM alpine:3.24\nRUN apk add --no-cache --virtual .build-deps gcc~=15 musl-dev=1.2.5-r1\n' },
    { good: 'FROM python:3.14\nRUN pip install -c constraints.txt flask\n' },
    { good: 'FROM debian:13\nARG PACKAGES\nRUN apt-get update && apt-get install -y $PACKAGES\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n', options: { managers: ['pip', 'npm'] } },
    { good: 'FROM python:3.14\nRUN pip install --upgrade pip\n', options: { except: ['pip'] } },
  ],
  check({ dockerfile, options, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        const manager = managerOf(action);
        if (!manager || !options.managers.includes(manager)) continue;
        const open = unpinned(run, action).filter(({ request }) => !options.except.includes(request.name));
        const [first] = open;
        if (!first) continue;
        const { like, aliases } = manners[manager];
        const names = listOf(open.map(({ request }) => request.name));
        const advice = `${open.length > 1 ? 'pin them, as in' : 'pin it:'} ${like(first.request.name)}`;
        // npm takes a tag for a version, and so do the peers; but a tag moves.
        const isTagged = open.every(({ request }) => request.tag !== undefined) && manager === 'npm';
        report(
          first.word.span,
          `${names} ${open.length > 1 ? 'come' : 'comes'} in whatever version is newest: ${advice}`,
        ).as(...(isTagged ? [] : aliases));
      }
    }
  },
});

function managerOf({ manager }: PackageAction): Manager | undefined {
  return families[manager.id] ?? managers.find((id) => id === manager.id);
}

interface Unpinned {
  readonly word: ShellWord;
  readonly request: PackageRequest;
}

/** The packages of an install whose versions nothing decides, as far as the file tells. */
function unpinned(run: RunInstruction, action: PackageAction): readonly Unpinned[] {
  const { manager, kind, command } = action;
  if (!manager.request || (kind !== 'install' && kind !== 'build')) return [];
  if (command.has(...(manager.versionOptions ?? [])) || isConstrained(run, action)) return [];
  // The module at hand says the versions of what it builds with.
  if (kind === 'build' && bringsProject(run)) return [];
  return action.packages.flatMap((word) => {
    const request = word.value === undefined ? undefined : manager.request?.(word.value);
    return request && !isPinned(request) ? [{ word, request }] : [];
  });
}

function isConstrained(run: RunInstruction, { manager, command }: PackageAction): boolean {
  return (manager.id === 'pip' || manager.id === 'uv') && variableFor(run, command, 'PIP_CONSTRAINT') !== undefined;
}

function bringsProject(run: RunInstruction): boolean {
  if (run.mounts.length > 0) return true;
  // The first of each sort stands before all others.
  const first = run.stage.lineage.flatMap((stage) => [stage.own('COPY')[0] ?? [], stage.own('ADD')[0] ?? []].flat());
  return first.some(({ span }) => span.start < run.span.start);
}

/** Up to three names, or two and how many more. */
function listOf(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : `${shown[0]}`;
}
