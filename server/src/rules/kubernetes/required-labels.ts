import * as z from 'zod';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { workloadKinds } from '../../kubernetes/workloads.ts';
import { LinearPattern } from '../../text/linear-pattern.ts';
import { manifestRule } from '../define.ts';

const instance = 'app.kubernetes.io/instance';

const options = z.strictObject({
  labels: z
    .array(z.string())
    .default(['owner', instance])
    .describe('Labels that every workload must have. `app.kubernetes.io/instance` must be its name.'),
  annotations: z
    .record(
      z.string(),
      z.string().refine(isPattern, 'expected a regular expression without references and look-around'),
    )
    .default({ email: '[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\\.[a-zA-Z0-9-.]+' })
    .describe('Annotations that every workload must have, with regular expressions that their values match.'),
});

function isPattern(text: string): boolean {
  try {
    return new LinearPattern(text).source === text;
  } catch {
    return false;
  }
}

/** The names under which the peers ask for a label or an annotation. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  owner: ['kube-linter/required-label-owner', 'datree/WORKLOAD_MISSING_LABEL_OWNER_VALUE'],
  env: ['datree/DEPLOYMENT_MISSING_LABEL_ENV_VALUE'],
  email: ['kube-linter/required-annotation-email'],
  [instance]: ['polaris/metadataAndInstanceMismatched'],
};

export default manifestRule({
  id: 'required-labels',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say with labels and annotations whose a workload is',
  why: 'Who is called when it fails, what belongs together, which instance of a program it is: labels are where people and tools look for this. Which ones a team needs is its own choice, so the rule is heard only under the preset `all`, or where you switch it on with a list of your own.',
  lesson: 'contracts',
  aliases: [
    'kube-linter/required-label-owner',
    'kube-linter/required-annotation-email',
    'polaris/metadataAndInstanceMismatched',
    'kubescape/C-0076',
    'kubescape/C-0077',
    'monokle/MTD-recommended-labels',
    'monokle/MTD-custom-labels',
    'monokle/MTD-custom-annotations',
    'datree/WORKLOAD_MISSING_LABEL_OWNER_VALUE',
    'datree/DEPLOYMENT_MISSING_LABEL_ENV_VALUE',
  ],
  options,
  fix: 'manual',
  fixing: 'Sets `app.kubernetes.io/instance` to the name of the workload. Other values nobody but you knows.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\n    app.kubernetes.io/instance: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      options: { labels: ['app.kubernetes.io/instance'], annotations: {} },
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    owner: shop\n    app.kubernetes.io/instance: web\n  annotations:\n    email: shop@example.com\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, options: { labels, annotations }, report }) {
    const patterns = Object.entries(annotations).map(([key, pattern]) => [key, new LinearPattern(pattern)] as const);
    for (const resource of manifest.ofKind(...workloadKinds)) {
      for (const key of labels) checkLabel(resource, key);
      for (const [key, pattern] of patterns) {
        const value = resource.annotation(key);
        if (value.isUnknown || (value.text !== undefined && pattern.test(value.text))) continue;
        const wrong = value.exists ? `does not match ${pattern.source}` : 'is missing';
        report(value.span ?? resource.span, `The annotation "${key}" of ${resource.label} ${wrong}`).as(
          ...namesFor(key),
        );
      }
    }

    function checkLabel(resource: Resource, key: string): void {
      const value = resource.value.at('metadata', 'labels', key);
      const { name } = resource;
      const differs = key === instance && value.text !== undefined && value.text !== name;
      if (value.exists && !differs) return;
      const wrong = differs ? 'is not its name' : 'is missing';
      const finding = report(value.span ?? resource.span, `The label "${key}" of ${resource.label} ${wrong}`).as(
        ...namesFor(key),
      );
      if (key === instance && name !== undefined)
        finding.fix(`Set ${instance}: ${name}`, () =>
          setField(resource.value.get('metadata'), ['labels', key], name, { after: ['namespace', 'name'] }),
        );
    }
  },
});

function namesFor(key: string): readonly string[] {
  const known = Object.hasOwn(namesOf, key) ? namesOf[key] : undefined;
  return [...(known ?? []), 'kubescape/C-0076', 'monokle/MTD-custom-labels'];
}
