import { describe, expect, it } from 'vitest';
import { isWithin, lifetimeOfField, lifetimeOfKind, lifetimesIn } from '../../server/src/kubernetes/schema/history.ts';

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
    expect(lifetimeOfField(`io.k8s.api.${type}`, field)).toEqual({ since });
  });

  it('knows the types of other modules by their full names', () => {
    const definitions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
    expect(lifetimeOfField(`${definitions}.CustomResourceDefinitionVersion`, 'selectableFields')).toEqual({
      since: '1.30',
    });
  });

  it('says nothing of what has been there since 1.25 or since there is its type', () => {
    expect(lifetimeOfField('io.k8s.api.core.v1.PodSpec', 'hostUsers')).toBeUndefined();
    expect(lifetimeOfField('io.k8s.api.core.v1.PodSpec', 'containers')).toBeUndefined();
    expect(lifetimeOfField('io.k8s.api.core.v1.PodSchedulingGate', 'name')).toBeUndefined();
    expect(lifetimeOfField('io.k8s.api.core.v1.VolumeResourceRequirements', 'requests')).toBeUndefined();
    expect(lifetimeOfField('io.k8s.api.core.v1.PodSpec', 'nonsense')).toBeUndefined();
  });

  it('knows what is gone', () => {
    expect(lifetimeOfField('io.k8s.api.core.v1.PodResourceClaim', 'source')).toEqual({ removed: '1.31' });
    expect(lifetimeOfField('io.k8s.api.core.v1.PodSpec', 'workloadRef')).toEqual({ since: '1.35', removed: '1.36' });
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
