import { describe, expect, it } from 'vitest';
import { parseAllDocuments, parseDocument } from 'yaml';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, only } from '../support/judge.ts';

const rule = registry.rules.find(({ meta }) => meta.id === 'deprecated-api-version');

/** A manifest after everything was migrated; its findings' refusals are not told. */
async function migrated(text: string): Promise<string> {
  if (!rule) throw new Error('there is no such rule');
  return new Judgement('manifest.yaml', text, only(rule)).fixed();
}

async function plain(text: string): Promise<unknown> {
  return parseDocument(await migrated(text)).toJS();
}

const head = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n`;

describe('migrating an Ingress', () => {
  it('takes ports by number and by name, in any order and style', async () => {
    const text = `${head('"extensions/v1beta1"', 'Ingress')}spec:
  backend: {servicePort: http, serviceName: web}
  rules:
  - http:
      paths:
      - backend:
          servicePort: "8080" # quoted
          # who
          serviceName: 'api'
        path: /api
      - {path: /flow, backend: {serviceName: web, servicePort: 80}}
      - pathType: Prefix
        path: /typed
        backend:
          resource: {apiGroup: example.com, kind: Bucket, name: files}
      - backend:
          serviceName: last
          servicePort: 1`;
    expect(await migrated(text)).toBe(`${head('"networking.k8s.io/v1"', 'Ingress')}spec:
  defaultBackend: {service: {name: web, port: {name: http}}}
  rules:
  - http:
      paths:
      - backend:
          service:
            # who
            name: 'api'
            port:
              number: 8080 # quoted
        path: /api
        pathType: ImplementationSpecific
      - {path: /flow, backend: {service: {name: web, port: {number: 80}}}, pathType: ImplementationSpecific}
      - pathType: Prefix
        path: /typed
        backend:
          resource: {apiGroup: example.com, kind: Bucket, name: files}
      - pathType: ImplementationSpecific
        backend:
          service:
            name: last
            port:
              number: 1`);
  });

  it('keeps CRLF and wide indentation', async () => {
    const text = `${head('networking.k8s.io/v1beta1', 'Ingress')}spec:\n    backend:\n        serviceName: a\n        servicePort: 1\n`;
    expect(await migrated(text.replaceAll('\n', '\r\n'))).toBe(
      `${head('networking.k8s.io/v1', 'Ingress')}spec:\n    defaultBackend:\n        service:\n            name: a\n            port:\n                number: 1\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    );
  });

  it('leaves alone what it does not understand, and what is shared', async () => {
    for (const spec of [
      'spec:\n  backend:\n    serviceName: a\n',
      'spec:\n  backend: &b\n    serviceName: a\n    servicePort: 1\n  x: *b\n',
      'spec:\n  backend:\n    serviceName: a\n    servicePort: ${PORT}\n',
    ]) {
      const text = head('networking.k8s.io/v1beta1', 'Ingress') + spec;
      expect(await migrated(text)).toBe(text);
    }
  });
});

