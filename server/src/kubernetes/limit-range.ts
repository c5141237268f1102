import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** What a LimitRange says of one sort of object, with what the API server fills in (`SetDefaults_LimitRangeItem`, 1.36). */
export class LimitRangeItem {
  readonly value: YamlValue;

  constructor(value: YamlValue) {
    this.value = value;
  }

  get least(): YamlValue {
    return this.value.get('min');
  }

  get most(): YamlValue {
    return this.value.get('max');
  }

  /** The limit of a container that has none: the default, or else the maximum. */
  defaultLimit(name: string): YamlValue {
    return firstOf(this.value.at('default', name), this.most.get(name));
  }

  /** The request of a container that has none: the default, or else the default limit, or else the minimum. */
  defaultRequest(name: string): YamlValue {
    return firstOf(this.value.at('defaultRequest', name), this.defaultLimit(name), this.least.get(name));
  }
}

/** What a LimitRange says of containers. */
export function limitsOfContainers({ value }: Resource): readonly LimitRangeItem[] {
  const items = value.at('spec', 'limits').items.filter((item) => item.get('type').text === 'Container');
  return items.map((item) => new LimitRangeItem(item));
}

/** The first that is written; the last where none is. */
function firstOf(value: YamlValue, ...others: readonly YamlValue[]): YamlValue {
  const [next, ...rest] = others;
  return value.exists || !next ? value : firstOf(next, ...rest);
}
