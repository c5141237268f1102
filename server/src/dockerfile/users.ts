import { type MadeUser, type Membership, madeUser, membership } from '../shell/accounts.ts';
import type { ShellCommand } from '../shell/command.ts';
import type { Stage } from './stage.ts';
import { startCommands } from './start.ts';
import { isAbsolute, joinPath, workingFolderAt } from './working-folder.ts';

/** The users that are made in a stage and in those it is built upon, in no order. */
export function usersMadeIn(stage: Stage): readonly MadeUser[] {
  return commandsOf(stage).flatMap((command) => madeUser(command) ?? []);
}

/** The groups that users are put into, in a stage and in those it is built upon. */
export function membershipsIn(stage: Stage): readonly Membership[] {
  return commandsOf(stage).flatMap((command) => membership(command) ?? []);
}

/** Whether the image brings a tool with which its entrypoint gives up being root. */
export function stepsDown(stage: Stage): boolean {
  const tools = new Set(['gosu', 'su-exec', 'setpriv', 's6-setuidgid', 'chroot', 'runuser']);
  return commandsOf(stage).some((command) =>
    command.words.some(({ text }) => tools.has(text.replace(/[=@].*$/, '').replace(/^.*\//, ''))),
  );
}

/**
 * Whether a stage is known to have no `/etc/passwd`: it starts from nothing, runs nothing, and copies nothing that may
 * bring one.
 */
export function lacksUsers(stage: Stage): boolean {
  if (!stage.isFromScratch || stage.lineage.some((one) => one.own('RUN').length > 0)) return false;
  const programs = new Set(startCommands(stage).map(({ name }) => name));
  return !stage.lineage.some((one) => mayBringUsers(one, programs));
}

function mayBringUsers(stage: Stage, programs: ReadonlySet<string>): boolean {
  return [...stage.own('COPY'), ...stage.own('ADD')].some((copy) => {
    const { destination, sources, span } = copy;
    const path = destination && (destination.word ? stage.expand(destination.word).value : destination.text);
    const folder = isAbsolute(path ?? '') ? '/' : workingFolderAt(stage, span.start);
    if (!path || folder === undefined) return true;
    const target = joinPath(folder, path);
    if (/^\/etc(?:\/passwd)?$/.test(target)) return true;
    // Into the root folder, only what is known to be a single file brings no `/etc`.
    return target === '/' && !sources.every(({ text }) => isSingleFile(text, programs) && copy.keyword === 'COPY');
  });
}

/** Whether a source is a file, and no folder: it is what the image starts, or has the ending of one. */
function isSingleFile(source: string, programs: ReadonlySet<string>): boolean {
  const name = source.slice(source.lastIndexOf('/') + 1);
  return programs.has(name) || /^[\w-]+\.(?:bin|conf|crt|jar|js|json|pem|py|sh|toml|ya?ml)$/.test(name);
}

function commandsOf(stage: Stage): readonly ShellCommand[] {
  return stage.lineage.flatMap((one) => one.own('RUN')).flatMap((run) => run.commands);
}
