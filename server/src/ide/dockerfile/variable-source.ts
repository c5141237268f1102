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
  if (platformArguments.has(name) && found?.value === undefined) {
    return { value: undefined, what: 'given by the builder', note: automatic[name], declaration };
  }
  if (found) {
    const value = found.resolved === null ? undefined : shown(found.resolved);
    const isGlobal = found.instruction.stage.from === undefined;
    if (found.kind === 'ENV') {
      return { value, what: value === undefined ? 'ENV' : `ENV, in the image as well`, note: undefined, declaration };
    }
    const note = `A build may be given another one: \`--build-arg ${name}=...\`.`;
    const what = found.value || value !== undefined ? 'ARG' : 'ARG without a default';
    return { value, what: isGlobal ? `${what}, before the first FROM` : what, note, declaration };
  }
  const reference = stage.rootImage?.reference;
  const isOfImage = stage.from !== undefined && reference && variablesOfImage(reference)?.has(name);
  const what =
    isOfImage || name === 'PATH' ? `set by ${reference?.text ?? 'the base image'}` : 'not declared in this file';
  return { value: undefined, what, note: undefined, declaration };
}

/** Nobody reads a longer value. */
const longestShown = 200;

/** A value as it is shown, on one line. */
function shown(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > longestShown ? `${line.slice(0, longestShown)}...` : line;
}
