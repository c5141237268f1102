import type { Stage } from '../../dockerfile/stage.ts';
import { removeStage } from '../../dockerfile/stage-edits.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'unreachable-stage',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Remove stages that nothing uses',
  why: 'BuildKit builds only what the image needs, so a stage that nothing uses is never built, and nobody notices when it breaks. A stage with a name may be there to be asked for with `--target`, as stages for development and tests are; those are left alone, or mentioned under a louder preset where they start nothing. A stage without a name can hardly be asked for.',
  aliases: ['tally/no-unreachable-stages', 'dockerfile-doctor/DD066'],
  fix: 'manual',
  fixing:
    'Removes the stage with the comments directly above it. Refused where stages are referred to by number. Look whether something was meant to be copied from it.',
  references: ['https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage'],
  examples: [
    {
      bad: 'FROM golang:1.26\nRUN make\n\nFROM alpine:3.22\nCMD ["/app"]\n',
      fixed: 'FROM alpine:3.22\nCMD ["/app"]\n',
    },
    {
      bad: 'FROM golang:1.26 AS tools\nRUN make tools\n\nFROM golang:1.26 AS build\nRUN make\n\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      preset: 'strict',
      note: 'It has a name, so it may be a target: an information, under the preset `strict`.',
    },
    {
      good: 'FROM node:24 AS base\nCOPY . .\nFROM base AS dev\nCMD ["npm", "run", "dev"]\nFROM base\nCMD ["node", "server.js"]\n',
      note: 'A target for development.',
    },
  ],
  check({ dockerfile, report }) {
    const choosesStages = dockerfile.stages.some(mayChooseStage);
    for (const stage of dockerfile.targets) {
      const { from } = stage;
      if (stage === dockerfile.finalStage || !from) continue;
      const { name } = stage;
      if (name === undefined) {
        report(from.keywordSpan, 'Nothing uses this stage, and it has no name to ask for it: it is never built')
          .tag('unnecessary')
          .fix('Remove the stage', () => removeStage(dockerfile, stage));
      } else if (!looksAskedFor(stage) && !choosesStages) {
        report(
          from.stageName?.span ?? from.keywordSpan,
          `Nothing in this file uses the stage "${name}": unless it is built with --target ${name}, remove it`,
        )
          .grade('info')
          .onlyIn('strict')
          .fix('Remove the stage', () => removeStage(dockerfile, stage));
      }
    }
  },
});

/** Whether an argument may choose the stage that another is built upon: `FROM ${BASE:-debug}`. */
function mayChooseStage({ from, parent, image }: Stage): boolean {
  const isVariable = from?.image?.text.includes('$') === true;
  return isVariable && (parent !== undefined || !/[/:@]/.test(image?.expansion.text ?? ''));
}

/**
 * Whether a stage looks like one that is built by name: it says what it is for, hands out files, starts
 * something, or is no more than a note of an image for tools that update it.
 */
function looksAskedFor(stage: Stage): boolean {
  const purpose =
    /dev|test|lint|check|format|fmt|debug|prod|release|final|runtime|ci|bench|docs?|export|binar|artifact|image|target|cross|update|validate|vendor|generate|local|watch/;
  const isListed = stage.instructions.length === 1;
  const hasStart = stage.own('CMD').length > 0 || stage.own('ENTRYPOINT').length > 0;
  return isListed || hasStart || stage.isFromScratch || purpose.test(stage.name ?? '');
}
