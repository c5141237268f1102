import { removeInstruction } from '../../dockerfile/edits.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'duplicate-run',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Run nothing twice in a row',
  why: 'Two RUN instructions with the same text, one right after the other, are most likely a slip of copying or merging: the second makes a layer and takes time, and rarely does anything that the first has not done.',
  aliases: ['dockerfile-doctor/DD065'],
  fix: 'suggested',
  fixing: 'Removes the second one.',
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN apk add --no-cache curl\nRUN apk add --no-cache curl\n',
      fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl\n',
    },
    { good: 'FROM alpine:3.24\nRUN ./step\nCOPY . .\nRUN ./step\n' },
  ],
  check({ dockerfile, report }) {
    for (const { instructions } of dockerfile.stages) {
      let before: RunInstruction | undefined;
      for (const instruction of instructions) {
        const run = instruction instanceof RunInstruction ? instruction : undefined;
        if (run && before && textOf(run, dockerfile.text) === textOf(before, dockerfile.text)) {
          report(run.lineSpan, 'This runs just what the RUN before has run: remove one of them')
            .relate(before.keywordSpan, 'The RUN before')
            .tag('unnecessary')
            .fix('Remove the second one', [removeInstruction(dockerfile, run)]);
        }
        before = run;
      }
    }
  },
});

/** What is run, here-documents included, without the white space that means nothing. */
function textOf({ span, keywordSpan }: RunInstruction, text: string): string {
  return text.slice(keywordSpan.end, span.end).trim();
}
