import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { Refusal } from '../core/fix.ts';
import { Manifest } from '../kubernetes/manifest.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { harden } from '../kubernetes/pod-security/harden.ts';
import { obstaclesOf, type Standing, standingOf, stepsOf } from '../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../kubernetes/version.ts';
import { shift as moved, type Span } from '../text/span.ts';
import type { Lens, PlacedManifest } from './code-lens.ts';
import { toTextEdits } from './convert.ts';
import type { Judged, OpenDocument } from './documents.ts';
import { perManifest } from './per-manifest.ts';

const hardenTitle = 'Harden to restricted';

/** A workload, and how its pod stands with the Pod Security Standards. */
interface Workload {
  readonly pod: Pod;
  readonly standing: Standing;
}

const workloadsIn = perManifest((manifest, version: string): readonly Workload[] =>
  manifest.pods.flatMap((pod) => {
    const standing = standingOf(pod, minorOf(version));
    return standing ? [{ pod, standing }] : [];
  }),
);

/** Above each workload, its level and how far it is to the next one. */
export function levelLenses(manifests: readonly PlacedManifest[], kubernetesVersion: string): readonly Lens[] {
  return manifests.flatMap(({ manifest, start }) =>
    workloadsIn(manifest, kubernetesVersion).flatMap(({ pod, standing }) => {
      const { span } = pod.resource.value;
      return span ? [{ offset: start + span.start, title: lensTitle(standing) }] : [];
    }),
  );
}

/** At the kind, the name or a security context of a workload: its level, and what stands between it and the next one. */
export function explainLevel(document: OpenDocument, judged: Judged, at: number): string | undefined {
  const version = document.terms?.settings?.kubernetesVersion;
  const workload = version && workloadAt(judged, version, { start: at, end: at });
  if (!workload) return undefined;
  const { standing } = workload;
  const title = `**Pod Security: ${standing.level}** (Kubernetes ${version})`;
  const way = wayOf(standing);
  if (!way) return title;
  const obstacles = obstaclesOf(standing).map((item) => `- ${item}`);
  return `${title}\n\n${way}:\n\n${obstacles.join('\n')}\n\nThe refactoring *${hardenTitle}* does all that restricted asks for.`;
}

/** In the same places: the refactoring that does all that the restricted level asks for. */
export function hardening(document: OpenDocument, judged: Judged, at: Span): CodeAction[] {
  const version = document.terms?.settings?.kubernetesVersion;
  const workload = version && workloadAt(judged, version, at);
  if (!workload || workload.standing.level === 'restricted') return [];
  const { manifest, pod, start } = workload;
  const action = { title: hardenTitle, kind: CodeActionKind.RefactorRewrite };
  const built = harden(manifest, pod, minorOf(version));
  if (built instanceof Refusal) return [{ ...action, disabled: { reason: built.reason } }];
  const { uri, lines } = judged.source;
  const edits = built.map(({ span, newText }) => ({ span: moved(span, start), newText }));
  return [{ ...action, edit: { changes: { [uri]: toTextEdits(edits, lines) } } }];
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

function workloadAt({ source }: Judged, version: string, at: Span): (Workload & PlacedManifest) | undefined {
  // Only the manifest that is pointed at is looked into: a file may hold hundreds.
  const placed = source.units.find(({ unit, start }) => start <= at.end && at.start <= start + unit.text.length);
  if (!placed || !(placed.unit.model instanceof Manifest)) return undefined;
  const { start } = placed;
  const { model: manifest } = placed.unit;
  const workload = workloadsIn(manifest, version).find(({ pod }) =>
    handlesOf(pod).some((span) => span.start + start <= at.end && at.start <= span.end + start),
  );
  return workload && { ...workload, manifest, start };
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
