import { environmentOf } from '../../kubernetes/env.ts';
import { manifestRule } from '../define.ts';

const ofBoth = [
  'checkov/CKV_K8S_35',
  'kics/Secrets As Environment Variables',
  'kubesec/SecretsAsEnvironmentVariables',
  'datree/CIS_INVALID_KEY_SECRETKEYREF_SECRETREF',
] as const;
const ofVariable = ['kube-linter/read-secret-from-env-var', 'monokle/KBP112', ...ofBoth] as const;

export default manifestRule({
  id: 'secrets-as-files',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Mount secrets as files, not as variables',
  why: 'Environment variables are inherited by every process that a program starts, appear in crash reports and debugging pages, and keep their value until the pod is restarted. A file in a Secret volume is read by who opens it and follows when the Secret changes. Many programs read nothing but variables, so that this is a matter of taste: the CIS benchmark prefers files.',
  lesson: 'build-and-run',
  aliases: ofVariable,
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: db\n              key: password\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      envFrom:\n        - secretRef:\n            name: db\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD_FILE\n          value: /run/secrets/db/password\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const { name, item } of environmentOf(container)) {
        const { keySpan } = item.at('valueFrom', 'secretKeyRef');
        if (!keySpan) continue;
        report(keySpan, `${name} is a secret that every child process inherits: mount it as a file`).as(...ofVariable);
      }
      for (const source of container.value.get('envFrom').items) {
        const { keySpan } = source.get('secretRef');
        if (!keySpan) continue;
        report(keySpan, 'Every child process inherits what is in this Secret: mount it as files').as(...ofBoth);
      }
    }
  },
});
