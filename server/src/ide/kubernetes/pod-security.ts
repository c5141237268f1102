import { Refusal } from '../../core/fix.ts';

import type { Pod } from '../../kubernetes/pod.ts';
import { harden } from '../../kubernetes/pod-security/harden.ts';
import { obstaclesOf, type Standing, standingOf, stepsOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { type Span, shift } from '../../text/span.ts';
import type { Assistant, Explanation, Lens, Refactoring } from '../assistant.ts';
import { manifestAt, manifestsOf, type PlacedManifest, type Spot, type WorkedOn } from '../spot.ts';
import { perManifest } from './per-manifest.ts';

const hardenTitle = 'Harden to restricted';

/** A workload, and how its pod stands with the Pod Security Standards. */
interface Workload {
  readonly pod: Pod;
  readonly standing: Standing;
}

/** A workload that somebody points at. */
interface FoundWorkload extends Workload, PlacedManifest {
  /** Where it was taken hold of, counted from the beginning of the file. */
  readonly handle: Span;
}

/** Tells how workloads stand with the Pod Security Standards, and brings them to the last level. */
export const podSecurity: Assistant = { lenses: levelLenses, explain: explainLevel, refactorings: hardening };

const workloadsIn = perManifest((manifest, version: string): readonly Workload[] =>
  manifest.pods.flatMap((pod) => {
    const standing = standingOf(pod, minorOf(version));
    return standing ? [{ pod, standing }] : [];
  }),
);

/** Above each workload, its level and how far it is to the next one. */
function levelLenses({ file, around }: WorkedOn): readonly Lens[] {
  return manifestsOf(file).flatMap(({ manifest, start }) =>
    workloadsIn(manifest, around.kubernetesVersion).flatMap(({ pod, standing }) => {
      const { span } = pod.resource.value;
      return span ? [{ kind: 'podSecurity', offset: start + span.start, title: lensTitle(standing) }] : [];
    }),
  );
}

/** At the kind, the name or a security context of a workload: its level, and what stands between it and the next one. */
function explainLevel(spot: Spot): readonly Explanation[] {
  const { kubernetesVersion } = spot.around;
  const workload = workloadAt(spot, { start: spot.offset, end: spot.offset });
  if (!workload) return [];
  const { standing, handle } = workload;
  const title = `**Pod Security: ${standing.level}** (Kubernetes ${kubernetesVersion})`;
  const way = wayOf(standing);
  if (!way) return [{ text: title, span: handle }];
  const obstacles = obstaclesOf(standing).map((item) => `- ${item}`);
  const offer = `The refactoring *${hardenTitle}* does all that restricted asks for.`;
  return [{ text: `${title}\n\n${way}:\n\n${obstacles.join('\n')}\n\n${offer}`, span: handle }];
}

/** In the same places: the refactoring that does all that the restricted level asks for. */
function hardening(file: WorkedOn, at: Span): readonly Refactoring[] {
  const workload = workloadAt(file, at);
  if (!workload || workload.standing.level === 'restricted') return [];
  const { manifest, pod, start } = workload;
  const built = harden(manifest, pod, minorOf(file.around.kubernetesVersion));
  if (built instanceof Refusal) return [{ title: hardenTitle, built }];
  const edits = built.map(({ span, newText }) => ({ span: shift(span, start), newText }));
  return [{ title: hardenTitle, built: [{ file: file.file, edits }] }];
}

function lensTitle(standing: Standing): string {
  const way = wayOf(standing);
  return `Pod Security: ${standing.level}${way ? ` · ${way}` : ''}`;
}

/** How far it is to the next level; undefined at the last one. */
function wayOf(standing: Standing): string | undefined {
  if (!standing.next) return undefined;
  const steps = stepsOf(standing);
  return `${steps} ${steps === 1 ? 'step' : 'steps'} to ${standing.next}`;
}

function workloadAt({ file, around }: WorkedOn, at: Span): FoundWorkload | undefined {
  const placed = manifestAt({ file, offset: at.end }) ?? manifestAt({ file, offset: at.start });
  if (!placed) return undefined;
  const { manifest, start } = placed;
  for (const workload of workloadsIn(manifest, around.kubernetesVersion)) {
    const handle = handlesOf(workload.pod)
      .map((span) => shift(span, start))
      .find((span) => span.start <= at.end && at.start <= span.end);
    if (handle) return { ...workload, manifest, start, handle };
  }
  return undefined;
}

/** Where a workload is taken hold of: its kind, its name, and the security contexts of its pod and containers. */
function handlesOf(pod: Pod): Span[] {
  const { value } = pod.resource;
  const kind = value.get('kind');
  const contexts = [pod.securityContext, ...pod.containers.map((container) => container.value.get('securityContext'))];
  return [
    kind.keySpan,
    kind.span,
    value.at('metadata', 'name').span,
    ...contexts.flatMap((context) => [context.keySpan, context.span]),
  ].flatMap((span) => span ?? []);
}
