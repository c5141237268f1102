import { type Built, Refusal } from '../../core/fix.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { replace } from '../../text/edit.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'service-account-field',
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name the service account in serviceAccountName',
  why: 'The field `serviceAccount` is deprecated and kept as a copy of `serviceAccountName`. Where both stand and differ, `serviceAccountName` holds and the other is overwritten, so that the pod runs with other permissions than a reader expects.',
  aliases: ['kube-linter/deprecated-service-account-field', 'kubescape/C-0294'],
  fix: 'safe',
  fixing: 'Renames the field, or removes it where `serviceAccountName` holds.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccount: web # its own\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web # its own\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccount: old\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccount: web\n  serviceAccountName: web\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'So the API server writes it.',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const old = pod.spec.get('serviceAccount');
      const name = pod.spec.get('serviceAccountName');
      if (!old.keySpan || !old.text || (name.exists && (name.text === undefined || name.text === old.text))) continue;
      if (name.text) {
        report(
          old.keySpan,
          `serviceAccount says "${old.text}", and "${name.text}" holds: leave serviceAccount out`,
        ).fix('Remove serviceAccount', () => removeValue(old));
      } else {
        report(old.keySpan, 'serviceAccount is deprecated: call it serviceAccountName')
          .grade('info')
          .fix('Rename to serviceAccountName', () => rename(pod));
      }
    }
  },
});

function rename({ spec }: Pod): Built {
  const old = spec.get('serviceAccount');
  if (spec.document.problems.length > 0 || !old.keySpan) return new Refusal('There are errors in the YAML.');
  if (old.isShared) return new Refusal('This part is written once and used in several places through an alias.');
  if (spec.get('serviceAccountName').hasKey) return new Refusal('There is an empty serviceAccountName, too.');
  const { start, end } = old.keySpan;
  const quote = /^["']/.exec(spec.document.text.slice(start, end))?.[0] ?? '';
  return [replace(old.keySpan, `${quote}serviceAccountName${quote}`)];
}
