import { Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { LabelSelector } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { nearestWorkload } from '../../workspace/manifests/nearest-workload.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'service-selects-pods',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let a Service select pods that exist',
  why: 'A Service sends what it receives to the pods whose labels its selector names. Where no pod has these labels, nothing complains: the Service has no endpoints, and every connection to it is refused or runs into a timeout. A label that was renamed on one side only is the usual reason. Seaworthy speaks up where the folder, chart or application that the Service belongs to has workloads, and none in the whole workspace has such labels.',
  lesson: 'contracts',
  aliases: [
    'kube-linter/dangling-service',
    'kube-score/service-targets-pod',
    'kics/Service Does Not Target Pod',
    'kubevious/service-selector-ref',
    'monokle/LNK001',
    'kubescape/C-0293',
  ],
  fix: 'suggested',
  fixing:
    'Corrects the values of labels that are nearly those of one workload. Where no workload comes near, which pods are meant is yours to say.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: database\nspec:\n  ports:\n    - port: 5432\n',
      preset: 'all',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: wbe\n  ports:\n    - port: 80\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n',
      },
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: wbe\n  ports:\n    - port: 80\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n        release: "{{ .Release.Name }}"\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n',
        'patch.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n',
      },
      note: 'Neither a label whose value is open nor a patch that says nothing of labels may be what is meant.',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: database\nspec:\n  ports:\n    - port: 5432\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: database-1\n  labels:\n    kubernetes.io/service-name: database\naddressType: IPv4\nports:\n  - port: 5432\nendpoints:\n  - addresses: [10.0.0.7]\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n',
      note: 'There are no workloads beside it: the pods are somewhere else.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const service of manifest.ofKind('Service')) {
      // The pods of the control plane are in no manifest.
      if (service.namespace === 'kube-system') continue;
      const selector = LabelSelector.ofMap(service.value.at('spec', 'selector')).withoutControllerLabels;
      if (leadsNowhere(service, neighbours)) {
        report(service.span, `${service.label} has no selector: it leads nowhere until somebody writes its endpoints`)
          .as('kube-linter/dangling-service')
          .onlyIn('all')
          .grade('hint');
      }
      const span = selector.value.keySpan;
      if (!span || selector.isEmpty || !selector.isKnown) continue;
      if (neighbours.workloadsSelectedBy(selector, service.namespace).length > 0) continue;
      if (neighbours.mayBeOperated(selector)) continue;
      const nearest = nearestWorkload(selector, neighbours.workloads);
      const finding = report(
        span,
        `${service.label} selects no pod: none has all of the labels ${selector.summary}; nothing will answer at it`,
      );
      if (!neighbours.hasOwnWorkloads && !nearest) finding.onlyIn('all').grade('hint');
      if (nearest) {
        const { entry, labels } = nearest;
        const label = `the pods of ${entry.kind} "${entry.name}"`;
        finding.relate(entry.span, label, entry.file);
        finding.fix(`Select ${label}`, () => setField(service.value, ['spec', 'selector'], labels));
      } else finding.fix('Correct the selector', noneComesNear);
    }
  },
});

/** Whether a Service has no selector, nor an address outside of the cluster, and nobody declares what is behind it. */
function leadsNowhere({ value, name, namespace }: Resource, neighbours: Neighbourhood): boolean {
  const selector = value.at('spec', 'selector');
  if (selector.isOpen || selector.entries.length > 0 || selector.exists !== selector.isMap) return false;
  if (name === undefined || value.at('spec', 'type').text === 'ExternalName') return false;
  if (neighbours.find({ kinds: ['Endpoints'], name, namespace }) !== undefined) return false;
  const slices = neighbours.everywhere('EndpointSlice');
  return !slices.some(({ labels }) => labels.get('kubernetes.io/service-name') === name);
}

const noneComesNear = new Refusal('No workload has labels like these; which pods are meant is yours to say.');
