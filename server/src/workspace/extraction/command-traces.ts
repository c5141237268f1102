import { Refusal } from '../../core/fix.ts';
import { makesAccount } from '../../shell/accounts.ts';
import { runsCompiler } from '../../shell/build-tools.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { downloadOf } from '../../shell/downloads.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import { fileEffect } from '../multi-stage/file-commands.ts';
import { resolvePath } from '../multi-stage/paths.ts';
import { unpackedBy } from './archives.ts';
import { installedByBuildSystem, languageTraces } from './tool-traces.ts';

/** What a command leaves behind in the image: absolute paths. */
export interface Traces {
  /** Files and folders that it was told to make. */
  readonly makes?: readonly string[];
  /** Links among them, which COPY would follow. */
  readonly links?: readonly string[];
  /** Folders below which it may have written anything. */
  readonly writesBelow?: readonly string[];
  /** Folders whose files it reads to make something elsewhere. */
  readonly worksIn?: readonly string[];
  /** What is gone afterwards. */
  readonly removes?: readonly string[];
  /** Archives that it unpacks. */
  readonly unpacks?: readonly string[];
  /** Programs that are there afterwards, among those of the system. */
  readonly installs?: readonly string[];
}

/** What is known of the place a command runs in. */
export interface CommandPlace {
  /** Its working directory. */
  readonly folder: string;
  /** The official name of the base image; undefined for an image that is none. */
  readonly image: string | undefined;
  /** The folders of PATH that the file itself adds. */
  readonly searchPath: readonly string[];
  /** What commands before it have made. */
  readonly made: readonly string[];
}

/** What a command leaves behind; refused when that is not known. */
export function tracesOf(command: ShellCommand, place: CommandPlace): Traces | Refusal {
  const { folder } = place;
  const traces = own(command, place);
  if (traces instanceof Refusal) return traces;
  const written = pathsOf(command.writesTo, folder);
  if (!written) return new Refusal('A variable decides which file a command writes.');
  const files = written.filter((path) => !path.startsWith('/dev/'));
  return files.length > 0 ? { ...traces, makes: [...(traces.makes ?? []), ...files] } : traces;
}

function own(command: ShellCommand, place: CommandPlace): Traces | Refusal {
  const { name } = command;
  if (makesAccount(command) || name === 'gpasswd') {
    return new Refusal('A user or group is made there, which the image would be without: leave that where it is.');
  }
  return (
    systemPackages(command) ??
    installedByBuildSystem(command, place) ??
    languageTraces(command, place) ??
    (runsCompiler(command) ? compiled(command, place.folder) : undefined) ??
    downloaded(command, place.folder) ??
    unpackedBy(command, place.folder) ??
    changed(command, place.folder) ??
    effectOnFiles(command, place.folder) ??
    new Refusal(`What "${name || command.text}" leaves behind is not known.`)
  );
}

/** What packages bring is judged for all of them together; what is removed again, by those who installed it. */
function systemPackages(command: ShellCommand): Traces | undefined {
  return packageAction(command)?.manager.kind === 'system' ? {} : undefined;
}

/** A compiler writes the file it is told to; a build system anywhere in its folder, or the one it is told to work in. */
function compiled(command: ShellCommand, folder: string): Traces {
  const output = command.optionValue('-o');
  const isCompiler = !['make', 'gmake', 'cmake', 'ninja', 'meson'].includes(command.name);
  if (isCompiler && output !== undefined) return { makes: [resolvePath(folder, output)], worksIn: [folder] };
  const others = ['-C', '-B', '--build'].flatMap((option) => command.optionValue(option) ?? []);
  return { writesBelow: [folder, ...others.map((path) => resolvePath(folder, path))] };
}

function downloaded(command: ShellCommand, folder: string): Traces | Refusal | undefined {
  const download = downloadOf(command);
  if (!download) return command.name === 'curl' || command.name === 'wget' ? {} : undefined;
  const { files, target } = download;
  if (target === 'stdout') return {};
  if (files.length === 0 || files.some((file) => file.includes('$'))) {
    return new Refusal(`Which file ${command.name} writes is not known, or a variable decides on it.`);
  }
  const outputFolder = command.optionValue('--output-dir');
  const base = outputFolder === undefined ? folder : resolvePath(folder, outputFolder);
  return { makes: files.map((file) => resolvePath(base, file)) };
}

/** Commands that change files in place: where these came from above, the later stage has them unchanged. */
function changed(command: ShellCommand, folder: string): Traces | Refusal | undefined {
  const { name } = command;
  if (name === 'chown' || name === 'chgrp') {
    const owner = command.operandWords()[0]?.value;
    if (owner === 'root' || owner === 'root:root' || owner === '0' || owner === '0:0') return {};
    return new Refusal(
      `"${name}" gives files to a user, and COPY keeps that of files in a folder only: leave it below.`,
    );
  }
  const isInPlace = name === 'sed' && command.arguments.some(({ text }) => /^(?:-[a-zA-Z]*i|--in-place)/.test(text));
  if (!isInPlace && !['chmod', 'dos2unix', 'strip', 'truncate', 'upx'].includes(name)) return undefined;
  const hasOwnScript = name === 'sed' && !command.has('-e', '--expression', '-f', '--file');
  const operands = command.operandWords(['-e', '--expression', '-f', '--file', '-s', '--size', '-o']);
  const files = pathsOf(operands.slice(name === 'chmod' || hasOwnScript ? 1 : 0), folder);
  if (!files || files.some((file) => /[*?[]/.test(file)))
    return new Refusal(`Which files "${name}" changes is not known.`);
  return { makes: files };
}

function effectOnFiles(command: ShellCommand, folder: string): Traces | undefined {
  const effect = fileEffect(command, folder);
  if (!effect) return undefined;
  // What is written by redirection is added for all commands alike.
  const written = new Set(pathsOf(command.writesTo, folder));
  const makes = effect.makes.filter((path) => !written.has(path));
  return { makes, removes: effect.removes, links: command.name === 'ln' ? makes : [] };
}

/** Words as absolute paths; undefined when a variable decides on one. */
export function pathsOf(words: readonly ShellWord[], folder: string): readonly string[] | undefined {
  const values = words.map(({ value }) => value);
  return values.every((value) => value !== undefined) ? values.map((path) => resolvePath(folder, path)) : undefined;
}
