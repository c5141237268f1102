import type { Template } from '../../template.ts';
import { k8sContainer } from './container.ts';
import { k8sEnvFromSecret } from './env-from-secret.ts';
import { k8sNativeSidecar } from './native-sidecar.ts';
import { k8sProbes } from './probes.ts';
import { k8sResources } from './resources.ts';
import { k8sPodSecurityContext, k8sSecurityContext } from './security-context.ts';
import { k8sSpread } from './spread.ts';
import { k8sVolume, k8sVolumeMount } from './volume.ts';

/** What fits inside of pods. */
export const partTemplates: readonly Template[] = [
  k8sContainer,
  k8sNativeSidecar,
  k8sResources,
  k8sProbes,
  k8sSecurityContext,
  k8sEnvFromSecret,
  k8sVolumeMount,
  k8sPodSecurityContext,
  k8sSpread,
  k8sVolume,
];
