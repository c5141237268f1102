import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SchemaArchive } from '../../server/src/kubernetes/schema/archive.ts';
import { definitionsPointer, type JsonSchema } from '../../server/src/kubernetes/schema/json-schema.ts';
import { builtArchive, validator } from '../support/schemas.ts';

let archive: SchemaArchive;
beforeAll(async () => {
  archive = await builtArchive();
});

async function schema(apiVersion: string, kind: string, version?: string): Promise<JsonSchema> {
  const found = await archive.schemaOf(apiVersion, kind, version);
  if (!found) throw new Error(`there is no schema of ${apiVersion} ${kind}`);
  return found;
}

/** The schema of a field, by its path; lists are looked into, references followed. */
function at(root: JsonSchema, ...path: readonly string[]): JsonSchema | undefined {
  const resolve = (inner: JsonSchema | undefined): JsonSchema | undefined =>
    inner?.$ref === undefined ? inner : resolve(root.definitions?.[inner.$ref.slice(definitionsPointer.length)]);
  return path.reduce<JsonSchema | undefined>((current, name) => {
    const field = resolve(current?.properties?.[name]);
    return field?.items ? resolve(field.items) : field;
  }, root);
}

/** Validators are slow to make: each schema has one. */
const validators = new Map<JsonSchema, ReturnType<typeof validator>>();

/** What is wrong with a manifest: where, and what. */
async function wrong(text: string): Promise<string[]> {
  const value = parse(text) as { apiVersion: string; kind: string };
  const found = await schema(value.apiVersion, value.kind);
  const validate = validators.get(found) ?? validator(found);
  validators.set(found, validate);
  const errors = validate(value);
  return errors.map(({ instancePath, keyword, params }) => {
    const unknown = 'additionalProperty' in params ? ` ${params.additionalProperty}` : '';
    return `${instancePath} ${keyword}${unknown}`;
  });
}

