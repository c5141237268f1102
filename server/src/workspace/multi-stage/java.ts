import { Refusal } from '../../core/fix.ts';
import { javaRuntimeImage } from '../../image/runtime-images.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assets, wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Plan } from './conversion.ts';
import { linkedRuntime } from './jlink.ts';
import { folderOf, isWithin, resolvePath } from './paths.ts';
import { springLayers } from './spring-layers.ts';

/** What Maven and Gradle have in common: an archive that Java runs. */
export interface JavaBuild {
  /** Whether the build makes an archive that holds all the program needs, as far as the build files tell. */
  isSelfContained(build: Build, archive: string): Promise<boolean>;
  /** Files of the project that are of use to the build only. */
  isSource(path: string): boolean;
  /** The texts of the build files that say how an archive is packed, the nearest first. */
  descriptions(build: Build, archive: string): Promise<readonly string[]>;
  /** The version of Spring Boot's plugin that packs it as it does by default; undefined for all else. */
  springBoot(descriptions: readonly string[]): string | undefined;
}

/** The runtime stage of a program that is started with `java -jar`. */
export async function planJava(build: Build, java: JavaBuild): Promise<Plan | Refusal> {
  const { survey, startup, project, folder } = build;
  const linked = linkedRuntime(build);
  if (linked instanceof Refusal) return linked;
  const runtime = linked ?? runtimeImage(build);
  if (runtime instanceof Refusal) return runtime;
  if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
  const starts = startup.commands.filter(({ name }) => name === 'java');
  if (starts.length === 0) return new Refusal('The container does not start Java itself.');
  const archives = starts.map((command) => archiveOf(command, folder));
  if (archives.some((archive) => archive === undefined)) {
    return new Refusal('Java is not started with -jar, so where its classes come from is not known.');
  }
  // Another path on the command line, such as that of an agent, may lead to anything the build made.
  const hasOtherPaths = starts.some((command) => command.arguments.filter(({ text }) => text.includes('/')).length > 1);
  const others = hasOtherPaths ? undefined : await assets(survey, project, java.isSource);
  const ofRuntime = runtime.copies;
  const copies: Copied[] = [];
  const buildLines: string[] = [];
  const inLayers = new Set<string>();
  for (const archive of new Set(archives as string[])) {
    const isAlone = others !== undefined && (await java.isSelfContained(build, archive));
    if (!isAlone) return { ...runtime, copies: withoutRepeated([...ofRuntime, ...wholeTree(survey)]) };
    const layers = await springLayers(build, archive, java);
    if (layers) {
      buildLines.push(layers.line);
      inLayers.add(archive);
    }
    // A pattern has to find in the runtime stage what it found in the build.
    const path = /[*?[]/.test(archive) ? folderOf(archive) : archive;
    copies.push(...(layers?.copies ?? [{ from: path, to: path }]));
  }
  // What changes least comes first, so that most builds leave the layers below as they are.
  const rest = (others ?? []).filter(({ from }) => !inLayers.has(from));
  return { ...runtime, copies: withoutRepeated([...ofRuntime, ...rest, ...copies]), buildLines };
}

/** The image with nothing but the Java runtime that belongs to the one that builds. */
function runtimeImage({ image, imageWord }: Build): Pick<Plan, 'image' | 'copies'> | Refusal {
  const runtime = imageWord.text.includes('$') ? undefined : javaRuntimeImage(image);
  return runtime === undefined
    ? new Refusal('Which image with only the Java runtime belongs to this one is not known.')
    : { image: runtime, copies: [] };
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

/** Tools of the JDK: one writes a runtime to where it is told to, the other one prints. */
export function isJavaTool(name: string): boolean {
  return name === 'jlink' || name === 'jdeps';
}

/** Whether a command has put an archive where it is; anything beside it was left behind on purpose then. */
export function wasMoved({ survey }: Build, archive: string): boolean {
  return survey.items.some(({ path, source }) => path === archive && source === undefined);
}

/** The files of the project that there are of some. */
export async function readAll({ project }: Build, paths: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all([...new Set(paths)].map((path) => project?.read(path)));
  return texts.filter((text) => text !== undefined);
}
