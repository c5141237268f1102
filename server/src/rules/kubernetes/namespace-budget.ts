import { type Built, Refusal } from '../../core/fix.ts';
import type { Reporter } from '../../core/report.ts';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { mayShareNamespace } from '../../workspace/manifests/resource-index.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'namespace-budget',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say in full what a namespace and its containers may use',
  why: 'A ResourceQuota that counts pods and not what they request lets ten pods take a whole node. A LimitRange gives containers that say nothing requests and limits, and keeps others within bounds; what it leaves out is filled in by rules that few people know: a default is the maximum unless it says otherwise, and a default request is the default. Which of these a team wants differs, so this is a hint.',
  lesson: 'resources',
  aliases: ['trivy/KSV-0039', 'trivy/KSV-0040'],
  fix: 'safe',
  fixing:
    'Writes the defaults that a LimitRange has anyway, where they follow from its bounds. Bounds and quotas are yours to choose.',
  references: [
    'https://kubernetes.io/docs/concepts/policy/limit-range/',
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\nspec:\n  limits:\n    - type: Container\n      max:\n        memory: 1Gi\n      min:\n        memory: 16Mi\n',
      fixed:
        'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\nspec:\n  limits:\n    - type: Container\n      max:\n        memory: 1Gi\n      min:\n        memory: 16Mi\n      default:\n        memory: 1Gi\n      defaultRequest:\n        memory: 1Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\nspec:\n  hard:\n    pods: "20"\n    requests.cpu: "10"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n',
    },
    {
      good: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\nspec:\n  hard:\n    cpu: "10"\n    memory: 20Gi\n    limits.cpu: "20"\n    limits.memory: 20Gi\n',
      note: '`cpu` means `requests.cpu`.',
    },
    {
      good: 'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\nspec:\n  limits:\n    - type: Container\n      max: {memory: 1Gi}\n      min: {memory: 16Mi}\n      default: {memory: 200Mi}\n      defaultRequest: {memory: 100Mi}\n    - type: PersistentVolumeClaim\n      max: {storage: 10Gi}\n',
    },
  ],
  check({ manifest, report }) {
    for (const range of manifest.ofKind('LimitRange')) judgeRange(range, report);
    for (const quota of manifest.ofKind('ResourceQuota')) judgeQuota(quota, report);
  },
  checkSurroundings({ manifest, neighbours, report }) {
    for (const { name, span, label } of manifest.ofKind('Namespace')) {
      const missing = ['LimitRange', 'ResourceQuota'].filter(
        (kind) => !neighbours.everywhere(kind).some((entry) => mayShareNamespace(entry.namespace, name)),
      );
      if (name === undefined || missing.length === 0) continue;
      report(span, `${label} has no ${missing.join(' and no ')}: one workload may take what the others need`).as();
    }
  },
});

const bounds = ['max', 'min', 'default', 'defaultRequest'] as const;

function judgeRange({ value, label }: Resource, report: Reporter): void {
  const limits = value.at('spec', 'limits');
  const missingIn = (item: YamlValue) => bounds.filter((name) => !item.get(name).exists);
  if (limits.isOpen || limits.items.some((item) => missingIn(item).length === 0)) return;
  const item = limits.items.find((one) => one.get('type').text === 'Container') ?? limits.items[0];
  const span = item?.get('type').span ?? limits.keySpan ?? value.get('kind').span;
  if (!span) return;
  const missing = item ? missingIn(item) : bounds;
  report(span, `${label} leaves out ${missing.join(', ')} of what containers may use`)
    .as('trivy/KSV-0039')
    .fix('Write the defaults that follow from its bounds', () =>
      item ? writeDefaults(item) : new Refusal('It has no limits that anything follows from.'),
    );
}

/** The defaults that the API server fills in for containers (`SetDefaults_LimitRangeItem`, Kubernetes 1.36). */
function writeDefaults(item: YamlValue): Built {
  if (item.get('type').text !== 'Container' || !item.get('max').isMap || !item.get('min').isMap)
    return new Refusal('The least and the most that containers may use are yours to choose.');
  const [limit, request] = [item.get('default'), item.get('defaultRequest')];
  const limits = { ...amountsOf(item.get('max')), ...amountsOf(limit) };
  return setField(item, [], {
    ...(!limit.exists && { default: limits }),
    ...(!request.exists && { defaultRequest: { ...amountsOf(item.get('min')), ...limits } }),
  });
}

function amountsOf(map: YamlValue): Readonly<Record<string, string>> {
  return Object.fromEntries(map.entries.flatMap(([name, { text }]) => (text === undefined ? [] : [[name, text]])));
}

function judgeQuota({ value, label }: Resource, report: Reporter): void {
  const hard = value.at('spec', 'hard');
  const span = hard.keySpan ?? value.get('kind').span;
  const wanted = [['requests.cpu', 'cpu'], ['requests.memory', 'memory'], ['limits.cpu'], ['limits.memory']] as const;
  const missing = wanted.filter((names) => !names.some((name) => hard.get(name).exists)).map(([name]) => name);
  if (missing.length === 0 || !span || hard.isUnknown) return;
  report(span, `${label} leaves ${missing.join(', ')} without a limit`).as('trivy/KSV-0040');
}
