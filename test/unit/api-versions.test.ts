import { describe, expect, it } from 'vitest';
import { kindsOf } from '../../server/src/kubernetes/api-versions/built-in.ts';
import { correctionOf } from '../../server/src/kubernetes/api-versions/correction.ts';
import { isAtLeast } from '../../server/src/kubernetes/api-versions/release.ts';
import { availableSince, retirementOf } from '../../server/src/kubernetes/api-versions/retired.ts';
import { lifetimeOfKind } from '../../server/src/kubernetes/schema/history.ts';
import { historyText } from '../../server/src/kubernetes/schema/history-text.ts';

/** What an API version and kind are corrected to; null when they are left alone. */
function corrected(apiVersion: string, kind: string, version = '1.36'): string | null {
  const meant = correctionOf({ apiVersion, kind }, version);
  return meant ? `${meant.apiVersion} ${meant.kind}` : null;
}

describe('what is nearly an API of Kubernetes', () => {
  it.each([
    ['app/v1', 'Deployment', 'apps/v1 Deployment'],
    ['apps', 'Deployment', 'apps/v1 Deployment'],
    ['apps/v2', 'DaemonSet', 'apps/v1 DaemonSet'],
    ['apps/v1beta', 'StatefulSet', 'apps/v1 StatefulSet'],
    ['v1', 'Job', 'batch/v1 Job'],
    ['v1', 'job', 'batch/v1 Job'],
    ['v1', 'Pods', 'v1 Pod'],
    ['apps/v1', 'deployment', 'apps/v1 Deployment'],
    ['apps/v1', 'Deploymnet', 'apps/v1 Deployment'],
    ['extensions/v1', 'Ingress', 'networking.k8s.io/v1 Ingress'],
    ['extensions/v1beta1', 'Job', 'batch/v1 Job'],
    ['networking/v1', 'NetworkPolicy', 'networking.k8s.io/v1 NetworkPolicy'],
    ['networking.k8s.io.io/v1', 'Ingress', null],
    ['networking.k8s.ii/v1', 'Ingress', 'networking.k8s.io/v1 Ingress'],
    ['rbac.authorization.k8s.io/v1', 'Roles', 'rbac.authorization.k8s.io/v1 Role'],
    ['autoscaling/v2beta', 'HorizontalPodAutoscaler', 'autoscaling/v2 HorizontalPodAutoscaler'],
  ])('%s %s', (apiVersion, kind, meant) => {
    expect(corrected(apiVersion, kind)).toBe(meant);
  });

  it('is never one that the release does not serve', () => {
    expect(corrected('networking/v1', 'ServiceCIDR', '1.36')).toBe('networking.k8s.io/v1 ServiceCIDR');
    expect(corrected('networking/v1', 'ServiceCIDR', '1.32')).toBe('networking.k8s.io/v1beta1 ServiceCIDR');
    expect(corrected('networking/v1', 'ServiceCIDR', '1.25')).toBeNull();
  });

  it.each([
    ['v1', 'ConfigMap'],
    ['v1', 'List'],
    ['v1', 'PodList'],
    ['v1', 'Config'],
    ['v1', 'Template'],
    ['v1', 'Route'],
    ['extensions/v1beta1', 'Ingress'],
    ['storage.k8s.io/v1alpha1', 'VolumeAttributesClass'],
    ['serving.knative.dev/v1', 'Service'],
    ['apps.kruise.io/v1alpha1', 'DaemonSet'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['authorization.openshift.io/v1', 'Role'],
    ['skaffold/v4beta13', 'Config'],
    ['kustomize.config.k8s.io/v1beta1', 'Kustomization'],
    ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'],
    ['snapshot.storage.k8s.io/v1', 'VolumeSnapshot'],
    ['gateway.networking.k8s.io/v1', 'Gateway'],
  ])('is not %s %s', (apiVersion, kind) => {
    expect(corrected(apiVersion, kind)).toBeNull();
  });
});

describe('the table of what is retired', () => {
  it('replaces versions by others that exist', () => {
    for (const [apiVersion, kind] of [
      ['extensions/v1beta1', 'Ingress'],
      ['policy/v1beta1', 'PodDisruptionBudgetList'],
      ['resource.k8s.io/v1beta2', 'ResourceClaim'],
    ] as const) {
      const { replacement = '', kinds = [] } = retirementOf(apiVersion, kind) ?? {};
      expect(kindsOf(replacement)).toEqual(expect.arrayContaining([...kinds]));
    }
  });

  it('agrees with the API types on what has come and gone since 1.25', () => {
    // Only components of a cluster write these.
    const internal = ['LeaseCandidate', 'PodCertificateRequest'];
    const [, lines = ''] = historyText.split('\n\n');
    for (const line of lines.split('\n')) {
      const [apiVersion = '', ...entries] = line.split(' ');
      for (const kind of entries.map((entry) => entry.replace(/[+-].*/, ''))) {
        if (internal.includes(kind)) continue;
        const { since, removed } = lifetimeOfKind(apiVersion, kind) ?? {};
        const retirement = retirementOf(apiVersion, kind);
        const isPast = retirement?.removed !== undefined && isAtLeast('1.36', retirement.removed);
        expect([apiVersion, kind, isPast ? retirement.removed : undefined]).toEqual([apiVersion, kind, removed]);
        expect(availableSince(apiVersion, kind)).toBe(since);
        if (!apiVersion.includes('alpha')) expect(kindsOf(apiVersion)).toContain(kind);
        if (retirement?.replacement) expect(availableSince(retirement.replacement, kind)).toBe(retirement.available);
      }
    }
    expect(retirementOf('resource.k8s.io/v1alpha2', 'ResourceClass')?.removed).toBe('1.31');
  });

  it('compares releases as numbers', () => {
    expect(isAtLeast('1.9', '1.16')).toBe(false);
    expect(isAtLeast('1.36', '1.36')).toBe(true);
  });
});
