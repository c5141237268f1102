import { replaceValue } from '../../kubernetes/edits.ts';
import { labelKeyProblem, labelValueProblem, nearestLabelValue } from '../../kubernetes/label-syntax.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { typeOf } from '../../kubernetes/schema/schema.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'valid-labels',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write labels and annotations that the API server accepts',
  why: 'Labels and annotations are texts. `version: 1.10` is a number to YAML, `enabled: true` a boolean, and the API server refuses the object. The value of a label has at most 63 characters: letters, digits, and within also `-`, `_` and `.`; its key is such a name, with a domain in front of a slash if need be. Annotations may say anything.',
  lesson: 'contracts',
  aliases: ['kube-score/label-values', 'kics/Metadata Label Is Invalid', 'datree/WORKLOAD_INVALID_LABELS_VALUE'],
  fix: 'safe',
  fixing:
    'Quotes numbers and booleans. For a value with other letters it offers the nearest valid one, which is for you to look at.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set'],
  examples: [
    {
      bad: 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: web\n  labels:\n    version: 1.10 # first\n  annotations:\n    prometheus.io/scrape: true\n',
      fixed:
        'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: web\n  labels:\n    version: "1.10" # first\n  annotations:\n    prometheus.io/scrape: "true"\n',
      note: 'In kinds of Kubernetes itself `field-type` says so.',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    owner: Jane Doe\n',
      fixed: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    owner: Jane-Doe\n',
    },
    { bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    Example.com/owner: jane\n' },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    app.kubernetes.io/version: "1.10"\n    empty: ""\n  annotations:\n    example.com/note: Anything goes, in any language.\n',
    },
  ],
  check({ manifest, report }) {
    for (const { labels, what, holdsAnnotations, isTyped } of mapsOf(manifest)) {
      for (const [key, value] of labels.entries) {
        const span = value.span ?? value.keySpan;
        if (!span || value.isUnknown) continue;
        const isText = value.string !== undefined || value.text === undefined;
        if (!isText && isNoString(value)) {
          const text = value.text ?? '';
          const finding = report(
            span,
            `${what} "${key}" is no text but ${sortOf(value)}, which the API server refuses: quote it`,
          )
            .as('kics/Metadata Label Is Invalid')
            .fix('Quote it', () => replaceValue(value, text), 'safe');
          // The rule that holds fields against their types says so as well.
          if (isTyped) finding.onlyIn('all');
          continue;
        }
        const keyProblem = labelKeyProblem(key);
        if (keyProblem !== undefined && !/\{\{|\$/.test(key) && value.keySpan)
          report(value.keySpan, `"${key}" is no name for ${what.toLowerCase()}: ${keyProblem}`);
        const problem = holdsAnnotations || value.text === undefined ? undefined : labelValueProblem(value.text);
        if (problem === undefined) continue;
        const near = nearestLabelValue(value.text ?? '');
        const finding = report(span, `"${value.text}" is no value for the label "${key}": ${problem}`);
        if (near !== undefined) finding.fix(`Replace with ${near}`, () => replaceValue(value, near), 'manual');
      }
    }
  },
});

interface Labels {
  readonly labels: YamlValue;
  /** How to speak of one of them at the beginning of a sentence. */
  readonly what: string;
  readonly holdsAnnotations: boolean;
  /** Whether the types of the fields around are known. */
  readonly isTyped: boolean;
}

/** Labels and annotations of objects and of the pods they make, and the labels that they select pods by. */
function mapsOf({ resources }: Manifest): readonly Labels[] {
  return resources.flatMap(({ value, pods, isBuiltIn, apiVersion, kind }) => {
    const isTyped = typeOf(apiVersion, kind) !== undefined;
    const metadata = new Map([value.get('metadata'), ...pods.map((pod) => pod.metadata)].map((one) => [one.node, one]));
    const selectors = isBuiltIn ? [value.at('spec', 'selector', 'matchLabels')] : [];
    return [
      ...[...metadata.values()].map((one) => ({
        labels: one.get('labels'),
        what: 'The label',
        holdsAnnotations: false,
        isTyped,
      })),
      ...selectors.map((labels) => ({ labels, what: 'The label', holdsAnnotations: false, isTyped })),
      ...[...metadata.values()].map((one) => ({
        labels: one.get('annotations'),
        what: 'The annotation',
        holdsAnnotations: true,
        isTyped,
      })),
    ];
  });
}

/** Whether a value is read as something else than a string. */
function isNoString(value: YamlValue): boolean {
  return value.number !== undefined || value.boolean !== undefined;
}

function sortOf(value: YamlValue): string {
  return value.number === undefined ? 'a boolean' : 'a number';
}
