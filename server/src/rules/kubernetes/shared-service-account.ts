import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { perNeighbourhood } from '../../workspace/manifests/per-neighbourhood.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'shared-service-account',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Give each workload a service account of its own',
  why: 'What a service account may do, every workload that runs as it may do, and the audit log does not tell them apart. When one of them needs more, all get it. An account costs three lines. Workloads that do the same thing may share one, so this is a hint; the account `default` has a rule of its own.',
  lesson: 'unprivileged',
  aliases: ['kics/Shared Service Account'],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/security/service-accounts/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      serviceAccountName: shop\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  selector:\n    matchLabels:\n      app: api\n  template:\n    metadata:\n      labels:\n        app: api\n    spec:\n      containers:\n        - name: api\n          image: api:1.0\n      serviceAccountName: shop\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      serviceAccountName: shop\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  selector:\n    matchLabels:\n      app: api\n  template:\n    metadata:\n      labels:\n        app: api\n    spec:\n      containers:\n        - name: api\n          image: api:1.0\n      serviceAccountName: api\n',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const { pods, label, name, kind, namespace } of manifest.resources) {
      const [pod] = pods;
      const written = pod?.spec.get('serviceAccountName');
      if (!pod || !written?.span || !written.text || written.text === 'default') continue;
      const other = usersOfAccounts(neighbours)
        .get(written.text)
        ?.find(
          (entry) =>
            entry.namespace === namespace && entry.name !== undefined && (entry.name !== name || entry.kind !== kind),
        );
      if (!other) continue;
      const its = `${other.kind} "${other.name ?? ''}"`;
      report(
        written.span,
        `${label} runs as "${written.text}", as ${its} does: what one of them may do, the other may do`,
      ).relate(other.span, `${its} runs as it`, other.file);
    }
  },
});

/** The workloads around a file by the service account they name. */
const usersOfAccounts = perNeighbourhood((neighbours) => {
  const users = new Map<string | undefined, ResourceEntry[]>();
  for (const entry of neighbours.workloads) {
    const same = users.get(entry.serviceAccount);
    if (same) same.push(entry);
    else users.set(entry.serviceAccount, [entry]);
  }
  return users;
});
