import fc from 'fast-check';
import type { Plain } from '../../server/src/yaml/render.ts';
import type { YamlValue } from '../../server/src/yaml/value.ts';

/** The value at the end of a path of keys and indices. */
export function find(root: YamlValue, at: readonly (string | number)[]): YamlValue {
  return at.reduce<YamlValue>(
    (value, key) => (typeof key === 'number' ? (value.items[key] as YamlValue) : value.get(key)),
    root,
  );
}

/** A document as somebody might write it, with the value it stands for. */
interface Written {
  readonly lines: readonly string[];
  readonly value: Record<string, Plain>;
}

const keyArbitrary = fc.constantFrom('a', 'b', 'name', 'spec', 'limits', 'x-y', 'image');
const scalarArbitrary = fc.constantFrom(
  '1',
  'true',
  'text',
  '"quoted # text"',
  "'single'",
  'null',
  '',
  '|\n  block\n  text',
  '[a, b]',
  '{}',
  '{k: 1}',
);
const commentArbitrary = fc.constantFrom('', '', '', ' # comment');

/** Random maps in block style, indented by 2 or 4, with comments and blank lines in between. */
function documentArbitrary(unit: number): fc.Arbitrary<Written> {
  const { map } = fc.letrec<{ map: Written }>((tie) => ({
    map: fc
      .uniqueArray(
        fc.record({
          key: keyArbitrary,
          scalar: scalarArbitrary,
          comment: commentArbitrary,
          nested: fc.option(tie('map'), { maxDepth: 3, depthSize: 'small' }),
          asList: fc.boolean(),
          before: fc.constantFrom('', '', '# note', ' '),
        }),
        { selector: ({ key }) => key, minLength: 1, maxLength: 4 },
      )
      .map((entries) => writeMap(entries, unit)),
  }));
  return map;
}

interface Entry {
  readonly key: string;
  readonly scalar: string;
  readonly comment: string;
  readonly nested: Written | null;
  readonly asList: boolean;
  readonly before: string;
}

function writeMap(entries: readonly Entry[], unit: number): Written {
  const lines: string[] = [];
  const margin = ' '.repeat(unit);
  for (const { key, scalar, comment, nested, asList, before } of entries) {
    if (before) lines.push(before);
    if (nested && asList) {
      const body = nested.lines.filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
      lines.push(`${key}:${comment}`, ...body.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
    } else if (nested) lines.push(`${key}:${comment}`, ...nested.lines.map((line) => margin + line));
    else if (scalar.startsWith('|')) lines.push(`${key}: |`, `${margin}block`, `${margin}text`);
    else lines.push(`${key}:${scalar === '' ? '' : ' '}${scalar}${comment}`);
  }
  return { lines, value: {} };
}

/** The paths of all maps in a plain value. */
export function mapPaths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => mapPaths(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => mapPaths(inner, [...path, key]))];
}

/** Texts of documents, indented by 2 or 4, with either line break, and with or without one at the end. */
export const texts = fc
  .tuple(fc.constantFrom(2, 4), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .chain(([unit, eol, ends]) => documentArbitrary(unit).map(({ lines }) => lines.join(eol) + (ends ? eol : '')));
