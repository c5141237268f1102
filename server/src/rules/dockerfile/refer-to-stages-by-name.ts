import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { freeStageName, isWhole, renameStage } from '../../dockerfile/stage-edits.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'refer-to-stages-by-name',
  category: 'maintainability',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Refer to stages by name, not by number',
  why: 'A number changes its meaning as soon as somebody adds a stage above, and the build then copies from the wrong place or fails. A name also says what is copied.',
  aliases: ['kics/Using Unnamed Build Stages', 'droast/DF023'],
  fix: 'suggested',
  fixing:
    'Writes the name of the stage in place of the number. A stage without a name gets one, `build`, which is written wherever its number stood.',
  references: ['https://docs.docker.com/build/building/multi-stage/#name-your-build-stages'],
  examples: [
    {
      bad: 'FROM golang:1.26\nRUN make\nFROM scratch\nCOPY --from=0 /app /app\n',
      fixed: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n',
    },
    {
      bad: 'FROM golang:1.26 AS tools\nRUN make\nFROM scratch\nCOPY --from=0 /app /app\n',
      fixed: 'FROM golang:1.26 AS tools\nRUN make\nFROM scratch\nCOPY --from=tools /app /app\n',
    },
    { good: 'FROM golang:1.26 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\n' },
  ],
  check({ dockerfile, report }) {
    for (const { uses } of dockerfile.stages) {
      for (const { stage, word } of uses) {
        if (!/^\d+$/.test(word.text)) continue;
        const message =
          stage.name === undefined
            ? `Stage ${word.text} has no name, and its number changes with every stage above: give it one`
            : `Stage ${word.text} has a name that stays when stages are added: refer to it as "${stage.name}"`;
        report(word.span, message).fix('Refer to the stage by name', () => byName(dockerfile, stage));
      }
    }
  },
});

/** Writes a stage's name, or a new one, wherever its number stands. */
function byName(dockerfile: Dockerfile, stage: Stage): Built {
  const name = stage.from?.stageName?.text ?? freeStageName(dockerfile, 'build');
  // A number that is a name, or a name that a later stage takes away, means another stage.
  if (stage.name !== undefined && dockerfile.stages.findLast((other) => other.name === stage.name) !== stage) {
    return new Refusal('Another stage has the same name.');
  }
  const named = stage.name === undefined ? renameStage(dockerfile, stage, name) : [];
  if (named instanceof Refusal) return named;
  const words = dockerfile.usesOf(stage).map(({ word }) => word);
  const numbers = words.filter((word) => /^\d+$/.test(word.text) && isWhole(word));
  return [...named, ...numbers.map(({ span }) => replace(span, name))];
}
