import { Refusal } from '../../core/fix.ts';
import { javaRuntimeImage } from '../../image/runtime-images.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assets, wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Plan } from './conversion.ts';
import { folderOf, isWithin, resolvePath } from './paths.ts';

/** What Maven and Gradle have in common: an archive that Java runs. */
export interface JavaBuild {
  /** Whether the build makes an archive that holds all the program needs, as far as the build files tell. */
  isSelfContained(build: Build, archive: string): Promise<boolean>;
  /** Files of the project that are of use to the build only. */
  isSource(path: string): boolean;
}

/** The runtime stage of a program that is started with `java -jar`. */
export async function planJava(build: Build, { isSelfContained, isSource }: JavaBuild): Promise<Plan | Refusal> {
  const { image, imageWord, survey, startup, project, folder } = build;
  const runtime = imageWord.text.includes('$') ? undefined : javaRuntimeImage(image);
  if (runtime === undefined)
    return new Refusal('Which image with only the Java runtime belongs to this one is not known.');
  if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
  const starts = startup.commands.filter(({ name }) => name === 'java');
  if (starts.length === 0) return new Refusal('The container does not start Java itself.');
  const archives = starts.map((command) => archiveOf(command, folder));
  if (archives.some((archive) => archive === undefined)) {
    return new Refusal('Java is not started with -jar, so where its classes come from is not known.');
  }
  // Another path on the command line, such as that of an agent, may lead to anything the build made.
  const hasOtherPaths = starts.some((command) => command.arguments.filter(({ text }) => text.includes('/')).length > 1);
  const others = hasOtherPaths ? undefined : await assets(survey, project, isSource);
  const copies: Copied[] = [];
  for (const archive of archives as string[]) {
    const isAlone = others !== undefined && (await isSelfContained(build, archive));
    if (!isAlone) return { image: runtime, copies: wholeTree(survey) };
    // A pattern has to find in the runtime stage what it found in the build.
    const path = /[*?[]/.test(archive) ? folderOf(archive) : archive;
    copies.push({ from: path, to: path });
  }
  return { image: runtime, copies: withoutRepeated([...copies, ...(others ?? [])]) };
}

/** The archive that a start command names, as an absolute path, which may hold a pattern. */
function archiveOf(command: ShellCommand, folder: string): string | undefined {
  const at = command.arguments.findIndex(({ text }) => text === '-jar');
  const archive = at === -1 ? undefined : command.arguments[at + 1]?.value;
  return archive === undefined ? undefined : resolvePath(folder, archive);
}

/** Whether a program is Java's, which every image with a Java runtime has. */
export function isJava({ name }: ShellCommand): boolean {
  return name === 'java';
}

/** Whether a file lies where the archive of a build is made, and not where the project keeps its own. */
export function isOutput(archive: string, folder: string, output: string): boolean {
  return isWithin(folder, archive) && archive.includes(`/${output}/`);
}
