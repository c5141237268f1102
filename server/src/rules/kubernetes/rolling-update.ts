import { Refusal } from '../../core/fix.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { keepsVolume, updateStrategyOf } from '../../kubernetes/rollout.ts';
import { mostSimilar } from '../../text/similar.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'rolling-update',
  category: 'reliability',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Replace pods one by one, not all at once',
  why: 'With `Recreate` all pods of the old version are stopped before the first of the new one starts: every rollout is an outage, and one that fails stays one. `RollingUpdate`, the default, waits for new pods to be ready. `Recreate` is right for programs that cannot run in two versions at a time, such as those that keep their data on a volume that only one can hold; these are left alone.',
  lesson: 'cattle',
  aliases: ['kube-linter/no-rolling-update-strategy', 'kube-score/deployment-strategy'],
  fix: 'suggested',
  fixing: 'Sets `type: RollingUpdate`. Refused where the pods keep a claimed volume.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: Recreate # simple\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: RollingUpdate # simple\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: RollingUpdates\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: RollingUpdate\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: 'The API server refuses it.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: RollingUpdate\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  strategy:\n    type: Recreate\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      volumes:\n        - name: data\n          persistentVolumeClaim:\n            claimName: data\n      containers:\n        - name: web\n          image: web:1.0\n',
      preset: 'strict',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Deployment', 'DaemonSet', 'StatefulSet')) {
      const strategy = updateStrategyOf(resource);
      const { type, types } = strategy;
      const { text, span } = type;
      if (text === undefined || text === 'RollingUpdate' || !span) continue;
      const aliases = ['kube-linter/no-rolling-update-strategy'];
      if (resource.kind === 'Deployment') aliases.push('kube-score/deployment-strategy');
      if (!types.includes(text)) {
        const near = mostSimilar(text, types);
        const finding = report(
          span,
          `A ${resource.kind} knows no update strategy "${text}": write ${types.join(' or ')}`,
        )
          .as(...aliases)
          .grade('error');
        if (near) finding.fix(`Replace with ${near}`, () => replaceValue(type, near));
        continue;
      }
      const what =
        text === 'Recreate'
          ? 'is stopped as a whole before its successor starts, and away meanwhile'
          : 'is only updated when somebody deletes its pods';
      const finding = report(span, `${resource.label} ${what}: let it roll`).as(...aliases);
      finding.onlyIn(text !== 'Recreate' || keepsVolume(resource) ? 'all' : 'strict');
      finding.fix('Update pod by pod', () =>
        keepsVolume(resource) && text === 'Recreate'
          ? new Refusal('Two generations would have to share its volume.')
          : replaceValue(type, 'RollingUpdate'),
      );
    }
  },
});