const deployment = (container: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, creationTimestamp: null}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: web, ${container}}]
status: {}
`;

describe('the archive', () => {
  it('has every kind of every package', async () => {
    const counts = new Map<string, number>();
    for (const { apiVersion, kind } of await archive.kinds()) {
      if (kind.endsWith('List')) continue;
      const group = apiVersion.includes('.') ? apiVersion.replace(/\/.*/, '') : 'core';
      const product = group.endsWith('.k8s.io') && group !== 'gateway.networking.k8s.io' ? 'core' : group;
      counts.set(product, (counts.get(product) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      'acme.cert-manager.io': 2,
      'argoproj.io': 16,
      'autoscaling.internal.knative.dev': 3,
      'awspca.cert-manager.io': 2,
      'bitnami.com': 1,
      'caching.internal.knative.dev': 1,
      'cert-manager.io': 4,
      core: 143,
      'eventing.keda.sh': 2,
      'eventing.knative.dev': 8,
      'extensions.istio.io': 1,
      'external-secrets.io': 10,
      'flows.knative.dev': 2,
      'gateway.networking.k8s.io': 19,
      'gateway.networking.x-k8s.io': 2,
      'generators.external-secrets.io': 14,
      'helm.toolkit.fluxcd.io': 3,
      'image.toolkit.fluxcd.io': 9,
      'install.istio.io': 1,
      'karpenter.k8s.aws': 1,
      'karpenter.sh': 3,
      'keda.sh': 5,
      'kustomize.toolkit.fluxcd.io': 3,
      'messaging.knative.dev': 3,
      'monitoring.coreos.com': 11,
      'networking.internal.knative.dev': 4,
      'networking.istio.io': 23,
      'notification.toolkit.fluxcd.io': 9,
      'operator.knative.dev': 2,
      'policy.cert-manager.io': 1,
      'security.istio.io': 6,
      'serving.knative.dev': 5,
      'sinks.knative.dev': 2,
      'source.toolkit.fluxcd.io': 15,
      'sources.knative.dev': 6,
      'telemetry.istio.io': 2,
      'traefik.io': 10,
      'trust-manager.io': 1,
      'trust.cert-manager.io': 1,
    });
  });

  it('can compose every schema', async () => {
    for (const { apiVersion, kind } of await archive.kinds()) {
      const found = await schema(apiVersion, kind);
      expect([at(found, 'apiVersion')?.const, at(found, 'kind')?.const]).toEqual([apiVersion, kind]);
      // A definition that was left out would allow everything.
      const empty = Object.entries(found.definitions ?? {}).filter(([, inner]) => Object.keys(inner).length === 0);
      expect(empty).toEqual([]);
    }
  });

  it('knows nothing of kinds that it does not know', async () => {
    expect(await archive.schemaOf('example.com/v1', 'Deployment')).toBeUndefined();
    expect(await archive.schemaOf('constructor', '')).toBeUndefined();
  });

  it('does without what it cannot read', async () => {
    const damaged = async () => new Uint8Array([1, 2, 3]);
    const failing = () => Promise.reject(new Error('gone'));
    for (const read of [async () => undefined, damaged, failing]) {
      const empty = new SchemaArchive(read);
      expect([await empty.kinds(), await empty.schemaOf('apps/v1', 'Deployment')]).toEqual([[], undefined]);
    }
  });

  it('reads what is needed, once', async () => {
    const read: string[] = [];
    const archive = await builtArchive((name) => read.push(name));
    await Promise.all([archive.schemaOf('apps/v1', 'Deployment'), archive.schemaOf('apps/v1', 'DaemonSet')]);
    await archive.schemaOf('apps/v1', 'Deployment');
    expect(read.sort()).toEqual([
      'apimachinery',
      'apps_v1_DaemonSet',
      'apps_v1_Deployment',
      'index',
      'kubernetes-models',
    ]);
  });
});

describe('a schema', () => {
  it('knows whole numbers, and what they are when nobody says', async () => {
    expect(at(await schema('apps/v1', 'Deployment'), 'spec', 'replicas')).toMatchObject({
      type: ['integer', 'null'],
      default: 1,
    });
    expect(await wrong(deployment('ports: [{containerPort: 80.5}]'))).toEqual([
      '/spec/template/spec/containers/0/ports/0/containerPort type',
    ]);
  });

  it('says no default where the documentation writes one in octal', async () => {
    const pod = await schema('v1', 'Pod');
    expect(at(pod, 'spec', 'volumes', 'configMap', 'defaultMode')?.default).toBeUndefined();
    expect(at(pod, 'spec', 'containers', 'ports', 'protocol')?.default).toBe('TCP');
  });

  it('has the documentation of fields', async () => {
    expect(at(await schema('argoproj.io/v1alpha1', 'Application'), 'spec', 'project')?.description).toContain(
      'project',
    );
    expect(at(await schema('v1', 'Pod'), 'spec', 'hostNetwork')?.description).toContain("host's network namespace");
  });

  it('reads quantities as the API server does', async () => {
    for (const cpu of ['1', '0.5', '"1.5"', '500m', '1Gi', '1e3', '.5']) {
      expect([cpu, await wrong(deployment(`resources: {limits: {cpu: ${cpu}}}`))]).toEqual([cpu, []]);
    }
    for (const cpu of ['1 Gi', '5MB', 'lots', 'true']) {
      expect([cpu, await wrong(deployment(`resources: {limits: {cpu: ${cpu}}}`))]).not.toEqual([cpu, []]);
    }
  });

  it('takes a number or a text for a port', async () => {
    for (const port of ['80', 'http']) {
      expect(await wrong(deployment(`readinessProbe: {httpGet: {port: ${port}}}`))).toEqual([]);
    }
    expect(await wrong(deployment('readinessProbe: {httpGet: {port: [80]}}'))).not.toEqual([]);
  });

  it('refuses unknown keys, and what no enumeration has', async () => {
    expect(await wrong(deployment('imagePulPolicy: Always'))).toEqual([
      '/spec/template/spec/containers/0 additionalProperties imagePulPolicy',
    ]);
    expect(await wrong(deployment('imagePullPolicy: Alway'))).toEqual([
      '/spec/template/spec/containers/0/imagePullPolicy enum',
    ]);
  });

  it('takes null for what is not there, unless it must be', async () => {
    expect(await wrong(deployment('env: null, resources: {limits: null}, imagePullPolicy: null'))).toEqual([]);
    expect(await wrong('apiVersion: v1\nkind: Pod\nmetadata:\nspec: {containers: }')).toEqual([
      '/spec/containers type',
    ]);
  });

  it('tells types of equal names apart', async () => {
    const backend = ['spec', 'rules', 'http', 'paths', 'backend'] as const;
    const stable = at(await schema('networking.k8s.io/v1', 'Ingress'), ...backend);
    const beta = at(await schema('networking.k8s.io/v1beta1', 'Ingress'), ...backend);
    expect(Object.keys(stable?.properties ?? {})).toEqual(['resource', 'service']);
    expect(Object.keys(beta?.properties ?? {})).toEqual(['resource', 'serviceName', 'servicePort']);
  });

  it('has what is served before it is stable', async () => {
    const cidr = await schema('networking.k8s.io/v1beta1', 'ServiceCIDR');
    expect(Object.keys(at(cidr, 'spec')?.properties ?? {})).toEqual(['cidrs']);
    expect(at(cidr, 'apiVersion')?.const).toBe('networking.k8s.io/v1beta1');
  });

  it('takes bytes over several lines, and only bytes', async () => {
    const secret = (data: string) => `apiVersion: v1\nkind: Secret\ndata:\n  key: ${data}`;
    expect(await wrong(secret('|\n    aGVsbG8g\n    d29ybGQ=\n'))).toEqual([]);
    expect(await wrong(secret('not base64!'))).toEqual(['/data/key pattern']);
  });

  it('takes anything where a custom resource does', async () => {
    expect(
      await wrong(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web}
spec: {interval: 5m, values: {anything: [1, {goes: true}]}}
`),
    ).toEqual([]);
    expect(
      await wrong(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shirts.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: shirts, kind: Shirt}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        x-kubernetes-preserve-unknown-fields: true
        properties:
          size: {type: string, default: large, enum: [large, small], example: {any: thing}}
          sizes: {type: array, items: {type: object, additionalProperties: {type: string}}}
        additionalProperties: false
`),
    ).toEqual([]);
  });
});

describe('the schema of a custom resource', () => {
  const prometheus = (spec: string) => `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: web}
