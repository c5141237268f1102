import { type Built, Refusal, type Safety, together } from '../../core/fix.ts';
import { setValue } from '../../yaml/edit.ts';
import { isAtLeast } from '../api-versions/release.ts';
import type { Retirement } from '../api-versions/retired.ts';
import type { ThirdPartyRetirement } from '../api-versions/third-party.ts';
import type { Resource } from '../resource.ts';
import { autoscaler } from './autoscaler.ts';
import { asCertManagerV1 } from './cert-manager.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { ingress } from './ingress.ts';
import type { Migration } from './migration.ts';
import {
  accessReview,
  disruptionBudget,
  endpointSlice,
  event,
  priorityLevel,
  runtimeClass,
  signingRequest,
  unchanged,
} from './others.ts';
import { resourceClaims } from './resource-claims.ts';
import { webhooks } from './webhooks.ts';
import { workload } from './workloads.ts';

/** The kinds that need more than another version ("Deprecated API Migration Guide"). */
const migrations: Readonly<Record<string, Migration>> = {
  CertificateSigningRequest: signingRequest,
  CustomResourceDefinition: customResourceDefinition,
  DaemonSet: workload,
  Deployment: workload,
  EndpointSlice: endpointSlice,
  Event: event,
  HorizontalPodAutoscaler: autoscaler,
  Ingress: ingress,
  LocalSubjectAccessReview: accessReview,
  MutatingWebhookConfiguration: webhooks,
  PodDisruptionBudget: disruptionBudget,
  PriorityLevelConfiguration: priorityLevel,
  ReplicaSet: workload,
  ResourceClaim: resourceClaims,
  ResourceClaimTemplate: resourceClaims,
  ResourceSlice: resourceClaims,
  RuntimeClass: runtimeClass,
  StatefulSet: workload,
  SubjectAccessReview: accessReview,
  ValidatingWebhookConfiguration: webhooks,
};

/** How far the migration of a resource may be trusted. */
export function migrationSafety(resource: Resource): Safety {
  return migrationOf(resource).safetyOf(resource);
}

/** The edits that bring a resource to the API version that replaces its own, and into the shape it has there. */
export function migrate(resource: Resource, retirement: Retirement, kubernetesVersion: string): Built {
  const { replacement, available, instead } = retirement;
  if (replacement === undefined) return new Refusal(`Nothing of its sort replaces it; look at ${instead}.`);
  if (available && !isAtLeast(kubernetesVersion, available)) {
    return new Refusal(
      `Kubernetes serves ${replacement} from ${available} on; the configured version is ${kubernetesVersion}.`,
    );
  }
  return together(setValue(resource.value, ['apiVersion'], replacement), migrationOf(resource).reshape(resource));
}

/** The same for a custom resource of a product. */
export function migrateThirdParty(resource: Resource, { replacement, instead }: ThirdPartyRetirement): Built {
  if (replacement === undefined) return new Refusal(`It has to be written anew, as ${instead} wants it.`);
  const reshaped = resource.group.endsWith('cert-manager.io') ? asCertManagerV1(resource) : [];
  return together(setValue(resource.value, ['apiVersion'], replacement), reshaped);
}

function migrationOf({ kind }: Resource): Migration {
  return (Object.hasOwn(migrations, kind) ? migrations[kind] : undefined) ?? unchanged;
}
