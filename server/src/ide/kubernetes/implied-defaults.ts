import type { Container } from '../../kubernetes/container.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Span } from '../../text/span.ts';
import type { Assistant, Hint } from '../assistant.ts';
import { manifestsOf, type WorkedOn } from '../spot.ts';

/**
 * Tells of what is not written what holds all the same, where people are often mistaken about it: how images are pulled,
 * and whether a pod by itself is restarted (API reference, "Container" and "PodSpec", Kubernetes 1.36).
 */
export const impliedDefaults: Assistant = { hints };

function hints({ file }: WorkedOn, within: Span): readonly Hint[] {
  const near = manifestsOf(file).filter(
    ({ manifest, start }) => start <= within.end && within.start <= start + manifest.text.length,
  );
  return near.flatMap(({ manifest, start }) =>
    [...manifest.containers.flatMap(pullPolicyOf), ...manifest.pods.flatMap(restartPolicyOf)].map(
      ({ behind, label, tooltip }): Hint => ({
        kind: 'impliedDefaults',
        offset: file.lines.lineEnd(file.lines.lineAt(start + behind.end)),
        label,
        tooltip,
      }),
    ),
  );
}

interface Implied {
  readonly behind: Span;
  readonly label: string;
  readonly tooltip: string;
}

function pullPolicyOf({ value, image }: Container): readonly Implied[] {
  const behind = value.get('image').span;
  if (!image || !behind || value.get('imagePullPolicy').exists) return [];
  const isMovable = !image.digest && (image.tag === undefined || image.tag === 'latest');
  const policy = isMovable ? 'Always' : 'IfNotPresent';
  const reason = isMovable
    ? 'the image has no tag, or `latest`'
    : 'the image has a tag other than `latest`, or a digest';
  return [
    { behind, label: `imagePullPolicy: ${policy}`, tooltip: `What holds where nothing is said, because ${reason}.` },
  ];
}

function restartPolicyOf({ resource, spec }: Pod): readonly Implied[] {
  const behind = spec.keySpan;
  if (resource.kind !== 'Pod' || !behind || spec.get('restartPolicy').exists) return [];
  return [
    {
      behind,
      label: 'restartPolicy: Always',
      tooltip: 'What holds where nothing is said: a pod that ends is started again, even if it ended well.',
    },
  ];
}
