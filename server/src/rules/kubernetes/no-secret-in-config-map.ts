import { type Built, Refusal, together } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { replace } from '../../text/edit.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { isHarmlessValue, isSecretName, passwordInAddress } from '../../text/secrets.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const polaris = 'polaris/sensitiveConfigmapContent';
const trivy = 'trivy/KSV-0109';
const ofAny = [trivy, 'kubescape/C-0012'] as const;

export default manifestRule({
  id: 'no-secret-in-config-map',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Keep passwords and tokens in Secrets, not in ConfigMaps',
  why: 'A ConfigMap can be read by nearly everybody who may look into the namespace, is not encrypted where clusters encrypt secrets, and is printed by tools without a thought. Entries that are called like a secret are told by default; what looks like one inside a configuration file under `strict`, because programs call many things a token.',
  lesson: 'build-and-run',
  aliases: [polaris, ...ofAny, 'trivy/KSV-01010'],
  fix: 'manual',
  fixing:
    'Makes the ConfigMap a Secret. What refers to it has to follow: `configMapKeyRef` becomes `secretKeyRef`, a volume `configMap` becomes `secret`.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  DB_HOST: db\n  DB_PASSWORD: hunter2\n',
      fixed:
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nstringData:\n  DB_HOST: db\n  DB_PASSWORD: hunter2\n',
    },
    { bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  url: postgres://app:hunter2@db/app\n' },
    {
      bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  app.properties: |\n    db.host=db\n    db.password=hunter2\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  DB_PASSWORD_FILE: /run/secrets/db\n  token-ttl: 15m\n  app.properties: |\n    db.password=${DB_PASSWORD}\n',
      preset: 'strict',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('ConfigMap')) {
      for (const [name, value] of resource.value.get('data').entries) {
        const { text, span, mappedText, keySpan } = value;
        if (!keySpan) continue;
        const makeSecret = () => toSecret(resource);
        const isFile = text?.includes('\n') ?? false;
        const aliases = [...(polarisNames.test(name) ? [polaris] : []), ...ofAny];
        const password = text === undefined || isFile ? undefined : passwordInAddress(text);
        if (password && mappedText) {
          report(
            sourceSpan(mappedText, password.start, password.end),
            `A password stands in ${name}, for everybody who may read the ConfigMap: keep it in a Secret`,
          )
            .as(...aliases)
            .fix('Make it a Secret', makeSecret);
        } else if (text !== undefined && span && !isFile && isSecretName(name) && !isHarmlessValue(text)) {
          report(span, `${name} is for everybody to read who may read the ConfigMap: keep it in a Secret`)
            .as(...aliases)
            .fix('Make it a Secret', makeSecret);
        } else if (polarisNames.test(name) || trivyNames.test(name) || keyHeader.test(text ?? '')) {
          report(keySpan, `${name} is called like a secret, or looks like one: if it is one, keep it in a Secret`)
            .as(...(trivyNames.test(name) ? aliases : [polaris]))
            .onlyIn('all')
            .grade('hint');
        } else if (personalNames.test(name)) {
          report(keySpan, `${name} is called like data about persons: if it is, keep it in a Secret`)
            .as('trivy/KSV-01010')
            .onlyIn('all')
            .grade('hint');
        }
        if (isFile) {
          for (const { setting, start, end } of secretsIn(text ?? '')) {
            if (!mappedText) continue;
            report(
              sourceSpan(mappedText, start, end),
              `${setting} in ${name} is for everybody to read who may read the ConfigMap: keep it in a Secret`,
            )
              .as(...ofAny)
              .onlyIn('strict')
              .grade('info')
              .fix('Make it a Secret', makeSecret);
          }
        }
      }
    }
  },
});

/** The names that polaris and trivy look for. */
const polarisNames =
  /password|token|bearer|secret|^AWS_SECRET_ACCESS_KEY$|^GOOGLE_APPLICATION_CREDENTIALS$|^AZURE_.+KEY$|^OCI_CLI_KEY_CONTENT$/i;
const trivyNames = /pass|pword|passphrase|passwrd|secret|aws_access_key_id|pswrd|token|pwd/i;
const keyHeader = /-BEGIN\s.*PRIVATE KEY-/i;
const personalNames = /username|email|phone|iban/i;

/** The settings in a configuration file that are called like a secret and have a value that looks like one. */
function secretsIn(file: string): readonly { setting: string; start: number; end: number }[] {
  return [
    ...file.matchAll(
      /^([ \t]*(?:export[ \t]+)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*["']?)([^\s"',;]+)["']?[,;]?[ \t]*$/gm,
    ),
  ].flatMap(({ 0: line, 1: before = '', 2: setting = '', 3: value = '', index }) => {
    if (!isSecretName(setting) || isHarmlessValue(value) || line.length > 500) return [];
    const start = index + before.length;
    return [{ setting, start, end: start + value.length }];
  });
}

function toSecret({ value }: Resource): Built {
  const data = value.get('data');
  if (value.get('binaryData').hasKey || value.get('stringData').hasKey)
    return new Refusal('It holds binary data, which a Secret keeps with the rest.');
  return together(setField(value, ['kind'], 'Secret'), renamed(data, 'stringData'));
}

function renamed(value: YamlValue, name: string): Built {
  if (!value.keySpan) return new Refusal('It has no data.');
  if (value.isShared) return new Refusal('This part is written once and used in several places through an alias.');
  const { start, end } = value.keySpan;
  const quote = /^["']/.exec(value.document.text.slice(start, end))?.[0] ?? '';
  return [replace(value.keySpan, `${quote}${name}${quote}`)];
}
