import type { Resource } from '../../kubernetes/resource.ts';
import { isHarmlessValue } from '../../text/secrets.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-committed-secret',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Keep the values of Secrets out of the repository',
  why: 'base64 is a way of writing, not of hiding: a Secret in a repository is readable by everybody who has a copy, for ever. Sealed Secrets, SOPS and the External Secrets Operator keep in the repository what only the cluster can read, or only the name of what lies in a vault. Values that are filled in later, and those that SOPS has encrypted, are passed over.',
  lesson: 'build-and-run',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  examples: [
    { bad: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nstringData:\n  password: hunter2\n' },
    { bad: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  password: aHVudGVyMg==\n' },
    {
      good: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nstringData:\n  password: ${DB_PASSWORD}\n',
      note: 'It is filled in later.',
    },
    {
      good: 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: web\nspec:\n  data:\n    - secretKey: password\n      remoteRef:\n        key: db\n',
    },
  ],
  check({ manifest, report }) {
    for (const secret of manifest.ofKind('Secret')) {
      if (secret.value.get('sops').exists) continue;
      const held = heldIn(secret);
      const [first] = held;
      const span = first && secret.value.get(first.field).keySpan;
      if (!span) continue;
      const names = held.map(({ name }) => name);
      const what = names.length > 2 ? `${names.slice(0, 2).join(', ')} and others` : names.join(' and ');
      report(span, `${secret.label} holds ${what} for everybody who has this file: seal it, or keep it in a vault`);
    }
  },
});

/** What a Secret holds in plain sight. */
function heldIn({ value }: Resource): readonly { field: string; name: string }[] {
  return ['data', 'stringData'].flatMap((field) =>
    value.get(field).entries.flatMap(([name, { text }]) => {
      return text === undefined || isHarmlessValue(text) ? [] : [{ field, name }];
    }),
  );
}
