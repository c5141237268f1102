import { type Built, Refusal, together } from '../../core/fix.ts';
import { type Regrouping, regroup, type ShapeMap } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/** `autoscaling/v2` is what `v2beta2` was; `v2beta1` wrote the target of a metric, and its name, as single fields. */
export const autoscaler: Migration = {
  safetyOf: () => 'safe',

  reshape({ value, apiVersion }: Resource): Built {
    if (apiVersion !== 'autoscaling/v2beta1') return [];
    const sources = value
      .at('spec', 'metrics')
      .items.flatMap((metric) => metric.entries.filter(([, source]) => source.isMap));
    return together(...sources.map(([sort, source]) => reshaped(sort, source)));
  },
};

function reshaped(sort: string, source: YamlValue): Built {
  const goals = [...targets(source)];
  if (goals.length > 1) return new Refusal('A metric has two targets, of which only one counts.');
  const groups: Regrouping[] = [];
  const described = source.get('target');
  if (sort === 'object' && described.hasKey) {
    groups.push({ take: [described], put: { describedObject: described } });
  }
  const [name, selector] = [source.get('metricName'), source.get(sort === 'external' ? 'metricSelector' : 'selector')];
  if (name.hasKey) {
    const put: ShapeMap = selector.hasKey ? { name, selector } : { name };
    groups.push({ take: selector.hasKey ? [name, selector] : [name], put: { metric: put } });
  }
  return regroup(source, [...groups, ...goals]);
}

/** The target of a metric: a share of what is requested, a value, or a value for each pod on average. */
function* targets(source: YamlValue): Iterable<Regrouping> {
  for (const [old, type, field] of targetFields) {
    const goal = source.get(old);
    if (goal.hasKey) yield { take: [goal], put: { target: { type, [field]: goal } } };
  }
}

const targetFields = [
  ['targetAverageUtilization', 'Utilization', 'averageUtilization'],
  ['targetAverageValue', 'AverageValue', 'averageValue'],
  ['averageValue', 'AverageValue', 'averageValue'],
  ['targetValue', 'Value', 'value'],
] as const;
