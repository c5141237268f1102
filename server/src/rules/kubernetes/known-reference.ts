import { type Built, Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import { setField } from '../../kubernetes/edits.ts';
import { type ResourceReference, referencesOf } from '../../kubernetes/references/index.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { replaceScalar } from '../../yaml/edit-text.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';
import { aliasesOf } from './reference-aliases.ts';

const deployment = (volume: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n      volumes:\n        - name: config\n          configMap:\n            name: ${volume}\n`;
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-config\ndata:\n  nginx.conf: ""\n';
const ingress = (service: string, port: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - host: example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: ${service}\n                port:\n                  number: ${port}\n`;
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n';

const virtualService = (gateway: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: web\nspec:\n  hosts: [www.example.com]\n  gateways:\n    - ${gateway}\n  http:\n    - route:\n        - destination:\n            host: web.default.svc.cluster.local\n`;
const route = (listener: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: web\nspec:\n  parentRefs:\n    - name: public\n      sectionName: ${listener}\n  rules:\n    - backendRefs:\n        - name: web\n          port: 80\n`;

export default manifestRule({
  id: 'known-reference',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Refer to resources, keys and ports that exist',
  why: 'Kubernetes takes a name that means nothing without complaint: the pod then hangs in `CreateContainerConfigError`, the Ingress answers with 503, the autoscaler scales nothing, and it is found out when it is deployed. A reference is held against the manifests of the whole workspace. It counts as missing only where the folder, chart or application that it belongs to declares other objects of that kind; what is nowhere declared may be in the cluster already, so for Secrets, which many teams keep out of their repositories, only a name that is nearly that of another one is told.',
  lesson: 'contracts',
  aliases: [
    'kube-linter/dangling-ingress',
    'kube-linter/dangling-horizontalpodautoscaler',
    'kube-linter/env-value-from',
    'kube-linter/non-existent-service-account',
    'kube-score/ingress-targets-service',
    'kube-score/horizontalpodautoscaler-has-target',
    'kube-score/statefulset-has-servicename',
    'kics/HPA Targets Invalid Object',
    'kics/StatefulSets Without Service Name',
    'kubevious/ingress-service-ref',
    'kubevious/certificate-ref',
    'kubevious/gateway-class-ref',
    'kubevious/gateway-ref',
    'kubevious/backend-ref',
    'kubevious/hpa-scale-target-ref',
    'kubevious/service-account-ref',
    'kubevious/env-config-map-ref',
    'kubevious/env-secret-ref',
    'kubevious/env-from-config-map-ref',
    'kubevious/env-from-secret-ref',
    'kubevious/volume-config-map-ref',
    'kubevious/volume-secret-ref',
    'kubevious/volume-pvc-ref',
    'kubevious/role-binding-role-ref',
    'kubevious/role-binding-service-account-ref',
    'polaris/clusterrolebindingClusterAdmin',
    'polaris/clusterrolebindingPodExecAttach',
    'polaris/rolebindingClusterAdminClusterRole',
    'polaris/rolebindingClusterAdminRole',
    'polaris/rolebindingClusterRolePodExecAttach',
    'polaris/rolebindingRolePodExecAttach',
    'kubevious/certificate-to-issuer-ref',
    'kubevious/ingress-to-cert-issuer-ref',
    'kubevious/virtual-service-to-gateway-ref',
    'kubevious/plugin-ref',
    'kubevious/consumer-to-credential-secret-ref',
    'kubevious/rollout-analysis-template-ref',
    'kubevious/sql-database-to-instance-ref',
    'kubevious/sql-user-to-instance-ref',
    'kubevious/sql-user-to-password-secret-ref',
    'monokle/LNK001',
    'kubescape/C-0298',
  ],
  fix: 'suggested',
  fixing: 'Writes the name, key or port that comes near to what is written, or the only one there is.',
  examples: [
    { bad: deployment('web-confg'), fixed: deployment('web-config'), files: { 'config.yaml': configMap } },
    {
      bad: `${ingress('web', '8080')}---\n${service}`,
      fixed: `${ingress('web', '80')}---\n${service}`,
      note: 'The Service is there, and has no such port.',
    },
    {
      bad: virtualService('istio-system/publc'),
      fixed: virtualService('istio-system/public'),
      files: {
        'gateway.yaml':
          'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: public\n  namespace: istio-system\nspec:\n  servers: []\n',
      },
    },
    {
      bad: route('htp'),
      fixed: route('http'),
      files: {
        'gateway.yaml':
          'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: public\nspec:\n  gatewayClassName: istio\n  listeners:\n    - {name: http, port: 80, protocol: HTTP}\n',
        'web.yaml': service,
      },
    },
    { good: deployment('web-config'), files: { 'config.yaml': configMap } },
    { good: deployment('web-config'), note: 'No ConfigMaps are declared here, so it is made somewhere else.' },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.resources) {
      for (const reference of referencesOf(resource)) {
        const found = neighbours.find(reference);
        const place = reference.value.span;
        if (!place) continue;
        if (found) checkDetails(reference, resource, neighbours, report);
        else if (!reference.isOptional && !neighbours.isImplied(reference)) {
          const kind = reference.kinds.join(' or ');
          const similar = neighbours.similar(reference);
          // What whoever runs the cluster declares is in few manifests, and then a slip is all that can be told.
          if (similar === undefined && reference.kinds.some((one) => ofCluster.has(one))) continue;
          const guess = similar === undefined ? '' : `; did you mean "${similar}"?`;
          const message = `${resource.label} refers to ${kind} "${reference.name}", which is not in these manifests: ${reference.consequence}${guess}`;
          const finding = report(place, message).as(...aliasesOf(resource, reference));
          if (!isCertain(reference, similar, neighbours)) finding.onlyIn('all').grade('hint');
          offer(finding, reference.value, reference.name, similar);
        }
      }
    }
  },
});

/** Whether it can be told that what is referred to is not in the cluster either. */
function isCertain(reference: ResourceReference, similar: string | undefined, neighbours: Neighbourhood): boolean {
  // What lies in the namespace of the control plane is seldom all in one's own manifests.
  if (reference.namespace === 'kube-system') return false;
  if (similar !== undefined && neighbours.isSlip(reference)) return true;
  const isOftenElsewhere = reference.kinds.some((kind) => elsewhere.has(kind));
  return !isOftenElsewhere && neighbours.isMissing(reference);
}

/** Kinds that many keep out of their manifests, or declare with the cluster rather than with an application. */
const elsewhere: ReadonlySet<string> = new Set([
  'Secret',
  'Gateway',
  'ClusterRole',
  'ClusterIssuer',
  'ClusterSecretStore',
  'KongPlugin',
  'SQLInstance',
]);

const ofCluster: ReadonlySet<string> = new Set(['PriorityClass', 'RuntimeClass', 'GatewayClass']);

type Reports = (span: { start: number; end: number }, message: string) => Report;

/** What is found exists: whether it has the key or port that is asked for. */
function checkDetails(
  reference: ResourceReference,
  resource: Resource,
  neighbours: Neighbourhood,
  report: Reports,
): void {
  const wanted = reference.key ?? reference.port ?? reference.listener;
  if (wanted?.text === undefined || !wanted.span) return;
  // Overlays may each have their own: one that has it will do.
  const targets = neighbours.inScopeByName(reference).map((entry) => ({ entry, target: entry.read() }));
  const offered = targets.map(({ target }) => target && offeredBy(target, reference));
  const known = offered.flatMap((one) => one ?? []);
  if (targets.length === 0 || offered.includes(undefined) || known.includes(wanted.text)) return;
  const what = reference.key ? 'key' : reference.port ? 'port' : 'listener';
  const { kinds, name, isOptional, consequence } = reference;
  if (isOptional) return;
  const isNumber = /^\d+$/.test(wanted.text);
  const alike = known.filter((one) => /^\d+$/.test(one) === isNumber);
  const similar =
    (isNumber ? undefined : mostSimilar(wanted.text, alike)) ?? (alike.length === 1 ? alike[0] : undefined);
  const has = known.length === 0 ? `it has no ${what}s` : `it has ${[...new Set(known)].slice(0, 5).join(', ')}`;
  const finding = report(
    wanted.span,
    `${kinds.join(' or ')} "${name}" has no ${what} ${JSON.stringify(wanted.text)} (${has}): ${consequence}`,
  ).as(...aliasesOf(resource, reference));
  if (!neighbours.isSelfContained(...kinds)) finding.onlyIn('all').grade('hint');
  const [first] = targets;
  if (first) finding.relate(first.entry.span, `${first.entry.kind} "${name}"`, first.entry.file);
  offer(finding, wanted, wanted.text, similar);
}

/** What a resource has of what a reference asks it for; undefined where that is not all known. */
function offeredBy(target: Resource, { key, port }: ResourceReference): readonly string[] | undefined {
  if (key) return keysOf(target);
  return port ? portsOf(target) : listenersOf(target);
}

/** The keys of a ConfigMap or Secret; undefined where they are not all known. */
function keysOf({ value }: Resource): readonly string[] | undefined {
  const maps = ['data', 'binaryData', 'stringData'].map((key) => value.get(key));
  return maps.some(({ isOpen }) => isOpen) ? undefined : maps.flatMap((map) => map.entries.map(([key]) => key));
}

/** The ports of a Service, by number and by name; undefined where they are not all known. */
function portsOf({ value }: Resource): readonly string[] | undefined {
  const ports = value.at('spec', 'ports');
  if (ports.isOpen || value.at('spec', 'type').text === 'ExternalName') return undefined;
  return ports.items.flatMap((port) => [port.get('port').text ?? [], port.get('name').text ?? []].flat());
}

/** The names of the listeners of a Gateway; undefined where they are not all known. */
function listenersOf({ value }: Resource): readonly string[] | undefined {
  const listeners = value.at('spec', 'listeners');
  const names = listeners.items.map((listener) => listener.get('name').text);
  return listeners.isOpen || names.includes(undefined) ? undefined : names.flatMap((name) => name ?? []);
}

function offer(finding: Report, value: YamlValue, name: string, text: string | undefined): void {
  if (text === undefined)
    finding.fix('Correct the name', new Refusal('Nothing that is declared here is called alike.'));
  else finding.fix(`Change to ${JSON.stringify(text)}`, () => rewrite(value, name, text));
}

/** Writes another name; what stands around it, such as a namespace or the other names of a list, stays. */
function rewrite(value: YamlValue, name: string, text: string): Built {
  const { parent, key, text: written = '' } = value;
  const pattern = new RegExp(`(^|[/,\\s])${name.replaceAll('.', '\\.')}(?=$|[.,\\s])`);
  const rewritten = written === name ? text : written.replace(pattern, `$1${text}`);
  if (!parent || typeof key !== 'string') return replaceScalar(value, rewritten);
  return setField(parent, [key], /^\d+$/.test(rewritten) ? Number(rewritten) : rewritten);
}
