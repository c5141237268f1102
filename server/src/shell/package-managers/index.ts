import type { ShellCommand } from '../command.ts';
import { apk } from './alpine.ts';
import { mix } from './beam.ts';
import { apt } from './debian.ts';
import { nuget } from './dotnet.ts';
import { go } from './go.ts';
import { bun, npm, pnpm, yarn } from './javascript.ts';
import { gradle, maven } from './jvm.ts';
import type { PackageAction, PackageManager } from './manager.ts';
import { composer } from './php.ts';
import { pip, pipenv, pipx, poetry, uv } from './python.ts';
import { dnf, microdnf, rpm, tdnf, yum } from './rpm.ts';
import { bundler, gem, rvm } from './ruby.ts';
import { cargo } from './rust.ts';
import { zypper } from './suse.ts';

export type { ActionKind, PackageAction, PackageManager, ProjectFiles } from './manager.ts';
export { isPinned, type PackageRequest } from './request.ts';

export const packageManagers: readonly PackageManager[] = [
  apt,
  apk,
  dnf,
  microdnf,
  tdnf,
  yum,
  zypper,
  rpm,
  npm,
  pnpm,
  yarn,
  bun,
  pip,
  pipx,
  pipenv,
  poetry,
  uv,
  maven,
  gradle,
  go,
  cargo,
  bundler,
  gem,
  rvm,
  composer,
  nuget,
  mix,
];

const byProgram: ReadonlyMap<string, readonly PackageManager[]> = groupByProgram();

function groupByProgram(): Map<string, PackageManager[]> {
  const groups = new Map<string, PackageManager[]>();
  for (const manager of packageManagers) {
    for (const program of manager.programs) groups.set(program, [...(groups.get(program) ?? []), manager]);
  }
  return groups;
}

/** What a command does with a package manager; undefined when it has nothing to do with one. */
export function packageAction(command: ShellCommand): PackageAction | undefined {
  const managers = byProgram.get(command.name) ?? byProgram.get(command.name.replace(/[\d.]+$/, ''));
  if (!managers) return undefined;
  for (const manager of managers) {
    const action = manager.read(command);
    if (action) return { ...action, manager, command };
  }
  return undefined;
}
