import { type ShippedBuildTools, shippedBuildTools } from '../../dockerfile/build-tools.ts';
import { convertToStages } from '../../dockerfile/multi-stage/index.ts';
import { cover, type Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'build-tools-in-final-stage',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Build in one stage, ship another',
  why: 'TODO',
  lesson: 'small-images',
  aliases: [],
  fix: 'suggested',
  fixing: 'TODO',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  examples: [
    {
      bad: 'FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /usr/local/bin/server ./cmd/server\nEXPOSE 8080\nUSER nobody\nCMD ["server"]\n',
    },
    { good: 'FROM golang:1.26\nCOPY . .\nRUN go build\n', note: 'It starts nothing.' },
  ],
  check({ dockerfile, report }) {
    for (const found of shippedBuildTools(dockerfile)) {
      const finding = report(placeOf(found), messageOf(found)).fix(
        'Convert to a build stage and a runtime stage',
        (context) => convertToStages(dockerfile, context),
      );
      for (const { span } of found.builds) finding.relate(span, 'built here');
    }
  },
});

function placeOf(found: ShippedBuildTools): Span {
  if (found.source === 'base image') return found.image.span;
  const { action, packages } = found.left;
  const [first, last] = [packages[0], packages.at(-1)];
  if (!first || !last) return action.command.span;
  const at = action.packages.indexOf(first);
  const areNeighbours = packages.every((one, index) => action.packages[at + index] === one);
  return areNeighbours ? cover(first.span, last.span) : first.span;
}

function messageOf(found: ShippedBuildTools): string {
  if (found.source === 'base image') {
    return `${found.image.text} ships ${found.toolchain.what} with the program: build in a stage of its own and copy the result`;
  }
  const names = found.left.packages.map(({ text }) => text);
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown[0];
  return `${list} stay in the image that ships, which needs them only while it is built: build in a stage of its own and copy the result`;
}
