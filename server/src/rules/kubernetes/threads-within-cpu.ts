import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceSetting, setField } from '../../kubernetes/edits.ts';
import { formatCpu } from '../../kubernetes/quantity.ts';
import { type RuntimeSetting, runtimeSettingsOf } from '../../kubernetes/runtime-settings.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'threads-within-cpu',
  category: 'reliability',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Compute with no more threads than the CPU limit lets run',
  why: 'A CPU limit is an amount of time for each tenth of a second. More threads than cores use it up sooner, and all of them stand still until the next: requests then take a hundred milliseconds longer than they should. A runtime such as Go, OpenMP or Tokio should compute with as many threads as the limit has cores. For processes that wait for others most of the time, the documentation of Gunicorn gives twice the cores and one more; that is told under `strict`.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Takes the number of threads from the limit, rounded up, by a `resourceFieldRef`; lowers the number of processes to twice the cores and one more.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/environment-variable-expose-pod-information/',
    'https://docs.gunicorn.org/en/stable/design.html#how-many-workers',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: GOMAXPROCS # of the node\n          value: "16"\n        - {name: OMP_NUM_THREADS, value: "4"}\n      resources:\n        limits:\n          cpu: 1500m\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: GOMAXPROCS # of the node\n          valueFrom:\n            resourceFieldRef:\n              resource: limits.cpu\n        - {name: OMP_NUM_THREADS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}\n      resources:\n        limits:\n          cpu: 1500m\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    limits:\n      cpu: 500m\n  containers:\n    - name: web\n      image: web:1.0\n      command: ["sh", "-c", "exec gunicorn -w 8 -b :8080 web:app"]\n      env:\n        - name: GOMAXPROCS\n          value: "2"\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    limits:\n      cpu: 500m\n  containers:\n    - name: web\n      image: web:1.0\n      command: ["sh", "-c", "exec gunicorn -w 3 -b :8080 web:app"]\n      env:\n        - name: GOMAXPROCS\n          value: "1"\n',
      preset: 'strict',
      note: "The limit is that of the pod, which a container's variable cannot be taken from.",
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: GOMAXPROCS\n          value: "2"\n        - name: WEB_CONCURRENCY\n          value: "5"\n      resources:\n        limits:\n          cpu: 1500m\n    - name: other\n      image: web:1.0\n      env:\n        - name: GOMAXPROCS\n          value: "8"\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const limit = container.resources.ceiling('cpu');
      if (limit === undefined) continue;
      for (const setting of runtimeSettingsOf(container)) {
        const { kind, name, amount, source } = setting;
        if (kind !== 'threads' && kind !== 'workers') continue;
        const cores = Math.ceil(limit);
        const most = kind === 'threads' ? cores : 2 * cores + 1;
        if (amount === undefined || amount <= most) continue;
        const span = sourceSpan(source, 0, source.text.length);
        const allowed = `the CPU limit of ${container.label} is ${formatCpu(limit)}`;
        if (kind === 'threads')
          report(
            span,
            `${name} starts ${amount} threads and ${allowed}: they use it up and stand still for the rest of the time`,
          ).fix('Take it from the limit', () => takeFromLimit(setting, container, most));
        else
          report(span, `${name} starts ${amount} processes and ${allowed}: more than ${most} wait for one another`)
            .onlyIn('strict')
            .fix(`Start ${most}`, () => replaceSetting(setting, String(most)));
      }
    }
  },
});

/** Has the kubelet fill in the limit of the container, rounded up; writes the number where it has none of its own. */
function takeFromLimit(setting: RuntimeSetting, { resources }: Container, threads: number): Built {
  const { owner } = setting;
  const item = owner.parent;
  if (!resources.limit('cpu').exists || !item?.isMap) return replaceSetting(setting, String(threads));
  const reference = { resourceFieldRef: { resource: 'limits.cpu' } };
  const added = setField(item, ['valueFrom'], reference, { after: ['name'] });
  const removed = removeValue(owner);
  if (added instanceof Refusal) return added;
  return removed instanceof Refusal ? removed : [...added, ...removed];
}
