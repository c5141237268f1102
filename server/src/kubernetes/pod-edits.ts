import type { Built } from '../core/fix.ts';
import { setValue } from '../yaml/edit.ts';
import type { Plain } from '../yaml/render.ts';
import type { Pod } from './pod.ts';

/** Sets a field of a pod's spec; a new one goes behind the service account, else before what runs. */
export function setInPod(pod: Pod, path: readonly string[], value: Plain): Built {
  return setValue(pod.spec, path, value, { after: ['serviceAccountName'], orFirst: true });
}
