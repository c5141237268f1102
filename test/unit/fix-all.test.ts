import { describe, expect, it } from 'vitest';
import { fixAll, type Judged } from '../../server/src/core/fix-all.ts';
import { Report } from '../../server/src/core/report.ts';
import type { RuleMeta } from '../../server/src/core/rule.ts';
import { afterEdits, insert, remove, replace, type TextEdit } from '../../server/src/text/edit.ts';
import { MemoryHost } from '../support/memory-host.ts';

const rule: RuleMeta = {
  id: 'bad-word',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.0.0',
  summary: 'Use no bad words',
  why: '',
  aliases: [],
  fix: 'safe',
  examples: [],
};

/** Judges a text in which every `bad` is found; `edit` builds the fix of the one at an offset. */
function judgeWith(edit: (at: number, text: string) => readonly TextEdit[], defects: (text: string) => string[]) {
  return async (text: string): Promise<Judged> => {
    const findings = [...text.matchAll(/bad/g)].map(({ index }) =>
      new Report(rule, undefined, { start: index, end: index + 3 }, 'A bad word').fix('Mend it', () =>
        edit(index, text),
      ),
    );
    return { findings, defects: defects(text), partOf: (offset) => offset };
  };
}

const context = { uri: 'file:///file', host: new MemoryHost({}) };
const fix = (
  text: string,
  edit: (at: number, text: string) => readonly TextEdit[],
  defects = (_: string): string[] => [],
) => fixAll(text, ['safe'], judgeWith(edit, defects), context);

describe('fixing all', () => {
  it('takes a fix back that leaves its finding, and keeps the others', async () => {
    const edit = (at: number) => (at === 0 ? [insert(at + 3, '!')] : [replace({ start: at, end: at + 3 }, 'good')]);
    expect(await fix('bad bad', edit)).toMatchObject({ text: 'bad good' });
  });

  it('takes a fix back that puts its finding where it stood', async () => {
    expect(await fix('a bad', (at) => [insert(at, 'x ')])).toMatchObject({ text: 'a bad', applied: [] });
    expect(await fix('a bad', (at) => [replace({ start: at, end: at + 3 }, 'very bad')])).toMatchObject({
      text: 'a bad',
    });
  });

  it('takes a fix back after which the text cannot be read, and keeps the others', async () => {
    const edit = (at: number) => [replace({ start: at, end: at + 3 }, at === 0 ? '"' : 'good')];
    const defects = (text: string) => (text.includes('"') ? ['a quote'] : []);
    expect(await fix('bad bad', edit, defects)).toMatchObject({ text: 'bad good' });
  });

  it('applies no fix together with one that changes what it was made from', async () => {
    const judge = async (text: string): Promise<Judged> => {
      const [, port = ''] = /port: (\d+)/.exec(text) ?? [];
      const at = text.indexOf(port);
      const lacking = new Report(rule, undefined, { start: text.length, end: text.length }, 'No probe')
        .fix('Add a probe', () => [insert(text.length, ` probe: ${port}`)])
        .madeFrom({ start: at, end: at + port.length });
      const wrong = new Report(rule, undefined, { start: at, end: at + port.length }, 'Wrong port').fix(
        'Mend it',
        () => [replace({ start: at, end: at + port.length }, '3000')],
      );
      // The finding that lacks something stands before the one that is wrong.
      const findings = [...(text.includes('probe') ? [] : [lacking]), ...(port === '80' ? [wrong] : [])];
      return { findings, defects: [], partOf: (offset) => offset };
    };
    const fixed = await fixAll('port: 80', ['safe'], judge, context);
    expect(fixed.text).toBe('port: 3000 probe: 3000');
  });

  it('applies the first of fixes that do harm together, and the other where it then does none', async () => {
    const defects = (text: string) => (text === 'good good' ? ['too good'] : []);
    const always = (at: number) => [replace({ start: at, end: at + 3 }, 'good')];
    expect(await fix('bad bad', always, defects)).toMatchObject({ text: 'good bad' });
    const other = (at: number, text: string) => [
      replace({ start: at, end: at + 3 }, text.startsWith('good') ? 'fine' : 'good'),
    ];
    expect(await fix('bad bad', other, defects)).toMatchObject({ text: 'good fine' });
  });

  it('does not mind what was wrong before', async () => {
    const edit = (at: number) => [replace({ start: at, end: at + 3 }, 'good')];
    expect(await fix('bad "', edit, () => ['a quote'])).toMatchObject({ text: 'good "' });
  });

  it('mends what one rule finds in a part of the text before what another does', async () => {
    const other = { ...rule, id: 'other' };
    const judge = (text: string): Judged => {
      const at = (start: number) => ({ start, end: start + 1 });
      const findings = /[xy]/.test(text)
        ? []
        : [
            new Report(rule, undefined, at(0), 'No x').fix('Add x', () => [insert(0, 'x')]),
            new Report(other, undefined, at(1), 'No y').fix('Add y', () => [insert(1, 'y')]),
            new Report(rule, undefined, at(2), 'No x').fix('Add x', () => [insert(2, 'x')]),
          ];
      return { findings, defects: [], partOf: () => 0 };
    };
    expect(await fixAll('abc', ['safe'], judge, context)).toMatchObject({ text: 'xabxc' });
  });

  it('leaves a fix out whose edits overlap, or that throws, and says so', async () => {
    const overlapping = (at: number) =>
      at === 0 ? [remove({ start: 0, end: 2 }), insert(1, 'x')] : [replace({ start: at, end: at + 3 }, 'good')];
    const fixed = await fix('bad bad', overlapping);
    expect(fixed.text).toBe('bad good');
    expect(fixed.crashes.map(({ rule }) => rule)).toEqual(['bad-word']);
    const throwing = await fix('bad', () => {
      throw new Error('no');
    });
    expect(throwing).toMatchObject({ text: 'bad', crashes: [{ rule: 'bad-word' }] });
  });
});

describe('a place after edits', () => {
  it.each<[string, number, TextEdit[], unknown]>([
    ['moves with what is inserted before it', 5, [insert(2, 'abc')], { start: 8, end: 8 }],
    ['moves back with what is removed before it', 5, [remove({ start: 2, end: 5 })], { start: 2, end: 2 }],
    ['may be on either side of what is inserted there', 5, [insert(5, 'ab')], { start: 5, end: 7 }],
    [
      'is somewhere in what takes its place',
      5,
      [insert(0, 'x'), replace({ start: 4, end: 9 }, 'ab')],
      { start: 5, end: 7 },
    ],
    ['is gone with its text', 5, [remove({ start: 5, end: 6 })], undefined],
    ['stays before later edits', 5, [replace({ start: 6, end: 9 }, '')], { start: 5, end: 5 }],
  ])('%s', (_, at, edits, expected) => {
    expect(afterEdits(at, edits)).toEqual(expected);
  });
});
