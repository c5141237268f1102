import * as z from 'zod';
import { mapsIn, misplacedKey, sortKeys } from '../../yaml/key-order.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  first: z
    .array(z.string())
    .default([])
    .describe('Keys that stand before all others, in this order, such as `apiVersion`, `kind`, `metadata` and `name`.'),
});

export default manifestRule({
  id: 'sorted-keys',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Keep keys in alphabetical order',
  why: 'Where keys always stand in the same order, two manifests can be compared line by line, and two people do not add the same field in two places. Most teams prefer the order of the documentation, with the name first; so this is for those who have agreed on the alphabet. The option `first` makes exceptions.',
  aliases: ['kube-linter/sorted-keys', 'yaml-ls/mapKeyOrder'],
  options,
  fix: 'manual',
  fixing:
    'Moves the keys of one map with their values and the comments above them; blank lines stay where they are. It moves much at once, so it is never applied in bulk.',
  examples: [
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  # of the shop\n  labels:\n    app: web\ndata:\n  port: "80" # HTTP\n  host: example.com\n',
      fixed:
        'apiVersion: v1\ndata:\n  host: example.com\n  port: "80" # HTTP\nkind: ConfigMap\nmetadata:\n  # of the shop\n  labels:\n    app: web\n  name: web\n',
    },
    {
      bad: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  labels: {team: web, app: web}\n  name: web\nimagePullSecrets:\n  - name: registry\n',
      fixed:
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  labels: {app: web, team: web}\nimagePullSecrets:\n  - name: registry\n',
      options: { first: ['apiVersion', 'kind', 'metadata', 'name'] },
    },
    {
      good: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    team: web\n  name: web\n',
    },
  ],
  check({ manifest, options: { first }, report }) {
    if (manifest.document.problems.length > 0) return;
    for (const resource of manifest.resources) {
      for (const map of mapsIn(resource.value)) {
        const misplaced = misplacedKey(map, first);
        if (!misplaced) continue;
        const { name, span, behind } = misplaced;
        report(span, `"${name}" stands behind "${behind}": the keys here are not in alphabetical order`).fix(
          'Sort the keys',
          () => sortKeys(map, first),
        );
      }
    }
  },
});
