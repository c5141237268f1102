import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearPattern } from '../../server/src/text/linear-pattern.ts';

describe('a pattern of somebody else', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    'ab',
    '[a-b]',
    '[^a]',
    '\\d',
    '\\w',
    '\\.',
    '\\b',
    '^',
    '$',
    '(',
    ')',
    '(?:',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{1,}',
    '{0,2}',
    '*?',
  );
  const text = fc
    .array(fc.constantFrom('a', 'b', '1', '.', ' ', '😀'), { maxLength: 8 })
    .map((chars) => chars.join(''));

  it('finds what a regular expression finds', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), text, (parts, subject) => {
        const source = parts.join('');
        let pattern: LinearPattern;
        let expected: RegExp;
        try {
          expected = new RegExp(source, 'u');
          pattern = new LinearPattern(source);
        } catch {
          return;
        }
        read++;
        expect({ source, subject, found: pattern.test(subject) }).toEqual({
          source,
          subject,
          found: expected.test(subject),
        });
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  it.each(['(a+)+$', '^(a|a)*$', '(a*)*b', '^(?:(?:a|aa)+)+b$', `${'.*'.repeat(30)}b`, '(a?){50}a{50}b'])(
    '%s takes no time',
    (source) => {
      const started = performance.now();
      expect(new LinearPattern(source).test(`${'a'.repeat(2000)}!`)).toBe(false);
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );

  it.each([
    '(',
    'a)',
    '[a',
    '*',
    'a**',
    '(?=a)',
    '(?<!a)',
    '(a)\\1',
    '\\',
    '\\p{L}',
    '((((){999}){999}){999}){999}',
    'a{9999}',
  ])('%j is refused', (source) => {
    expect(() => new LinearPattern(source)).toThrow(SyntaxError);
  });
});

it('a pattern of many brackets is refused', () => {
  expect(() => new LinearPattern('('.repeat(20_000))).toThrow(SyntaxError);
});
