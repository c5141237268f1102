import type { YamlValue } from '../../yaml/value.ts';
import { hideExpressions, templateOf } from './open-yaml.ts';
import type { Template } from './template.ts';

/** More combinations than these are not tried. */
const most = 256;

type Combination = ReadonlyMap<string, Template>;

/**
 * The combinations of a matrix of GitHub Actions as far as a text uses them, each by the names by which expressions ask
 * for its values: `matrix.image`, `matrix.file.tag`. One that says nothing when there is no matrix.
 */
export function combinationsOf(matrix: YamlValue, usedBy: string): readonly Combination[] {
  const isUsed = (key: string) => usedBy.includes(hiddenName(`matrix.${key}`));
  let combinations: Combination[] = [new Map()];
  for (const [key, list] of matrix.entries) {
    if (key === 'include' || key === 'exclude' || !list.isList || !isUsed(key)) continue;
    combinations = combinations.flatMap((one) =>
      list.items.map((item) => new Map([...one, ...valuesOf(`matrix.${key}`, item)])),
    );
    if (combinations.length > most) return [new Map()];
  }
  const included = matrix
    .get('include')
    .items.slice(0, most)
    .map((item) => new Map(valuesOf('matrix', item)));
  const useful = included.filter((one) => [...one.keys()].some((name) => isUsed(name.slice('matrix.'.length))));
  if (useful.length === 0) return combinations;
  return withIncluded(combinations, useful).slice(0, most);
}

/** What `include` adds: to the combinations that it does not contradict, or else on its own. */
function withIncluded(combinations: readonly Combination[], included: readonly Combination[]): readonly Combination[] {
  const isEmpty = combinations.every(({ size }) => size === 0);
  const added = included.filter((one) => isEmpty || !combinations.some((other) => agree(one, other)));
  const extended = isEmpty
    ? []
    : combinations.map(
        (one) => new Map([...included.filter((other) => agree(other, one)).flatMap((other) => [...other]), ...one]),
      );
  return [...extended, ...added];
}

function agree(one: Combination, other: Combination): boolean {
  return [...one].every(([name, value]) => !other.has(name) || other.get(name)?.resolved === value.resolved);
}

function valuesOf(name: string, value: YamlValue, depth = 0): [string, Template][] {
  if (value.isMap && depth < 4)
    return value.entries.flatMap(([key, one]) => valuesOf(`${name}.${key}`, one, depth + 1));
  const template = templateOf(value);
  return template ? [[name, template.fixed]] : [];
}

/** A name as it stands in a text whose expressions are hidden. */
function hiddenName(name: string): string {
  return hideExpressions(`{{${name}}}`).slice(2, -2);
}
