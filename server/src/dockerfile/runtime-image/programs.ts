import type { ImageFacts } from '../../image/facts.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { CopyInstruction } from '../instructions/copy.ts';
import type { Stage } from '../stage.ts';
import { joinPath, workingFolderAt } from '../working-folder.ts';

/**
 * Whether a program, named without its folder, is in a stage's image: what is known of its base, unless something in the
 * stage may have brought it. Undefined when that is not known.
 */
export function stageHas(stage: Stage, base: ImageFacts, program: string): boolean | undefined {
  const inBase = base.has(program);
  if (inBase !== false) return inBase;
  for (const one of stage.lineage) {
    if ([...one.own('COPY'), ...one.own('ADD')].some((copy) => mayBring(copy, one, program))) return undefined;
    if (one.own('RUN').some((run) => run.form.kind === 'shell' && run.commands.length === 0)) return undefined;
    if (one.own('RUN').some((run) => !run.commands.every(bringsNoProgram))) return undefined;
  }
  return false;
}

/** Folders in which programs are looked for, and those around them (Docker's default for PATH). */
const programFolders: ReadonlySet<string> = new Set(
  '/ /bin /sbin /usr /usr/bin /usr/sbin /usr/local /usr/local/bin /usr/local/sbin /busybox'.split(' '),
);

function mayBring(copy: CopyInstruction, stage: Stage, program: string): boolean {
  const destination = copy.expandedDestination;
  const folder = destination?.startsWith('/') ? '/' : workingFolderAt(stage, copy.span.start);
  if (destination === undefined || folder === undefined) return true;
  const sources = copy.expandedSources.map((source) => source.replace(/\/+$/, ''));
  const target = joinPath(folder, destination);
  const named = [target, ...sources].map((path) => path.slice(path.lastIndexOf('/') + 1));
  if (named.includes(program) || named.includes('busybox')) return true;
  if (copy.keyword === 'ADD' && programFolders.has(target)) return true;
  // A folder that is copied onto one with programs may hold any; a file is called like one, and is one alone.
  const intoFolder = programFolders.has(target);
  return intoFolder && !sources.every((source) => isSingleFile(source, copy, destination));
}

/** Whether a source is a file: what another stage built and is put into a folder of programs by name, or has an ending. */
function isSingleFile(source: string, { from }: CopyInstruction, destination: string): boolean {
  const name = source.slice(source.lastIndexOf('/') + 1);
  if (/[*?[]/.test(source)) return false;
  if (/^[\w.-]+\.(?:bin|conf|crt|jar|js|json|pem|py|sh|so|toml|ya?ml)$/.test(name)) return true;
  const isFolderOfPrograms =
    programFolders.has(source) ||
    /(?:^|\/)(?:bin|out|dist|build|app|rootfs|root|publish|opt|lib|target|release|\.)$/.test(source);
  return from !== undefined && /^[\w-]+$/.test(name) && !isFolderOfPrograms && destination.endsWith('/');
}

/** Commands that put no programs where they are looked for: those of coreutils and accounts, and those of languages. */
const harmless: ReadonlySet<string> = new Set(
  'addgroup adduser cd chgrp chmod chown date echo export false gpasswd groupadd id mkdir pwd rm rmdir set test touch true useradd usermod bundle cargo composer dotnet go gradle gradlew mvn mvnw npm pip pip3 pnpm poetry python python3 node yarn'.split(
    ' ',
  ),
);

function bringsNoProgram({ name }: ShellCommand): boolean {
  return harmless.has(name);
}
