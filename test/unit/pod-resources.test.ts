import { describe, expect, it } from 'vitest';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import type { PodResources } from '../../server/src/kubernetes/pod-resources.ts';
import { scaleOf } from '../../server/src/kubernetes/scale.ts';

/** The resources of a pod with these containers, `requests / limits` each, and this else in its spec. */
function pod(containers: readonly string[], { init = [] as readonly string[], more = '' } = {}): PodResources {
  const written = (list: readonly string[]) =>
    list.map((resources, index) => `    - {name: c${index}, image: "a:1", ${resources}}\n`).join('');
  const initContainers = init.length > 0 ? `  initContainers:\n${written(init)}` : '';
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n${more}${initContainers}  containers:\n${written(containers)}`;
  const [found] = new Manifest(text).pods;
  if (!found) throw new Error('there is no pod');
  return found.resources;
}

const both = (cpu: string, memory: string) => `{cpu: ${cpu}, memory: ${memory}}`;
const requests = (amounts: string) => `resources: {requests: ${amounts}}`;
const limits = (amounts: string) => `resources: {limits: ${amounts}}`;
const equal = (amounts: string) => `resources: {requests: ${amounts}, limits: ${amounts}}`;
const sidecar = (amounts: string) => `restartPolicy: Always, ${requests(amounts)}`;

const mebibyte = 2 ** 20;

describe('the class of a pod', () => {
  it.each([
    [pod(['x: 1']), 'BestEffort'],
    [pod(['resources: {}']), 'BestEffort'],
    [pod([requests('{cpu: 0}')]), 'BestEffort'],
    [pod([requests('{cpu: 1}')]), 'Burstable'],
    [pod([limits('{memory: 1Gi}')]), 'Burstable'],
    [pod([limits(both('1', '1Gi'))]), 'Guaranteed'],
    [pod([equal(both('1', '1Gi'))]), 'Guaranteed'],
    [pod(['resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: 1, memory: 1Gi}}']), 'Guaranteed'],
    [pod([equal(both('1', '1Gi')), 'x: 1']), 'Burstable'],
    [pod([equal(both('1', '1Gi'))], { init: ['x: 1'] }), 'Burstable'],
    [pod([equal(both('1', '1Gi'))], { init: [equal(both('2', '1Gi'))] }), 'Guaranteed'],
    [pod(['x: 1'], { more: `  ${equal(both('1', '1Gi'))}\n` }), 'Guaranteed'],
    [pod([equal(both('1', '1Gi'))], { more: `  ${requests('{cpu: 2}')}\n` }), 'Burstable'],
    [pod(['x: 1'], { more: `  ${limits(both('1', '1Gi'))}\n` }), 'Guaranteed'],
    [pod([requests('{cpu: "{{ .cpu }}"}')]), undefined],
    [pod(['resources: "{{ .resources }}"']), undefined],
  ])('%#: %s', (resources, qos) => expect(resources.qos).toBe(qos));
});

describe('what a pod requests', () => {
  it.each([
    ['nothing', pod(['x: 1']), 0, 0],
    ['the sum of its containers', pod([requests(both('100m', '64Mi')), requests(both('200m', '64Mi'))]), 0.3, 128],
    ['its limits', pod([limits(both('1', '1Gi'))]), 1, 1024],
    ['what an init container needs', pod([requests(both('100m', '64Mi'))], { init: [requests('{cpu: 1}')] }), 1, 64],
    [
      'what an init container needs beside the sidecars before it',
      pod([requests('{cpu: 500m}')], {
        init: [sidecar('{cpu: 200m}'), requests('{cpu: 600m}'), sidecar('{cpu: 50m}')],
      }),
      0.8,
      0,
    ],
    [
      'its containers and its sidecars',
      pod([requests('{cpu: 500m}')], { init: [requests('{cpu: 600m}'), sidecar('{cpu: 250m}')] }),
      0.75,
      0,
    ],
    ['what is set for the pod', pod([requests('{cpu: 1}')], { more: `  ${requests(both('2', '2Gi'))}\n` }), 2, 2048],
    ['the limit of the pod', pod(['x: 1'], { more: `  ${limits('{cpu: 2}')}\n` }), 2, 0],
    ['what its containers request', pod([requests('{cpu: 1}')], { more: `  ${limits('{cpu: 2}')}\n` }), 1, 0],
    ['its overhead, too', pod([requests('{cpu: 1}')], { more: '  overhead: {cpu: 250m, memory: 120Mi}\n' }), 1.25, 120],
  ])('is %s', (_, resources, cpu, memory) => {
    expect(resources.requested('cpu')).toBeCloseTo(cpu, 9);
    expect(resources.requested('memory')).toBe(memory * mebibyte);
  });

  it('is not known of templates', () => {
    expect(pod([requests('{cpu: "{{ .cpu }}"}')]).requested('cpu')).toBeUndefined();
  });
});

describe('what a pod may use', () => {
  it('is the sum of its limits', () => {
    expect(pod([limits(both('1', '1Gi')), limits(both('500m', '1Gi'))]).limited('cpu')).toBe(1.5);
  });

  it('has no end where one container is not limited', () => {
    expect(pod([limits('{cpu: 1}'), 'x: 1']).limited('cpu')).toBe(Number.POSITIVE_INFINITY);
  });

  it('is what is set for the pod', () => {
    expect(pod(['x: 1'], { more: `  ${limits('{cpu: 2}')}\n` }).limited('cpu')).toBe(2);
  });
});

describe('how many pods run', () => {
  const scale = (kind: string, spec: string) => {
    const [resource] = new Manifest(`apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec}\n`)
      .resources;
    return resource && scaleOf(resource);
  };

  it.each([
    ['Pod', '{}', 1],
    ['Deployment', '{selector: {}, template: {metadata: {labels: {}}, spec: {containers: []}}}', 1],
    ['Deployment', '{replicas: 3}', 3],
    ['Deployment', '{replicas: "{{ .n }}"}', undefined],
    ['DaemonSet', '{}', 'per node'],
    ['Job', '{parallelism: 4}', 4],
    ['CronJob', '{jobTemplate: {spec: {parallelism: 2}}}', 2],
    ['Service', '{}', undefined],
  ])('%s %s: %s', (kind, spec, count) => expect(scale(kind, spec)).toBe(count));
});
