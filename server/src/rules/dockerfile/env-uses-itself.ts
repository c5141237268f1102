import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { KeyValue, KeyValueInstruction } from '../../dockerfile/instructions/key-value.ts';
import { isDeclared } from '../../dockerfile/variables.ts';
import { replace } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'env-uses-itself',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not use a variable in the ENV that sets it',
  why: 'All values of one `ENV` are read before any of its variables is set: in `ENV A=1 B=$A` the second is whatever `A` was before, which is most often nothing. Two instructions do what was meant.',
  aliases: ['hadolint/DL3044', 'droast/DF062', 'buildkit/UndefinedVar'],
  fix: 'suggested',
  fixing:
    'Begins another `ENV` before the variable that refers to an earlier one. Refused where a comment stands between the two.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  examples: [
    {
      bad: 'FROM alpine:3.22\nENV APP_HOME=/app \\\n    APP_CONF=$APP_HOME/conf\n',
      fixed: 'FROM alpine:3.22\nENV APP_HOME=/app\nENV APP_CONF=$APP_HOME/conf\n',
    },
    { good: 'FROM alpine:3.22\nENV APP_HOME=/app\nENV APP_CONF=$APP_HOME/conf\n' },
    { good: 'FROM alpine:3.22\nENV PATH=/app/bin:$PATH\n', note: 'The value from before is meant.' },
  ],
  check({ dockerfile, report }) {
    for (const env of dockerfile.instructions('ENV')) {
      if (env.onbuild || env.pairs.length < 2) continue;
      const set = new Set<string>();
      for (const [index, pair] of env.pairs.entries()) {
        const { references } = env.stage.scope.expand(pair.value?.piece ?? pair.key.piece, env.span.start);
        const reference = references.find(({ name }) => set.has(name));
        set.add(pair.key.text);
        if (!reference) continue;
        const { name } = reference;
        const isNew = isDeclared(name, env.stage, env.span.start) === false;
        report(
          reference.nameSpan,
          `${name} has here the value from before this ENV, not the one set beside it: use an ENV of its own`,
        )
          .as('hadolint/DL3044', 'droast/DF062', ...(isNew ? ['buildkit/UndefinedVar'] : []))
          .fix('Begin another ENV', () => split(dockerfile, env, env.pairs[index - 1], pair));
      }
    }
  },
});

/** Ends the instruction behind one variable, and begins another before the next. */
function split({ text }: Dockerfile, env: KeyValueInstruction, before: KeyValue | undefined, after: KeyValue): Built {
  const start = (before?.value ?? before?.key)?.span.end;
  if (start === undefined) return new Refusal('It is the first variable.');
  const gap = { start, end: after.key.span.start };
  const between = text.slice(gap.start, gap.end).replaceAll(env.escapeMark, '');
  if (between.trim() !== '') return new Refusal('A comment stands between the two.');
  return [replace(gap, `${lineBreakOf(text)}${env.writtenKeyword} `)];
}
