import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'empty-copy-source',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not copy from a stage that holds no files',
  why: 'A stage that begins with `FROM scratch` and neither copies nor runs anything has no files, so that a `COPY` from it fails. Most often the stage was emptied or its base changed, and this line was forgotten.',
  aliases: ['tally/copy-from-empty-scratch-stage'],
  fix: 'none',
  references: ['https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch'],
  examples: [
    { bad: 'FROM scratch AS files\nLABEL a=b\nFROM alpine:3.22\nCOPY --from=files /out/app /app\n' },
    { good: 'FROM scratch AS files\nCOPY out /out\nFROM alpine:3.22\nCOPY --from=files /out/app /app\n' },
    {
      good: 'FROM scratch AS nothing\nFROM alpine:3.22\nCOPY --from=nothing / /extras\n',
      note: 'An empty folder can be copied.',
    },
  ],
  check({ dockerfile, report }) {
    for (const { uses } of dockerfile.stages) {
      for (const { stage, by, word } of uses) {
        if (by.keyword !== 'COPY' || !isEmpty(stage) || !wantsFiles(by as CopyInstruction)) continue;
        report(word.span, `There are no files in ${stage.label}, which starts from scratch and adds none: COPY fails`);
      }
    }
  },
});

/** Whether nothing puts files into a stage. WORKDIR counts as putting: it makes a folder. */
function isEmpty(stage: Stage): boolean {
  const adds = ['ADD', 'COPY', 'RUN', 'WORKDIR'];
  return (
    stage.isFromScratch &&
    stage.lineage.every(({ instructions }) => instructions.every(({ keyword }) => !adds.includes(keyword)))
  );
}

/** Whether a COPY names something that must be there: the root always is, and patterns may match nothing. */
function wantsFiles({ sources }: CopyInstruction): boolean {
  return sources.some(({ text }) => !/^["']?[./]*["']?$/.test(text) && !/[*?[$]/.test(text));
}
