import { removePair } from '../../dockerfile/edits.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'duplicate-env-key',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Set each variable once',
  why: 'When a stage sets a variable twice and nothing in between uses it, the first value never has an effect. Most often one of the two lines was copied and its name forgotten.',
  aliases: ['dockerfile-doctor/DD044'],
  fix: 'suggested',
  fixing: 'Removes the variable whose value has no effect. Refused where it stands in the middle of several lines.',
  references: ['https://docs.docker.com/reference/dockerfile/#env'],
  examples: [
    {
      bad: 'FROM alpine:3.22\nENV MODE=debug\nENV LANG=C.UTF-8\nENV MODE=release\n',
      fixed: 'FROM alpine:3.22\nENV LANG=C.UTF-8\nENV MODE=release\n',
    },
    { bad: 'FROM alpine:3.22\nENV A=1 A=2\n', fixed: 'FROM alpine:3.22\nENV A=2\n' },
    { good: 'FROM alpine:3.22\nENV MODE=debug\nRUN ./configure\nENV MODE=release\n', note: 'RUN may use it.' },
    { good: 'FROM alpine:3.22\nENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n' },
  ],
  check({ dockerfile, report }) {
    for (const stage of dockerfile.stages.length > 0 ? dockerfile.stages : [dockerfile.preamble]) {
      for (const { env, pair, again } of withoutEffect(stage)) {
        report(pair.key.span, `${pair.key.text} is set again below before anything uses it: this value has no effect`)
          .relate(again.key.span, 'It is set again here')
          .tag('unnecessary')
          .fix('Remove the value without effect', () => removePair(dockerfile, env, pair));
      }
    }
  },
});

interface Overwritten {
  readonly env: KeyValueInstruction;
  readonly pair: KeyValue;
  readonly again: KeyValue;
}

/** The variables of a stage that are set again before anything has used them. */
function withoutEffect(stage: Stage): Overwritten[] {
  const found: Overwritten[] = [];
  const pending = new Map<string, { env: KeyValueInstruction; pair: KeyValue }>();
  for (const instruction of stage.instructions) {
    // Only what cannot use a variable without naming it may stand between the two.
    if (!['ENV', 'LABEL', 'EXPOSE', 'ARG', 'VOLUME'].includes(instruction.keyword)) {
      pending.clear();
      continue;
    }
    if (/\$/.test(instruction.arguments.text)) pending.clear();
    if (instruction.keyword !== 'ENV') continue;
    const env = instruction as KeyValueInstruction;
    for (const pair of env.pairs) {
      const earlier = pending.get(pair.key.text);
      if (earlier) found.push({ ...earlier, again: pair });
      pending.set(pair.key.text, { env, pair });
    }
  }
  return found;
}
