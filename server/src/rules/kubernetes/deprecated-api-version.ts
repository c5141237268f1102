import type { Reporter } from '../../core/report.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { type Retirement, retirementIn, retirementOf } from '../../kubernetes/api-versions/retired.ts';
import { thirdPartyRetirementOf } from '../../kubernetes/api-versions/third-party.ts';
import { migrate, migrateThirdParty, migrationSafety } from '../../kubernetes/migrations/migrate.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { setValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const aliases = [
  'kube-score/stable-version',
  'trivy/KSV-0107',
  'kics/Object Is Using A Deprecated API Version',
  'monokle/K8S002',
  'monokle/K8S003',
];

/** The releases for whose deprecations and removals datree has a rule each. */
const datree = [
  ...['1.16', '1.17', '1.19', '1.21', '1.22', '1.23', '1.24'].map((release) => `K8S_DEPRECATED_APIVERSION_${release}`),
  ...['1.22', '1.23', '1.24', '1.25', '1.26', '1.27'].map((release) => `K8S_REMOVED_APIVERSION_${release}`),
];

export default manifestRule({
  id: 'deprecated-api-version',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use API versions that the cluster still serves',
  why: 'Kubernetes retires the beta versions of its APIs: they are deprecated first and some releases later no longer served. From then on the API server refuses the manifest with `no matches for kind`, and Helm can neither upgrade nor roll back a release that holds one. The replacement often has another shape, so that changing the version alone is not enough. Which release your manifests are meant for is said by `kubernetesVersion`; the facts are those of the "Deprecated API Migration Guide". Custom resources whose API version their product has removed are told as well, as a warning, because the version of the product is not known.',
  aliases: [
    'kube-linter/no-extensions-v1beta',
    ...aliases,
    'pluto/deprecated',
    'pluto/removed',
    ...datree.map((name) => `datree/${name}`),
  ],
  fix: 'safe',
  fixing:
    'Changes `apiVersion` and brings the object into the shape that the new version wants: backends, `pathType` and `defaultBackend` of an Ingress; the selector of workloads; the metrics of an autoscaler; the versions, schemas and columns of a CustomResourceDefinition; what was the default of webhooks before; and more. Values and comments stay as they are. Only suggested for workloads of the oldest versions, whose defaults for rollouts were others, and for CustomResourceDefinitions, which drop unknown fields now. Refused where the meaning would change: an empty selector of a PodDisruptionBudget, a schema that is not structural, a PodSecurityPolicy.',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n            # the shop\n            backend:\n              serviceName: web\n              servicePort: 80 # or http\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n            pathType: ImplementationSpecific\n            # the shop\n            backend:\n              service:\n                name: web\n                port:\n                  number: 80 # or http\n',
    },
    {
      bad: 'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  rollbackTo:\n    revision: 0\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  maxReplicas: 5\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        targetAverageUtilization: 80\n    - type: Pods\n      pods:\n        metricName: queue\n        targetAverageValue: 30\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  maxReplicas: 5\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: 80\n    - type: Pods\n      pods:\n        metric:\n          name: queue\n        target:\n          type: AverageValue\n          averageValue: 30\n',
    },
    {
      bad: 'apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\nspec:\n  group: example.com\n  version: v1 # the only one\n  scope: Namespaced\n  names: {plural: shops, kind: Shop}\n  additionalPrinterColumns:\n    - name: Size\n      type: integer\n      JSONPath: .spec.size\n  validation:\n    openAPIV3Schema:\n      type: object\n      properties:\n        spec:\n          type: object\n          properties:\n            size: {type: integer}\n',
      fixed:
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\nspec:\n  group: example.com\n  versions:\n    - name: v1 # the only one\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              properties:\n                size: {type: integer}\n      additionalPrinterColumns:\n        - name: Size\n          type: integer\n          jsonPath: .spec.size\n  scope: Namespaced\n  names: {plural: shops, kind: Shop}\n',
    },
    {
      bad: 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector: {}\n',
      note: 'Refused: with `policy/v1` the empty selector would select every pod of the namespace.',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: extensions/v1beta1\n    kind: Deployment\n    name: web\n  maxReplicas: 5\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  maxReplicas: 5\n',
      note: 'The target is looked for under an API version that does not exist any more.',
    },
    {
      bad: 'apiVersion: cert-manager.io/v1alpha2\nkind: Certificate\nmetadata:\n  name: web\nspec:\n  secretName: web-tls\n  keySize: 4096\n  keyAlgorithm: rsa\n  dnsNames: [example.com]\n  issuerRef: {name: ca}\n',
      fixed:
        'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: web\nspec:\n  secretName: web-tls\n  privateKey:\n    algorithm: RSA\n    size: 4096\n  dnsNames: [example.com]\n  issuerRef: {name: ca}\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        name: http\n',
    },
    {
      good: 'apiVersion: admissionregistration.k8s.io/v1beta1\nkind: MutatingAdmissionPolicy\nmetadata:\n  name: web\n',
      note: 'A beta version that is not deprecated yet.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const resource of manifest.resources) {
      judge(resource, kubernetesVersion, report);
      judgeTarget(resource.value.at('spec', 'scaleTargetRef'), kubernetesVersion, report);
    }
  },
});

