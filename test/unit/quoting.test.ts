import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, only } from '../support/judge.ts';

const rule = registry.get('maintainer-is-a-label');

/** What stands behind MAINTAINER, and what the label says that takes its place. */
async function relabelled(head: string, author: string): Promise<{ before?: string; after?: string }> {
  if (!rule) throw new Error('there is no such rule');
  const judged = new Judgement('Dockerfile', `${head}FROM alpine:3.24\nENV b=c\nMAINTAINER ${author}\n`, only(rule));
  const before = new Dockerfile(judged.source.text).instructions('MAINTAINER')[0]?.value?.text;
  const label = new Dockerfile(await judged.fixed()).instructions('LABEL')[0];
  const value = label?.pairs.length === 1 ? label.pairs[0]?.value : undefined;
  const after = value && label?.stage.expand(value).value;
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

describe('a label says what MAINTAINER said', () => {
  it.each([
    ['', 'a $b ${b} <c>', 'a $b ${b} <c>'],
    ['', '"a\\"', 'a\\'],
    ['', '"a" <b>', '"a" <b>'],
    ['', "it's $b", "it's $b"],
    ['# escape=`\n', 'a\\b "c" `d', 'a\\b "c" `d'],
    ['# escape=`\n', '"a\\"', 'a\\'],
  ])('%j %s', async (head, author, said) => {
    expect((await relabelled(head, author)).after).toBe(said);
  });

  it('whatever it said', async () => {
    const letters = fc.constantFrom(...'ab"\'\\`${}=# <>:-é😀');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', '# escape=`\n'), fc.string({ unit: letters }), async (head, author) => {
        const { before, after } = await relabelled(head, author);
        if (after !== undefined) expect(after).toBe(before?.replace(/^"([^"]*)"$/, '$1'));
      }),
      { numRuns: 500 },
    );
  });
});
