import { type Built, Refusal } from '../../core/fix.ts';
import { EditedText } from '../../text/edited-text.ts';
import { Manifest } from '../manifest.ts';
import type { Pod } from '../pod.ts';
import { violationsOf } from './pod-security.ts';

/** More steps than any pod needs: each container has a handful of fields. */
const mostSteps = 500;

/**
 * The edits that make a pod of a manifest keep to the restricted level at a version, all at once: what its containers
 * inherit is set for the pod, the rest where it must be, and what the level forbids is taken away. Refused where it
 * cannot be done without knowing more.
 */
export function harden(manifest: Manifest, pod: Pod, version: number): Built {
  const index = manifest.pods.indexOf(pod);
  const edited = new EditedText(manifest.text);
  for (let step = 0, current = manifest; step < mostSteps; step++) {
    const now = current.pods[index];
    const [violation] = now ? violationsOf(now, 'restricted', version) : [];
    if (!now || !violation) return edited.edits;
    const built = violation.control.remedy(violation, now).build();
    if (built instanceof Refusal) return new Refusal(`${violation.control.name}: ${built.reason}`);
    edited.apply(built);
    current = new Manifest(edited.text);
  }
  return new Refusal('There is too much to change.');
}