function judge(resource: Resource, kubernetesVersion: string, report: Reporter): void {
  const { span } = resource.value.get('apiVersion');
  const retirement = retirementIn(resource, kubernetesVersion);
  const custom = thirdPartyRetirementOf(resource);
  if (!span) return;
  if (retirement) {
    const isGone = retirement.removed !== undefined && isAtLeast(kubernetesVersion, retirement.removed);
    const finding = report(span, messageFor(resource, retirement, isGone));
    if (!isGone) finding.grade(retirement.removed === undefined ? 'info' : 'warning');
    finding
      .as(...aliasesFor(resource, retirement, isGone))
      .tag('deprecated')
      .fix(
        retirement.replacement === undefined ? 'Use another API' : `Migrate to ${retirement.replacement}`,
        () => migrate(resource, retirement, kubernetesVersion),
        migrationSafety(resource),
      );
  } else if (custom) {
    const instead = custom.replacement ?? custom.instead;
    report(span, `${custom.removed} has removed ${resource.apiVersion}: use ${instead}`)
      .as()
      .grade('warning')
      .tag('deprecated')
      .fix(`Migrate to ${instead}`, () => migrateThirdParty(resource, custom), 'suggested');
  }
}

/** An autoscaler looks for what it scales under the API version that it is told. */
function judgeTarget(target: YamlValue, kubernetesVersion: string, report: Reporter): void {
  const { text, span } = target.get('apiVersion');
  const { removed, replacement } = retirementOf(text ?? '', target.get('kind').text ?? '') ?? {};
  if (!span || !removed || !replacement || !isAtLeast(kubernetesVersion, removed)) return;
  report(span, `The target is looked for in ${text}, which Kubernetes ${removed} has removed: use ${replacement}`)
    .as()
    .tag('deprecated')
    .fix(`Replace with ${replacement}`, () => setValue(target, ['apiVersion'], replacement));
}

function messageFor(
  { apiVersion, kind }: Resource,
  { removed, deprecated, ...use }: Retirement,
  isGone: boolean,
): string {
  const instead = `use ${use.replacement ?? `${use.instead} instead`}`;
  if (isGone)
    return `Kubernetes ${removed} has removed ${kind} from ${apiVersion}, so that the cluster refuses it: ${instead}`;
  const fate = removed === undefined ? '' : ` and goes in ${removed}`;
  return `${kind} of ${apiVersion} is deprecated since Kubernetes ${deprecated}${fate}: ${instead}`;
}

function aliasesFor({ group }: Resource, { deprecated, removed }: Retirement, isGone: boolean): readonly string[] {
  const release = isGone ? `K8S_REMOVED_APIVERSION_${removed}` : `K8S_DEPRECATED_APIVERSION_${deprecated}`;
  return [
    ...(group === 'extensions' ? ['kube-linter/no-extensions-v1beta'] : []),
    ...aliases,
    isGone ? 'pluto/removed' : 'pluto/deprecated',
    ...(datree.includes(release) ? [`datree/${release}`] : []),
  ];
}
