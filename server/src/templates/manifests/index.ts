import type { Template } from '../template.ts';
import { k8sConfigmap } from './config-map.ts';
import { k8sCronjob } from './cronjob.ts';
import { k8sDaemonset } from './daemonset.ts';
import { k8sDeployment } from './deployment.ts';
import { k8sGateway } from './gateway.ts';
import { k8sHeadlessService } from './headless-service.ts';
import { k8sHpa } from './horizontal-pod-autoscaler.ts';
import { k8sHttpRoute } from './http-route.ts';
import { k8sIngress } from './ingress.ts';
import { k8sJob } from './job.ts';
import { kustomization } from './kustomization.ts';
import { k8sLimitRange } from './limit-range.ts';
import { k8sNamespace } from './namespace.ts';
import { k8sDefaultDeny, k8sNetworkPolicy } from './network-policy.ts';
import { partTemplates } from './parts/index.ts';
import { patternTemplates } from './patterns/index.ts';
import { k8sPvc } from './persistent-volume-claim.ts';
import { k8sPdb } from './pod-disruption-budget.ts';
import { k8sResourceQuota } from './resource-quota.ts';
import { k8sSecret } from './secret.ts';
import { k8sService } from './service.ts';
import { k8sServiceAccount } from './service-account.ts';
import { k8sStatefulset } from './statefulset.ts';

/** What is offered in manifests, in the order in which it is listed. */
export const manifestTemplates: readonly Template[] = [
  k8sDeployment,
  k8sService,
  k8sStatefulset,
  k8sDaemonset,
  k8sCronjob,
  k8sJob,
  k8sHeadlessService,
  k8sIngress,
  k8sGateway,
  k8sHttpRoute,
  k8sConfigmap,
  k8sSecret,
  k8sServiceAccount,
  k8sPvc,
  k8sHpa,
  k8sPdb,
  k8sNetworkPolicy,
  k8sDefaultDeny,
  k8sNamespace,
  k8sLimitRange,
  k8sResourceQuota,
  ...patternTemplates,
  kustomization,
  ...partTemplates,
];
