import { Refusal } from '../../core/fix.ts';
import { smallestImage } from '../../image/foundations.ts';
import { temurinFoundation } from '../../image/runtime-images.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { Build, Plan } from './conversion.ts';
import { searchPathOf, writtenWith } from './outputs.ts';
import { isWithin } from './paths.ts';
import { programPath } from './startup.ts';

/**
 * A Java runtime of the modules that a program needs, where the build makes one with `jlink` and the container starts it:
 * it is all there is of Java in the runtime stage, on the distribution of the JDK it was made from. Which modules these are
 * is what the file says; nothing is guessed. Undefined where the build makes none.
 */
export function linkedRuntime(
  build: Build,
): Pick<Plan, 'image' | 'copies' | 'packages' | 'environment'> | Refusal | undefined {
  const outputs = writtenWith('--output', build.survey, links);
  if (outputs.length === 0) return undefined;
  const starts = build.startup.commands.filter(({ name }) => name === 'java');
  const used = new Set(starts.map((command) => outputOf(command, build, outputs)));
  const [output] = used;
  if (used.size !== 1 || output === undefined) {
    return new Refusal('jlink makes a Java runtime, and it is not sure that the container starts it.');
  }
  const foundation = build.imageWord.text.includes('$') ? undefined : temurinFoundation(build.image);
  if (!foundation) return new Refusal('On which distribution the runtime that jlink makes can run is not known.');
  return {
    image: smallestImage(foundation),
    copies: [{ from: output, to: output, isOfImage: true }],
    // The images of Eclipse Temurin bring fonts, which modules for desktops look for, and say that texts are UTF-8.
    packages: mayDraw(build) ? ['fontconfig'] : [],
    environment: build.stage.scope.find('LANG', Number.POSITIVE_INFINITY) ? [] : ['LANG=C.UTF-8'],
  };
}

function links({ name }: ShellCommand): boolean {
  return name === 'jlink';
}

/** The runtime that a command starts: by its path, or as the first of that name in PATH. */
function outputOf(command: ShellCommand, build: Build, outputs: readonly string[]): string | undefined {
  const written = programPath(command, build.folder);
  const isByName = command.words[0]?.value === 'java';
  const path = written ?? (isByName ? `${firstInPath(build)}/java` : undefined);
  return path === undefined ? undefined : outputs.find((output) => isWithin(`${output}/bin`, path));
}

/** The folder that PATH begins with, where the file says so. */
function firstInPath(build: Build): string | undefined {
  const own = build.stage.scope.find('PATH', Number.POSITIVE_INFINITY)?.value;
  const text = own && build.stage.scope.expand(own.piece, own.span.start).text;
  const [first] = searchPathOf(build);
  return text !== undefined && first !== undefined && text.startsWith(`${first}:`) ? first : undefined;
}

/** Whether the modules of a runtime are not all known, or those for desktops are among them. */
function mayDraw({ survey }: Build): boolean {
  return survey.commands
    .map(({ command }) => command)
    .filter(links)
    .some((command) => {
      const modules = command.optionValue('--add-modules');
      return modules === undefined || /(?:^|,)(?:java\.(?:desktop|se)|jdk\.desktop|ALL-[A-Z-]+)(?:,|$)/.test(modules);
    });
}