describe('migrating other kinds', () => {
  it('does every document and every member of a list', async () => {
    const text = `${head('batch/v1beta1', 'CronJob')}---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: rbac.authorization.k8s.io/v1beta1\n  kind: Role\n`;
    const documents = parseAllDocuments(await migrated(text)).map((document) => document.toJS());
    expect(documents[0].apiVersion).toBe('batch/v1');
    expect(documents[1].items[0].apiVersion).toBe('rbac.authorization.k8s.io/v1');
  });

  it('gives each kind of metric its target', async () => {
    const text = `${head('autoscaling/v2beta1', 'HorizontalPodAutoscaler')}spec:
  metrics:
  - type: Object
    object:
      target: {kind: Ingress, name: web}
      metricName: requests
      targetValue: 2k
  - type: External
    external:
      metricName: queue
      targetAverageValue: 30
      metricSelector: {matchLabels: {queue: work}}
  - type: Resource
    resource: {name: memory, targetAverageValue: 1Gi}
`;
    expect(await plain(text)).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        metrics: [
          {
            type: 'Object',
            object: {
              describedObject: { kind: 'Ingress', name: 'web' },
              metric: { name: 'requests' },
              target: { type: 'Value', value: '2k' },
            },
          },
          {
            type: 'External',
            external: {
              metric: { name: 'queue', selector: { matchLabels: { queue: 'work' } } },
              target: { type: 'AverageValue', averageValue: 30 },
            },
          },
          { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
        ],
      },
    });
  });

  it('writes down what held for webhooks before', async () => {
    const text = `${head('admissionregistration.k8s.io/v1beta1', 'ValidatingWebhookConfiguration')}webhooks:\n- name: a.example.com\n  sideEffects: None\n  failurePolicy: Fail\n`;
    expect(await plain(text)).toMatchObject({
      webhooks: [
        {
          sideEffects: 'None',
          failurePolicy: 'Fail',
          matchPolicy: 'Exact',
          timeoutSeconds: 30,
          admissionReviewVersions: ['v1beta1'],
        },
      ],
    });
  });

  it('gives each version of a custom resource what was said for all', async () => {
    const text = `${head('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition')}spec:
  group: example.com
  names: {plural: shops, kind: Shop}
  version: v1
  subresources: {status: {}}
  versions:
  - name: v1
    served: true
    storage: true
  - {name: v1beta1, served: true, storage: false}
  conversion:
    strategy: Webhook
    webhookClientConfig: {url: "https://example.com"}
`;
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    expect(await plain(text)).toMatchObject({
      spec: {
        scope: 'Namespaced',
        versions: [
          { name: 'v1', served: true, storage: true, schema, subresources: { status: {} } },
          { name: 'v1beta1', served: true, storage: false, schema, subresources: { status: {} } },
        ],
        conversion: {
          strategy: 'Webhook',
          webhook: { clientConfig: { url: 'https://example.com' }, conversionReviewVersions: ['v1beta1'] },
        },
      },
    });
  });

  it('refuses a schema that is not structural', async () => {
    const text = `${head('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition')}spec:\n  group: example.com\n  scope: Cluster\n  version: v1\n  validation:\n    openAPIV3Schema:\n      properties:\n        spec: {required: [size]}\n`;
    expect(await migrated(text)).toBe(text);
  });

  it('does the rest', async () => {
    expect(
      await plain(`${head('node.k8s.io/v1alpha1', 'RuntimeClass')}spec:\n  runtimeHandler: gvisor\n`),
    ).toMatchObject({
      apiVersion: 'node.k8s.io/v1',
      handler: 'gvisor',
    });
    expect(
      await plain(
        `${head('flowcontrol.apiserver.k8s.io/v1beta1', 'PriorityLevelConfiguration')}spec:\n  limited: {assuredConcurrencyShares: 5}\n`,
      ),
    ).toMatchObject({ spec: { limited: { nominalConcurrencyShares: 5 } } });
    expect(
      await plain(
        `${head('discovery.k8s.io/v1beta1', 'EndpointSlice')}endpoints:\n- addresses: [10.0.0.1]\n  topology:\n    kubernetes.io/hostname: node-1\n    topology.kubernetes.io/zone: a\n    topology.kubernetes.io/region: r\n    rack: x\n- topology: {topology.kubernetes.io/region: r}\n  addresses: [10.0.0.2]\n`,
      ),
    ).toMatchObject({
      endpoints: [
        { addresses: ['10.0.0.1'], nodeName: 'node-1', zone: 'a', deprecatedTopology: { rack: 'x' } },
        { addresses: ['10.0.0.2'] },
      ],
    });
    for (const version of ['v1alpha3', 'v1beta1'])
      expect(
        await plain(
          `${head(`resource.k8s.io/${version}`, 'ResourceClaim')}spec:\n  devices:\n    requests:\n    - name: gpu\n      deviceClassName: gpu.example.com\n      count: 2\n`,
        ),
      ).toMatchObject({
        apiVersion: 'resource.k8s.io/v1',
        spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.example.com', count: 2 } }] } },
      });
  });
});
