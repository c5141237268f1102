import type { Report, Reporter } from '../../core/report.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { type Mismatch, mismatchesOf } from '../../kubernetes/schema/mismatches.ts';
import type { FieldType } from '../../kubernetes/schema/schema.ts';
import { mostSimilar } from '../../text/similar.ts';
import { customResourcesOf } from '../../workspace/schemas/resource-types.ts';
import { replaceScalar } from '../../yaml/edit-text.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'field-type',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give each field a value of its type',
  why: 'The API server takes a string where it wants one and a number where it wants one, and refuses the whole object otherwise: `version: 1.10` in a label, `enabled: yes` in an annotation and `- 8080` among arguments are numbers and booleans until they stand in quotes; for variables, `valid-env` says so. Fields that take one of a few words take those, letter by letter.',
  aliases: ['kube-linter/schema-validation', 'kubeconform/schema', 'monokle/K8S001', 'yaml-ls/schema'],
  fix: 'safe',
  fixing:
    'Puts strings in quotes, and takes the quotes from numbers and booleans. Suggested: the word that is nearly the one that is written, and a list around its only member.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    version: 1.10\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args:\n        - --port\n        - 8080 # as in the Service\n        - yes\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    version: "1.10"\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args:\n        - --port\n        - "8080" # as in the Service\n        - "yes"\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: \'3\'\n  paused: "true"\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  paused: true\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: never\n  containers:\n    - name: web\n      image: web:1.0\n      args: --verbose\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n  containers:\n    - name: web\n      image: web:1.0\n      args: ["--verbose"]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    port: "8080"\nspec:\n  ports:\n    - port: 80\n      targetPort: http\n    - port: 81\n      targetPort: 8081\n  selector:\n',
    },
  ],
  check({ manifest, report }) {
    judge(
      manifest.resources.flatMap((resource) => mismatchesOf(resource)),
      report,
    );
  },
  checkFiles({ manifest, uri, host, report }) {
    return customResourcesOf(manifest, uri, host)?.then((found) =>
      judge(
        found.flatMap(({ resource, type }) => mismatchesOf(resource, type)),
        report,
      ),
    );
  },
});

function judge(mismatches: readonly Mismatch[], report: Reporter): void {
  for (const mismatch of mismatches) {
    const { is, value } = mismatch;
    if (is !== 'wrong' || isVariable(value) || isCutShort(value)) continue;
    const { type } = mismatch;
    const span = value.isMap || value.isList ? (value.keySpan ?? value.span) : value.span;
    if (!span) continue;
    const name = typeof value.key === 'number' ? `A member of "${value.parent?.key}"` : `"${value.key}"`;
    offerFix(
      report(span, `${name} has to be ${wanted(type)} and is ${given(value)}, so that it is refused`),
      value,
      type,
    );
  }
}

/** Whether the YAML goes wrong on the line on which it ends, so that there may be more to it. */
function isCutShort({ document, span }: YamlValue): boolean {
  if (!span || document.problems.length === 0) return false;
  const feed = document.text.indexOf('\n', span.end);
  const end = feed === -1 ? document.text.length : feed;
  return document.problems.some((problem) => span.start <= problem.span.start && problem.span.start <= end);
}

/** Whether it is the value of an environment variable, which has a rule of its own. */
function isVariable({ key, parent }: YamlValue): boolean {
  return key === 'value' && parent?.parent?.key === 'env';
}

function offerFix(finding: Report, value: YamlValue, type: FieldType): void {
  const { text } = value;
  if (text === undefined) return;
  if (type.is === 'string' || type.is === 'number or string') {
    finding.fix('Put it in quotes', () => replaceScalar(value, text));
  } else if (type.is === 'number' && /^-?(?:0|[1-9]\d{0,14})$/.test(text)) {
    finding.fix('Write it as a number', () => replaceScalar(value, Number(text)));
  } else if (type.is === 'number' && /^\d{1,9}s$/.test(text) && /Seconds$/.test(String(value.key))) {
    finding.fix('Write it as a number', () => replaceScalar(value, Number.parseInt(text, 10)), 'suggested');
  } else if (type.is === 'boolean' && /^(?:true|false)$/i.test(text)) {
    finding.fix('Write it as a boolean', () => replaceScalar(value, text.toLowerCase() === 'true'));
  } else if (type.is === 'enum') {
    const near = mostSimilar(text, type.values);
    if (near !== undefined) finding.fix(`Replace with ${near}`, () => replaceScalar(value, near), 'suggested');
  } else if (type.is === 'list' && type.of.is === 'string' && value.string !== undefined && !/\s/.test(text)) {
    finding.fix('Make it a list', () => replaceValue(value, [text]), 'suggested');
  }
}

function wanted(type: FieldType): string {
  switch (type.is) {
    case 'list':
      return 'a list';
    case 'object':
    case 'map':
      return 'a map';
    case 'boolean':
      return 'true or false';
    case 'enum':
      return type.values.length > 8 ? 'another word' : `one of ${type.values.join(', ')}`;
    case 'number or string':
      return 'a number or a string';
    default:
      return `a ${type.is}`;
  }
}

function given(value: YamlValue): string {
  if (value.isMap) return 'a map';
  if (value.isList) return 'a list';
  const { text = '', boolean, number } = value;
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (boolean !== undefined) return `the boolean ${short}`;
  return number !== undefined ? `the number ${short}` : `the string "${short.replaceAll('\n', ' ')}"`;
}
