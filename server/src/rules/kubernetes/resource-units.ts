import { isPlaceholder } from '../../kubernetes/container.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { quantitiesOf, type WrittenQuantity } from '../../kubernetes/quantities.ts';
import { type Measure, measureOf, mistakeIn, type QuantityMistake } from '../../kubernetes/quantity-mistakes.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'resource-units',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write amounts of CPU and memory in units that mean them',
  why: 'Kubernetes knows `Ki`, `Mi`, `Gi` and so on for powers of two, `k`, `M`, `G` for powers of ten, and `m` for a thousandth. `512MB`, `1g` and `500 Mi` are no quantities, and the API server refuses the object. Worse are those that can be read: `memory: 512m` is half a byte and `memory: 512` is 512 bytes, in which nothing starts; `cpu: 500` is five hundred cores, for which no node has room, and of `cpu: 0.5m` nothing is left but the least there is.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Writes the amount that was most likely meant: `Mi` for `m`, `MB` and their like, as Docker and Java count; thousandths for more than 200 cores. Where it may be either, there is no fix.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes',
    'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 500\n          memory: 256m # as in Compose\n        limits:\n          cpu: "0.5m"\n          memory: 512MB\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 500m\n          memory: 256Mi # as in Compose\n        limits:\n          cpu: "500m"\n          memory: 512Mi\n',
    },
    {
      bad: 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          initContainers:\n            - name: fetch\n              image: fetch:1.0\n              resources: {requests: {cpu: 1 core, memory: 1g}, limits: {memory: 1 Gi}}\n          containers:\n            - name: report\n              image: report:1.0\n              resources:\n                limits:\n                  memory: 512\n',
      fixed:
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: report\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          initContainers:\n            - name: fetch\n              image: fetch:1.0\n              resources: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}\n          containers:\n            - name: report\n              image: report:1.0\n              resources:\n                limits:\n                  memory: 512Mi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 10GB\n',
      fixed:
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 10Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          memory: plenty\n',
      note: 'How much that is, nobody but you knows.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 0.5\n          memory: 0\n        limits:\n          cpu: 2\n          memory: 1288490188800m\n          nvidia.com/gpu: 1\n    - name: bytes\n      image: nginx:1.30\n      resources:\n        limits:\n          cpu: 1e-1\n          memory: 134217728\n',
    },
    {
      good: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\nspec:\n  hard:\n    requests.cpu: "1000"\n    limits.memory: 2Ti\n    pods: "50"\n',
    },
  ],
  check({ manifest, report }) {
    const seen = new Set<unknown>();
    for (const quantity of manifest.resources.flatMap(quantitiesOf)) {
      const { name, value, isTotal } = quantity;
      const { text, span, node } = value;
      if (text === undefined || !span || seen.has(node) || isPlaceholder(text)) continue;
      seen.add(node);
      const measure = measureOf(name);
      const mistake = mistakeIn(text, measure);
      if (!mistake || (isTotal && mistake.sort === 'huge')) continue;
      const { sort, meant } = mistake;
      const finding = report(span, messageFor(quantity, text, mistake, measure));
      if (sort === 'tiny' || sort === 'huge') finding.grade('warning');
      if (meant !== undefined) finding.fix(`Write ${meant}`, () => replaceValue(value, meant));
    }
  },
});

function messageFor({ name }: WrittenQuantity, text: string, { sort, meant }: QuantityMistake, measure: Measure) {
  const advice = meant === undefined ? 'say how much you mean' : `write ${meant}`;
  switch (sort) {
    case 'unreadable':
      return `"${text}" is no quantity of ${name}, so the API server refuses it: ${advice}`;
    case 'negative':
      return `An amount of ${name} cannot be less than nothing, so the API server refuses it: ${advice}`;
    case 'tiny':
      return measure === 'cpu'
        ? `${name}: ${text} is less than a thousandth of a core, the least there is: ${advice}`
        : `${name}: ${text} is ${bytesIn(text)}, in which nothing fits: ${advice}`;
    default:
      return `${name}: ${text} is more cores than a node has: ${advice}`;
  }
}

function bytesIn(text: string): string {
  return /^\d+$/.test(text) ? `${text} bytes` : 'a fraction of as many bytes';
}
