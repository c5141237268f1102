import { platformArguments, type Scope } from '../../dockerfile/scope.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { variablesOfImage } from '../../image/environment.ts';
import type { Span } from '../../text/span.ts';

/** Where the value of a variable comes from. */
export interface VariableSource {
  /** Its value in a build that is given no arguments, on one line; undefined when that is not known. */
  readonly value: string | undefined;
  /** What it is, in a few words. */
  readonly what: string;
  /** What else there is to know, as Markdown. */
  readonly note: string | undefined;
  /** Where it is declared in the file. */
  readonly declaration: Span | undefined;
  /** Whether it is the base image that sets it. */
  readonly isOfImage: boolean;
}

/** What the arguments hold that BuildKit gives by itself (docs.docker.com/reference/dockerfile, "Automatic platform ARGs"). */
const automatic: Readonly<Record<string, string>> = {
  TARGETPLATFORM: 'The platform that is built for, such as `linux/amd64` or `linux/arm/v7`.',
  TARGETOS: 'The operating system that is built for, such as `linux`.',
  TARGETOSVERSION: 'The version of the operating system that is built for; empty but for Windows.',
  TARGETARCH: 'The architecture that is built for, such as `amd64` or `arm64`.',
  TARGETVARIANT: 'The variant of the architecture that is built for, such as `v7`; often empty.',
  TARGETSTAGE: 'The stage that is built, as `--target` has it.',
  BUILDPLATFORM: 'The platform that builds, such as `linux/amd64`.',
  BUILDOS: 'The operating system that builds, such as `linux`.',
  BUILDOSVERSION: 'The version of the operating system that builds; empty but for Windows.',
  BUILDARCH: 'The architecture that builds, such as `amd64`.',
  BUILDVARIANT: 'The variant of the architecture that builds; often empty.',
};

/** What a variable is worth at an offset, in the scope of a stage or in that of FROM lines, and who says so. */
export function sourceOfVariable(name: string, scope: Scope, offset: number, stage: Stage): VariableSource {
  const found = scope.find(name, offset);
  const declaration = found?.instruction.span;
  const source: VariableSource = { value: undefined, what: '', note: undefined, declaration, isOfImage: false };
  if (platformArguments.has(name) && found?.value === undefined) {
    return { ...source, what: 'given by the builder', note: automatic[name] };
  }
  if (!found) {
    const isOfImage = isSetByImage(name, stage);
    const image = stage.rootImage?.reference?.text ?? 'the base image';
    return { ...source, what: isOfImage ? `set by ${image}` : 'not declared in this file', isOfImage };
  }
  const value = found.resolved === null ? undefined : shown(found.resolved);
  if (found.kind === 'ENV') return { ...source, value, what: 'ENV, in the image as well' };
  const what = found.value || value !== undefined ? 'ARG' : 'ARG without a default';
  const isGlobal = found.instruction.stage.from === undefined;
  const note = `A build may be given another one: \`--build-arg ${name}=...\`.`;
  return { ...source, value, what: isGlobal ? `${what}, before the first FROM` : what, note };
}

/** Whether the image at the bottom of a stage is known to set a variable, as all but `scratch` set PATH. */
function isSetByImage(name: string, { from, rootImage, isFromScratch }: Stage): boolean {
  if (!from || isFromScratch) return false;
  const known = rootImage?.reference && variablesOfImage(rootImage.reference);
  return name === 'PATH' || known?.has(name) === true;
}

/** Nobody reads a longer value. */
const longestShown = 200;

/** A value as it is shown, on one line. */
function shown(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > longestShown ? `${line.slice(0, longestShown)}...` : line;
}
