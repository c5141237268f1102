import type { Reporter } from '../../core/report.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { type NodeLabelUse, nodeLabelUses, renamedNodeLabels } from '../../kubernetes/deprecations/node-labels.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { setValue } from '../../yaml/edit.ts';
import { renameKey } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const master = 'node-role.kubernetes.io/master';
const controlPlane = 'node-role.kubernetes.io/control-plane';

export default manifestRule({
  id: 'deprecated-node-label',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Choose nodes by labels that have not been renamed',
  why: 'The labels of nodes that began with `beta.kubernetes.io` and `failure-domain.beta.kubernetes.io` have stable names since Kubernetes 1.14 and 1.17; the API server warns of the old ones, and where a provider no longer sets them the pods stay pending. Nodes of the control plane that kubeadm made bear `node-role.kubernetes.io/control-plane` alone since 1.24, as a label, and since 1.25 as a taint; other distributions still set `master`, so that is told under `strict` only.',
  aliases: [],
  fix: 'safe',
  fixing: 'Writes the new name. Suggested for the control plane, because not all distributions have renamed it.',
  references: ['https://kubernetes.io/docs/reference/labels-annotations-taints/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  nodeSelector:\n    beta.kubernetes.io/os: linux # no Windows\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  nodeSelector:\n    kubernetes.io/os: linux # no Windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  affinity:\n    podAntiAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        - labelSelector: {matchLabels: {app: web}}\n          topologyKey: failure-domain.beta.kubernetes.io/zone\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  affinity:\n    podAntiAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        - labelSelector: {matchLabels: {app: web}}\n          topologyKey: topology.kubernetes.io/zone\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  tolerations:\n    - key: node-role.kubernetes.io/master\n      effect: NoSchedule\n  containers:\n    - name: agent\n      image: agent:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  tolerations:\n    - key: node-role.kubernetes.io/control-plane\n      effect: NoSchedule\n  containers:\n    - name: agent\n      image: agent:1.0\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  nodeSelector:\n    kubernetes.io/os: linux\n  tolerations:\n    - key: node-role.kubernetes.io/master\n    - key: node-role.kubernetes.io/control-plane\n  containers:\n    - name: agent\n      image: agent:1.0\n',
      preset: 'strict',
      note: 'Made for clusters of both sorts.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const resource of manifest.resources) {
      const uses = nodeLabelUses(resource);
      for (const use of uses) {
        const renamed = renamedNodeLabels.get(use.label);
        const span = use.isKey ? use.value.keySpan : use.value.span;
        if (!renamed || !span || !isAtLeast(kubernetesVersion, renamed.since)) continue;
        report(span, `The label ${use.label} is deprecated since Kubernetes ${renamed.since}: use ${renamed.name}`)
          .tag('deprecated')
          .fix(`Rename to ${renamed.name}`, () => rename(use, renamed.name));
      }
      if (!isAtLeast(kubernetesVersion, '1.25')) continue;
      for (const pod of resource.pods) judgeMaster(pod, uses, report);
    }
  },
});

/** What speaks of both names is made for old clusters and new ones. */
function judgeMaster(pod: Pod, uses: readonly NodeLabelUse[], report: Reporter): void {
  const tolerated = pod.spec.get('tolerations').items.map((toleration) => toleration.get('key'));
  const taints = tolerated.map((value) => ({ value, label: value.text ?? '', isKey: false }));
  for (const group of [uses, taints]) {
    if (group.some(({ label }) => label === controlPlane)) continue;
    for (const use of group) {
      const span = use.isKey ? use.value.keySpan : use.value.span;
      if (use.label !== master || !span) continue;
      report(span, `Nodes of the control plane are not called master any more: use ${controlPlane}`)
        .grade('info')
        .onlyIn('strict')
        .tag('deprecated')
        .fix(`Rename to ${controlPlane}`, () => rename(use, controlPlane), 'suggested');
    }
  }
}

function rename({ value, isKey }: NodeLabelUse, name: string) {
  const { parent } = value as YamlValue;
  if (isKey) return renameKey(value, name);
  return parent && typeof value.key === 'string' ? setValue(parent, [value.key], name) : [];
}
