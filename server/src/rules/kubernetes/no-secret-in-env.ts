import { type Built, Refusal, together } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setField } from '../../kubernetes/edits.ts';
import { type EnvironmentVariable, environmentOf } from '../../kubernetes/env.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { isHarmlessValue, isSecretName, passwordInAddress } from '../../text/secrets.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

const kubeLinter = 'kube-linter/env-var-secret';
const polaris = 'polaris/sensitiveContainerEnvVar';
const ofAny = ['monokle/KBP111', 'kubescape/C-0012'] as const;

export default manifestRule({
  id: 'no-secret-in-env',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Take passwords and tokens from a Secret, not from the manifest',
  why: 'A password in a manifest is in the history of the repository, in every copy of it, and in front of everybody who may look at the workload. Changing it is a change of code. With `secretKeyRef` the manifest names the secret, and who may read it is for the cluster to say. Names of files, addresses and settings of secrets are passed over, and so are values that a tool fills in; addresses with a password in them are found under any name.',
  lesson: 'build-and-run',
  aliases: [kubeLinter, polaris, ...ofAny],
  fix: 'manual',
  fixing:
    'Takes the value from a Secret that is called after the workload. Making that Secret is left to you, and so is a new password: the old one is in the history.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD\n          value: hunter2\n        - name: DB_HOST\n          value: db\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: web\n              key: DB_PASSWORD\n        - name: DB_HOST\n          value: db\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - {name: DATABASE_URL, value: "postgres://app:hunter2@db/app"}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: web, key: DATABASE_URL}}}\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD_FILE\n          value: /run/secrets/db\n        - name: SECRETS_DIR\n          value: /run/secrets\n        - name: SECRET_NAME\n          value: web\n        - name: DATABASE_URL\n          value: postgres://app:$(DB_PASSWORD)@db/app\n        - name: API_TOKEN\n          value: <your token>\n        - name: MAX_TOKENS\n          value: "4096"\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: db\n              key: password\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const variable of environmentOf(container)) {
        const { name, value } = variable;
        const { text, span, mappedText } = value;
        if (text === undefined || !span || !mappedText) continue;
        const password = passwordInAddress(text);
        const isSecret = password !== undefined || (isSecretName(name) && !isHarmlessValue(text));
        const aliases = aliasesOf(name, text);
        if (!isSecret && aliases.length === 0) continue;
        const finding = report(
          password ? sourceSpan(mappedText, password.start, password.end) : span,
          messageOf(name, password !== undefined, isSecret),
        )
          .as(...aliases, ...ofAny)
          .fix('Take the value from a Secret', () => takeFromSecret(container, variable));
        if (!isSecret) finding.onlyIn('all').grade('hint');
      }
    }
  },
});

function messageOf(name: string, isInAddress: boolean, isSecret: boolean): string {
  if (isInAddress) return `A password stands in ${name}, for everybody who sees the manifest: take it from a Secret`;
  return isSecret
    ? `The value of ${name} stands here for everybody who sees the manifest: take it from a Secret`
    : `${name} is called like a secret, or looks like one: if it is one, take it from a Secret`;
}

/** Whose checks speak of a variable: by its name alone, or by the first line of a key. */
function aliasesOf(name: string, text: string): readonly string[] {
  const ofKubeLinter = /secret/i.test(name) && text !== '' ? [kubeLinter] : [];
  const ofPolaris =
    /password|token|bearer|secret|^AWS_SECRET_ACCESS_KEY$|^GOOGLE_APPLICATION_CREDENTIALS$|^AZURE_.+KEY$|^OCI_CLI_KEY_CONTENT$/i;
  const isForPolaris = ofPolaris.test(name) || /-BEGIN\s.*PRIVATE KEY-/i.test(text);
  return [...ofKubeLinter, ...(isForPolaris ? [polaris] : [])];
}

function takeFromSecret({ pod }: Container, { name, item, value }: EnvironmentVariable): Built {
  const { name: workload } = pod.resource;
  if (workload === undefined) return new Refusal('The workload has no name to call the Secret after.');
  const reference = { secretKeyRef: { name: workload, key: name } };
  return together(setField(item, ['valueFrom'], reference, { after: ['name'] }), removeValue(value));
}