spec: {${spec}}
`;

  it('does not ask which kind an object in it is', async () => {
    const storage = 'storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1Gi}}}}}';
    expect(await wrong(prometheus(storage))).toEqual([]);
    expect(
      await wrong(prometheus(storage.replace('spec:', 'apiVersion: v1, kind: PersistentVolumeClaim, spec:'))),
    ).toEqual([]);
    expect(
      await wrong('apiVersion: monitoring.coreos.com/v1\nspec: {}\nkind: Prometheus\nmetadata: {name: web}'),
    ).toEqual([]);
    expect(await archive.schemaOf('v1', 'Pod')).toMatchObject({ required: ['apiVersion', 'kind'] });
  });

  it('has the fields of types that it is made of', async () => {
    const spread =
      '{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, additionalLabelSelectors: OnResource}';
    expect(await wrong(prometheus(`topologySpreadConstraints: [${spread}]`))).toEqual([]);
    expect(await wrong(prometheus('topologySpreadConstraint: []'))).toEqual([
      '/spec additionalProperties topologySpreadConstraint',
    ]);
  });

  it('demands no names and ports that the product chooses itself', async () => {
    expect(
      await wrong(`
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec: {template: {spec: {containers: [{image: web, readinessProbe: {httpGet: {path: /}}}]}}}
`),
    ).toEqual([]);
    expect(
      await wrong(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: web-}
spec:
  entrypoint: main
  arguments: {parameters: [{name: count, value: 3}]}
  templates:
  - name: main
    steps: [[{name: one, template: run}], [{name: two, template: run, withItems: [1, two]}]]
  - {name: run, container: {image: busybox}}
  - {name: think, script: {image: busybox, source: echo}}
`),
    ).toEqual([]);
  });

  it('is open where a product says so, and knows what is newer than its package', async () => {
    expect(await wrong('apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {profile: demo}')).toEqual(
      [],
    );
    expect(
      await wrong(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web}
spec:
  host: web
  trafficPolicy: {connectionPool: {http: {http2KeepAlive: {interval: 1s}}}, loadBalancer: {simpel: RANDOM}}
`),
    ).toEqual(['/spec/trafficPolicy/loadBalancer additionalProperties simpel']);
  });

  it('knows the values of enumerations that are newer than its package', async () => {
    const target = at(await schema('external-secrets.io/v1', 'ExternalSecret'), 'spec', 'target', 'creationPolicy');
    expect(target?.enum).toEqual(['Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge', null]);
  });
});

describe('an older version of Kubernetes', () => {
  it('lacks the fields that came later', async () => {
    const fields = async (version?: string) =>
      Object.keys(at(await schema('v1', 'Pod', version), 'spec', 'containers')?.properties ?? {});
    expect(await fields()).toContain('resizePolicy');
    expect(await fields('1.27')).toContain('resizePolicy');
    expect(await fields('1.26')).not.toContain('resizePolicy');
  });

  it('has the kinds that it serves', async () => {
    const kinds = async (version: string) =>
      (await archive.kinds(version)).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(await kinds('1.29')).not.toContain('networking.k8s.io/v1 ServiceCIDR');
    expect(await kinds('1.33')).toContain('networking.k8s.io/v1 ServiceCIDR');
    expect(await kinds('1.33')).toContain('argoproj.io/v1alpha1 Application');
    expect(await kinds('1.33')).not.toContain('policy/v1beta1 PodSecurityPolicy');
  });
});
