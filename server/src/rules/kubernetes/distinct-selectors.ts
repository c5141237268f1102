import { Notes } from '../../core/notes.ts';
import { LabelSelector, type Labels } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { manifestRule } from '../define.ts';

const deployment = (name: string, labels: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    matchLabels: {${labels}}\n  template:\n    metadata:\n      labels: {${labels}}\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n`;

const kinds = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'];

export default manifestRule({
  id: 'distinct-selectors',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let each workload select pods of its own',
  why: 'Where the selectors of two workloads of one namespace select the pods of both, nothing tells these pods apart: a Service or a disruption budget for one counts those of the other, an autoscaler computes with the load of both, and `kubectl logs` and `kubectl rollout` show what belongs elsewhere. The documentation of Kubernetes asks not to do that; the API server does not prevent it. A label of its own in the selector and in the template is enough. It is mostly the result of a copied file.',
  lesson: 'contracts',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'],
  examples: [
    { bad: `${deployment('web', 'app: web')}---\n${deployment('worker', 'app: web')}` },
    {
      good: `${deployment('web', 'app: web, track: stable')}---\n${deployment('canary', 'app: web, track: canary')}`,
      note: 'Something tells them apart.',
    },
    {
      good: deployment('web', 'app: web'),
      files: { 'other.yaml': deployment('nginx', 'app: web') },
      note: 'Files of one folder may each be an example of its own.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind(...kinds)) {
      const own = selectionOf(resource);
      if (!own) continue;
      const selected = neighbours
        .mayBeSelectedBy(own.selector)
        .filter(
          ({ podLabels, namespace }) =>
            podLabels && own.selector.matches(podLabels) && namespace === resource.namespace,
        );
      const others = kinds.flatMap((kind) => selected.filter((entry) => entry.kind === kind));
      for (const entry of others) {
        const other = entry.read();
        const its = other && selectionOf(other);
        if (!other || !its?.selector.matches(own.labels) || !neighbours.isTogether(resource, entry)) continue;
        report(
          own.selector.value.keySpan ?? resource.span,
          `${resource.label} and ${other.label} select each other's pods (${own.selector.summary}): give each a label of its own`,
        ).relate(entry.span, 'The other is here', entry.file);
        break;
      }
    }
  },
});

interface Selection {
  readonly selector: LabelSelector;
  readonly labels: Labels;
}

const known = new Notes<Resource, { readonly selection: Selection | undefined }>();

/** What a workload selects, and the labels of its pods; undefined where that is not all known, or nothing. */
function selectionOf(resource: Resource): Selection | undefined {
  const { selection } = known.get(resource) ?? { selection: readSelection(resource) };
  known.set(resource, { selection });
  return selection;
}

function readSelection(resource: Resource): Selection | undefined {
  const [pod] = resource.pods;
  // Of two workloads of a template, a condition may write but one.
  if (!pod || resource.isPartial || resource.value.document.template) return undefined;
  const selector = LabelSelector.of(resource.value.at('spec', 'selector'));
  const labels = pod.labels;
  return selector.isKnown && !selector.isEmpty && !labels.isOpen ? { selector, labels } : undefined;
}
