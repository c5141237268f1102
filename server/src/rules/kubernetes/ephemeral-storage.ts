import * as z from 'zod';
import { setInContainer } from '../../kubernetes/edits.ts';
import { larger, smaller } from '../../kubernetes/resources.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  request: z.string().default('1Gi').describe('The request that the fix inserts.'),
  limit: z.string().default('2Gi').describe('The limit that the fix inserts.'),
});

export default manifestRule({
  id: 'ephemeral-storage',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: "Request and limit the disk space of a container's files",
  why: 'What a container writes to its own file system, to `emptyDir` volumes and to its logs lies on the disk of the node. When that runs full, the kubelet evicts pods, those first that use more than they requested: without a request that is any. Few clusters run short of it, so this is for those that do.',
  lesson: 'resources',
  aliases: ['kube-score/container-ephemeral-storage-request-and-limit'],
  options,
  fix: 'suggested',
  fixing: 'Inserts what is missing. The values are a start: measure, then adjust.',
  references: ['https://kubernetes.io/docs/concepts/storage/ephemeral-storage/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 200m\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 200m\n          ephemeral-storage: 1Gi\n        limits:\n          ephemeral-storage: 2Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          ephemeral-storage: 500Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          ephemeral-storage: 500Mi\n        requests:\n          ephemeral-storage: 500Mi\n',
      note: 'The request is never above the limit.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          ephemeral-storage: 100Mi\n        limits:\n          ephemeral-storage: 500Mi\n',
    },
  ],
  check({ manifest, options: values, report }) {
    for (const container of manifest.containers) {
      const { resources, role, titleLabel, span } = container;
      if (role === 'ephemeral') continue;
      const [request, limit] = [resources.request('ephemeral-storage'), resources.limit('ephemeral-storage')];
      if (request.exists && limit.exists) continue;
      const missing = [...(request.exists ? [] : ['request']), ...(limit.exists ? [] : ['limit'])];
      const added = {
        ...(!request.exists && { requests: { 'ephemeral-storage': smaller(values.request, limit.text) } }),
        ...(!limit.exists && { limits: { 'ephemeral-storage': larger(values.limit, request.text) } }),
      };
      report(
        span,
        `${titleLabel} has no ${missing.join(' and no ')} for ephemeral storage: its files may fill the disk of the node`,
      ).fix('Request and limit ephemeral storage', () => setInContainer(container, ['resources'], added));
    }
  },
});
