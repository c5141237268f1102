import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { KeyValueInstruction, pairSpan } from '../../dockerfile/instructions/key-value.ts';
import { type Occurrence, occurrenceAt, occurrencesOf } from '../../dockerfile/occurrences/index.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { cover, type Span } from '../../text/span.ts';
import type { Assistant, Target } from '../assistant.ts';
import { dockerfileOf, type Spot } from '../spot.ts';

/** Leads from names to where they are defined, and shows them in the file. */
const definitions: Assistant = {
  alsoBy: 'dockerfile',

  definitions(spot) {
    const dockerfile = dockerfileOf(spot.file);
    const occurrence = dockerfile && occurrenceAt(dockerfile, spot.offset);
    return dockerfile && occurrence ? targetsOf(occurrence, dockerfile, spot) : [];
  },

  highlights(spot) {
    return mentionsAt(spot).map(({ span, mention }) => ({
      span,
      isDefinition: mention === 'definition' || mention === 'assignment',
    }));
  },
};

/** Finds all that mentions a name, which others do not. */
const references: Assistant = {
  references(spot, withDefinitions) {
    return mentionsAt(spot)
      .filter(({ mention }) => withDefinitions || mention !== 'definition')
      .map(({ span }) => ({ file: spot.file, span }));
  },
};

/** Leads from names in a Dockerfile to where they are defined and used: stages, ARG and ENV, what scripts define. */
export const dockerfileNames: readonly Assistant[] = [definitions, references];

/** All places at which is mentioned what is mentioned at a spot. */
function mentionsAt({ file, offset }: Spot): readonly Occurrence[] {
  const dockerfile = dockerfileOf(file);
  const occurrence = dockerfile && occurrenceAt(dockerfile, offset);
  if (!dockerfile || !occurrence) return [];
  return occurrencesOf(dockerfile, occurrence.of).filter(({ span }) => span.isExact !== false);
}

function targetsOf(occurrence: Occurrence, dockerfile: Dockerfile, { file }: Spot): readonly Target[] {
  const { of, span: from } = occurrence;
  const target = (span: Span, whole: Span): Target => ({ from, place: { file, span }, whole });
  if (of.stage?.from) {
    const { from: instruction } = of.stage;
    const name = instruction.stageName ?? instruction.image;
    return [target(name?.span ?? instruction.keywordSpan, stageSpan(of.stage, instruction.span))];
  }
  if (of.kind === 'ARG' || of.kind === 'ENV') {
    const { instruction, name } = occurrence.declaration ?? { instruction: occurrence.by, name: of.name };
    const pair =
      instruction instanceof KeyValueInstruction
        ? instruction.pairs.findLast(({ key }) => key.text === name)
        : undefined;
    return pair ? [target(pair.key.span, pairSpan(pair))] : [];
  }
  const definitions = occurrencesOf(dockerfile, of).filter(({ mention }) => mention === 'definition');
  const nearest = definitions.findLast(({ span }) => span.start <= from.start) ?? definitions[0];
  return nearest ? [target(nearest.span, nearest.span)] : [];
}

/** All of a stage, from its FROM to its last instruction. */
function stageSpan({ instructions }: Stage, from: Span): Span {
  return cover(from, instructions.at(-1)?.span ?? from);
}
