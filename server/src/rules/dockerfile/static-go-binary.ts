import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { variableFor } from '../../dockerfile/environment.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { BaseImage, Stage } from '../../dockerfile/stage.ts';
import { officialName } from '../../image/reference.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { insert } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'static-go-binary',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Build Go programs statically for images without their C library',
  why: 'Where a C compiler is installed, as in Debian\'s `golang` images, Go links programs that use the packages `net` or `os/user` against glibc. `scratch` and `distroless/static` have no C library, and Alpine has another one: there the program does not start, and all that is said is "no such file or directory". With `CGO_ENABLED=0` it needs none.',
  aliases: ['dockerfile-doctor/DD062'],
  fix: 'suggested',
  fixing:
    'Sets `CGO_ENABLED=0` for the command. Not safe, because a program may need C code; it then has to be linked statically by other means.',
  references: ['https://pkg.go.dev/cmd/cgo'],
  examples: [
    {
      bad: 'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
      fixed:
        'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
    },
    {
      good: 'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
    },
    {
      good: 'FROM golang:1.27-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
      note: 'There is no C compiler in this image, so Go uses none (since Go 1.20).',
    },
    {
      good: 'FROM golang:alpine AS build\nCOPY . .\nRUN go build -o /app .\nFROM alpine:3.24\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
    },
    {
      good: 'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/base-debian13\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if (!hasCompiler(run.stage)) continue;
      const target = targetWithoutLibrary(dockerfile, run.stage);
      if (target === undefined) continue;
      for (const command of run.commands) {
        const [program] = command.words;
        if (!program || !buildsProgram(command) || isStatic(run, command)) continue;
        report(
          program.span,
          `The program may be linked against a C library that ${target} does not have: set CGO_ENABLED=0`,
        ).fix('Set CGO_ENABLED=0', () => disableCgo(command));
      }
    }
  },
});

/** A tag of the `golang` image that is built upon Debian. */
const debianTag = /^(?:latest|(?:\d[\w.]*-)?(?:trixie|bookworm|bullseye|buster|stretch)|\d[\w.]*)$/;

/** Whether Go finds a C compiler in a stage: in Debian's images of Go, where Alpine's have none. */
function hasCompiler({ rootImage }: Stage): boolean {
  const reference = rootImage?.reference;
  if (!reference || officialName(reference) !== 'golang') return false;
  const { tag = 'latest' } = reference;
  return debianTag.test(tag);
}

/** What the image is called that takes the stage's files and has no glibc; undefined when there is none. */
function targetWithoutLibrary(dockerfile: Dockerfile, { usedBy }: Stage): string | undefined {
  const takers = usedBy.filter(({ keyword }) => keyword === 'COPY').map(({ stage }) => stage);
  const shipped = takers.find((stage) => dockerfile.isShipped(stage));
  return shipped?.rootImage && nameWithoutLibrary(shipped.rootImage);
}

function nameWithoutLibrary({ expansion, reference }: BaseImage): string | undefined {
  if (expansion.value === 'scratch') return 'scratch';
  if (!reference) return undefined;
  if (reference.registry === 'gcr.io' && /^distroless\/static(?:-|$)/.test(reference.repository))
    return reference.repository;
  return officialName(reference) === 'alpine' ? 'Alpine' : undefined;
}

function buildsProgram(command: ShellCommand): boolean {
  const [subcommand] = command.operands;
  return command.name === 'go' && (subcommand === 'build' || subcommand === 'install');
}

/** Whether the command is told how to link, or builds for another platform, for which Go uses no C. */
function isStatic(run: RunInstruction, command: ShellCommand): boolean {
  const isSet = (name: string) => variableFor(run, command, name) !== undefined;
  if (['CGO_ENABLED', 'GOOS', 'GOARCH', 'GOFLAGS', 'CC'].some(isSet)) return true;
  return command.arguments.some(
    ({ text, value }) => value === undefined || /static|netgo|osusergo|-linkmode/.test(text),
  );
}

function disableCgo(command: ShellCommand): Built {
  const [program] = command.words;
  if (!program) return new Refusal('The command is not written out.');
  if (command.wrappers.length > 0) return new Refusal('Another program runs the command.');
  return refusalToEdit(command) ?? [insert(program.span.start, 'CGO_ENABLED=0 ')];
}
