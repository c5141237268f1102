import { describe, expect, it } from 'vitest';
import { isWithin, lifetimeOfKind, lifetimesIn } from '../../server/src/kubernetes/schema/history.ts';
import unknownField from '../../server/src/rules/kubernetes/unknown-field.ts';
import { Judgement, only } from '../support/judge.ts';

describe('the history of fields', () => {
  it.each([
    ['core.v1.PodSpec', 'schedulingGates', '1.26'],
    ['core.v1.PodSpec', 'resources', '1.32'],
    ['core.v1.PodSpec', 'hostnameOverride', '1.34'],
    ['core.v1.Container', 'resizePolicy', '1.27'],
    ['core.v1.Container', 'restartPolicy', '1.28'],
    ['core.v1.LifecycleHandler', 'sleep', '1.29'],
    ['core.v1.ServiceSpec', 'trafficDistribution', '1.30'],
    ['core.v1.PodSecurityContext', 'appArmorProfile', '1.30'],
    ['core.v1.Volume', 'image', '1.31'],
    ['apps.v1.StatefulSetSpec', 'ordinals', '1.26'],
    ['batch.v1.JobSpec', 'podReplacementPolicy', '1.28'],
    ['policy.v1.PodDisruptionBudgetSpec', 'unhealthyPodEvictionPolicy', '1.26'],
    ['autoscaling.v2.HPAScalingRules', 'tolerance', '1.33'],
    ['admissionregistration.v1.ValidatingWebhook', 'matchConditions', '1.27'],
  ])('%s has %s since %s', (type, field, since) => {
    expect(lifetimesIn(`io.k8s.api.${type}`).get(field)).toEqual({ since });
  });

  it('knows the types of other modules by their full names', () => {
    const definitions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
    expect(lifetimesIn(`${definitions}.CustomResourceDefinitionVersion`).get('selectableFields')).toEqual({
      since: '1.30',
    });
  });

  it('says nothing of what has been there since 1.25 or since there is its type', () => {
    expect(lifetimesIn('io.k8s.api.core.v1.PodSpec').get('hostUsers')).toBeUndefined();
    expect(lifetimesIn('io.k8s.api.core.v1.PodSpec').get('containers')).toBeUndefined();
    expect(lifetimesIn('io.k8s.api.core.v1.PodSchedulingGate').get('name')).toBeUndefined();
    expect(lifetimesIn('io.k8s.api.core.v1.VolumeResourceRequirements').get('requests')).toBeUndefined();
    expect(lifetimesIn('io.k8s.api.core.v1.PodSpec').get('nonsense')).toBeUndefined();
  });

  it('knows what is gone', () => {
    expect(lifetimesIn('io.k8s.api.core.v1.PodResourceClaim').get('source')).toEqual({ removed: '1.31' });
    expect(lifetimesIn('io.k8s.api.core.v1.PodSpec').get('workloadRef')).toEqual({ since: '1.35', removed: '1.36' });
    expect([...lifetimesIn('io.k8s.api.networking.v1.NetworkPolicy').keys()]).toEqual(['status']);
  });
});

describe('the history of kinds', () => {
  it.each([
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', { since: '1.30' }],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', { removed: '1.26' }],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', { since: '1.26', removed: '1.32' }],
    ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', { removed: '1.27' }],
    ['resource.k8s.io/v1alpha2', 'ResourceClaim', { since: '1.27', removed: '1.31' }],
    ['scheduling.k8s.io/v1alpha2', 'PodGroup', { since: '1.36' }],
    ['apps/v1', 'Deployment', undefined],
    ['v1', 'Pod', undefined],
    ['core.v1.PodSpec', 'resources', undefined],
  ])('%s %s', (apiVersion, kind, lifetime) => {
    expect(lifetimeOfKind(apiVersion, kind)).toEqual(lifetime);
  });
});

it('knows which releases are within a lifetime', () => {
  const lifetime = { since: '1.26', removed: '1.31' } as const;
  const versions = ['1.9', '1.25', '1.26', '1.30', '1.31', '1.36'];
  expect(versions.filter((version) => isWithin(version, lifetime))).toEqual(['1.26', '1.30']);
  expect(versions.filter((version) => isWithin(version, {}))).toEqual(versions);
});

describe('fields that a release does not have', () => {
  const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers: []\n`;
  const judge = (text: string, kubernetesVersion: string) =>
    new Judgement('manifest.yaml', text, { ...only(unknownField), kubernetesVersion });
  const messages = (text: string, version: string) => judge(text, version).findings.map(({ message }) => message);

  it.each([
    [pod('  resources: {}\n'), 'resources', 'spec', '1.32'],
    [pod('  schedulingGates: []\n'), 'schedulingGates', 'spec', '1.26'],
    [pod('  initContainers: [{restartPolicy: Always}]\n'), 'restartPolicy', 'spec.initContainers[0]', '1.28'],
    [pod('  volumes: [{image: {}}]\n'), 'image', 'spec.volumes[0]', '1.31'],
    ['apiVersion: batch/v1\nkind: Job\nspec: {podReplacementPolicy: Failed}\n', 'podReplacementPolicy', 'spec', '1.28'],
    [
      'apiVersion: v1\nkind: Service\nspec: {trafficDistribution: PreferClose}\n',
      'trafficDistribution',
      'spec',
      '1.30',
    ],
  ])('%s', (text, field, owner, since) => {
    const before = `1.${Number(since.slice(2)) - 1}`;
    expect(messages(text, since)).toEqual([]);
    expect(messages(text, '1.36')).toEqual([]);
    expect(messages(text, before)).toEqual([
      `Kubernetes has the field "${field}" in ${owner} from ${since} on, and these manifests are meant for ${before}, so that it is refused, or dropped without a word`,
    ]);
  });

  it('are not told of what 1.25 had already', () => {
    expect(messages(pod('  hostUsers: false\n'), '1.25')).toEqual([]);
    expect(messages(pod('  hostUsers: false\n'), '1.20')).toEqual([]);
  });

  it('are told when they are gone, and not while they were there', async () => {
    const text = pod('  resourceClaims:\n  - name: gpu\n    source: {resourceClaimName: a}\n');
    expect(messages(text, '1.30')).toEqual([]);
    expect(messages(text, '1.31')).toEqual([
      'Kubernetes 1.31 has removed the field "source" from spec.resourceClaims[0], so that it is refused, or dropped without a word',
    ]);
    expect(await judge(text, '1.36').fixed()).toBe(pod('  resourceClaims:\n  - name: gpu\n    resourceClaimName: a\n'));
    const policy = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {}\nstatus: {}\n';
    expect(messages(policy, '1.27')).toEqual([]);
    expect(await judge(policy, '1.28').fixed()).toBe(policy.replace('status: {}\n', ''));
    expect(messages(pod('  workloadRef: {}\n'), '1.34')).toEqual([
      expect.stringMatching(/^Kubernetes has the field "workloadRef" in spec from 1\.35 on/),
    ]);
  });

  it('are none of a chart that asks whether to write them', () => {
    const asks =
      '  {{- if semverCompare ">=1.32" .Capabilities.KubeVersion.Version }}\n  resources: {}\n  {{- end }}\n';
    expect(messages(pod(asks), '1.31')).toEqual([]);
    expect(messages(pod(asks.replace(/ {2}\{\{.*\n/g, '')), '1.31')).toHaveLength(1);
  });

  it('are never what a mistyped name means', () => {
    expect(messages(pod('  resource: {}\n'), '1.36')[0]).toContain('"resources" is meant');
    expect(messages(pod('  resource: {}\n'), '1.31')[0]).not.toContain('"resources" is meant');
  });
});
