import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScalar, stringify } from 'yaml';
import type { Plain } from '../../server/src/yaml/render.ts';
import { built, uriOf } from '../support/kustomize.ts';

type PlainMap = { [key: string]: Plain };

const scalars = fc.oneof(
  fc.constantFrom<Plain>('a', 'two words', '# none', 'x: y', '', 'true', '1'),
  fc.integer(),
  fc.boolean(),
);
const names = fc.constantFrom('a', 'b', 'c', 'd');

/** Maps of maps, lists and scalars, few keys of which are many the same. */
const { value: values } = fc.letrec<{ value: Plain; map: Plain; list: Plain }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalars, tie('map'), tie('list')),
  map: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  list: fc.array(scalars, { minLength: 1, maxLength: 3 }),
}));

const maps = fc.dictionary(names, values, { minKeys: 1, maxKeys: 4 }) as fc.Arbitrary<PlainMap>;

/** Members of a list that are told apart by their names. */
const members = fc.uniqueArray(
  fc.record({ name: names, more: fc.option(maps, { nil: undefined }), value: fc.option(scalars, { nil: undefined }) }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
);

/** The same as patches have them: with nulls that delete. */
const patchMaps = fc.dictionary(
  names,
  fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) }),
  {
    minKeys: 1,
    maxKeys: 4,
  },
) as fc.Arbitrary<PlainMap>;

const styles = fc.record({
  collectionStyle: fc.constantFrom<'any' | 'flow'>('any', 'any', 'flow'),
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  singleQuote: fc.boolean(),
});

function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a strategic merge yields, lists of containers and of their variables being merged by name. */
function merged(base: Plain | undefined, patch: Plain, key: string): Plain {
  if (Array.isArray(base) && Array.isArray(patch) && (key === 'containers' || key === 'env')) {
    const named = (list: readonly Plain[], name: Plain | undefined) =>
      list.find((one) => isPlainMap(one) && one.name === name) as PlainMap | undefined;
    const first = patch.map((one: Plain) => merged(named(base, (one as PlainMap).name), one, ''));
    return [...first, ...base.filter((one: Plain) => !named(patch, (one as PlainMap).name))];
  }
  if (!isPlainMap(patch)) return patch;
  const result: PlainMap = isPlainMap(base) ? { ...base } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value, name);
  }
  return result;
}

function deployment(spec: object, container: object, env: readonly object[] | undefined): PlainMap {
  const containers = [{ ...container, name: 'web', ...(env && { env }) }];
  const own = { more: spec, template: { spec: { containers } } };
  return JSON.parse(
    JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: own }),
  );
}

describe('for any overlay', () => {
  const bases = fc.tuple(maps, maps, fc.option(members, { nil: undefined }));
  const patches = fc.tuple(patchMaps, patchMaps, fc.option(members, { nil: undefined }));

  it('a build equals the merge of what its files say, and each value stands where it says', () =>
    fc.assert(
      fc.asyncProperty(
        bases,
        fc.array(patches, { minLength: 1, maxLength: 2 }),
        styles,
        fc.boolean(),
        async (base, overlays, style, isInline) => {
          const objects = overlays.map((patch) => deployment(...patch));
          const texts = objects.map((object) => stringify(object, { ...style, lineWidth: 0 }));
          const patchFiles = Object.fromEntries(texts.map((text, index) => [`app/patch-${index}.yaml`, text]));
          const indented = (text: string) => text.replace(/^(?=.)/gm, '      ');
          const entries = texts.map((text, index) =>
            isInline ? `  - patch: |\n${indented(text)}` : `  - path: patch-${index}.yaml\n`,
          );
          const files: Record<string, string> = {
            'app/web.yaml': stringify(deployment(...base), { ...style, lineWidth: 0 }),
            'app/kustomization.yaml': `resources:\n  - web.yaml\npatches:\n${entries.join('')}`,
            ...(isInline ? {} : patchFiles),
          };
          const { resources, plain, incomplete } = await built(files);
          expect(incomplete).toEqual([]);
          expect(plain).toEqual([
            objects.reduce<Plain>((object, patch) => merged(object, patch, ''), deployment(...base)),
          ]);

          const [resource] = resources;
          const waiting = [resource?.manifest.document.root];
          for (let value = waiting.pop(); value; value = waiting.pop()) {
            waiting.push(...value.items, ...value.entries.map(([, inner]) => inner));
            const { origin, span, node } = value;
            const place = span && resource?.placeOf(span);
            if (!isScalar(node) || !place) continue;
            const file = Object.keys(files).find((name) => uriOf(name) === place.uri) ?? '';
            const written = origin?.value.document.text.slice(origin.value.span?.start, origin.value.span?.end);
            expect(files[file]?.slice(place.span.start, place.span.end)).toBe(written);
            expect(origin?.value.text).toBe(value.text);
          }
        },
      ),
      { numRuns: 150 },
    ));
});
