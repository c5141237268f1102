import type { Template } from '../../template.ts';
import { k8sAdapter } from './adapter.ts';
import { k8sAmbassador } from './ambassador.ts';
import { k8sLeaderElection } from './leader-election.ts';
import { k8sScatterGather } from './scatter-gather.ts';
import { k8sSidecar } from './sidecar.ts';
import { k8sWorkQueue } from './work-queue.ts';

/** The patterns of "Design patterns for container-based distributed systems" (Burns and Oppenheimer, HotCloud 2016). */
export const patternTemplates: readonly Template[] = [
  k8sSidecar,
  k8sAmbassador,
  k8sAdapter,
  k8sLeaderElection,
  k8sWorkQueue,
  k8sScatterGather,
];
