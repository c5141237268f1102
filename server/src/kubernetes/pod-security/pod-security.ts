import type { PodSecurityLevel } from '../../core/rule.ts';
import type { Span } from '../../text/span.ts';
import type { Pod } from '../pod.ts';
import type { Breach, Control } from './control.ts';
import { controlsOf } from './controls.ts';

/** A breach, with the control that it is one of. */
export interface Violation extends Breach {
  readonly control: Control;
  readonly pod: Pod;
}

/** All that keeps a pod from a level at a version, control by control; nothing where Pod Security Admission admits it. */
export function violationsOf(pod: Pod, level: PodSecurityLevel, version: number): readonly Violation[] {
  return controlsOf(level, version).flatMap((control) => breachesOf(control, [pod], version));
}

/** Whether a level enforces a control at a version. */
export function isEnforced(control: Control, level: PodSecurityLevel, version: number): boolean {
  return controlsOf(level, version).includes(control);
}

/** Where pods break a control, each place once: several of them may share a container through an alias. */
export function breachesOf(control: Control, pods: readonly Pod[], version: number): readonly Violation[] {
  const found = pods.flatMap((pod) => control.breaches(pod, version).map((breach) => ({ ...breach, control, pod })));
  if (found.length < 2) return found;
  const seen = new Map<unknown, Set<string>>();
  const isNew = ({ value, container, field }: Breach) => {
    const node = value.node ?? container?.value.node;
    const fields = seen.get(node) ?? new Set();
    if (fields.has(field)) return false;
    seen.set(node, fields.add(field));
    return true;
  };
  return found.filter(isNew);
}

/** How a pod stands with the Pod Security Standards. */
export interface Standing {
  readonly level: PodSecurityLevel | 'privileged';
  /** The next level; undefined at the restricted one. */
  readonly next: PodSecurityLevel | undefined;
  /** What stands between the pod and the next level. */
  readonly obstacles: readonly Violation[];
}

/**
 * The level that a pod keeps to at a version, and what stands between it and the next one. Undefined for a part of an
 * object, such as a patch, of which nobody can tell.
 */
export function standingOf(pod: Pod, version: number): Standing | undefined {
  if (pod.resource.isPartial) return undefined;
  const toBaseline = violationsOf(pod, 'baseline', version);
  if (toBaseline.length > 0) return { level: 'privileged', next: 'baseline', obstacles: toBaseline };
  const toRestricted = violationsOf(pod, 'restricted', version);
  if (toRestricted.length > 0) return { level: 'baseline', next: 'restricted', obstacles: toRestricted };
  return { level: 'restricted', next: undefined, obstacles: [] };
}

/** How many controls stand in the way: what is done once for a pod, or the same for each container, is one step. */
export function stepsOf({ obstacles }: Standing): number {
  return new Set(obstacles.map(({ control }) => control)).size;
}

/** A violation in a sentence without a full stop. It names the field, the level and the control. */
export function describe(violation: Violation): string {
  const { container, control, field, advice, pod } = violation;
  const owner = container?.titleLabel ?? pod.resource.label;
  return `${owner}: ${field} ${stateOf(violation)}, which breaks the ${control.level} level (${control.name}): ${advice}`;
}

/**
 * What stands between a pod and the next level as items of a list in Markdown, what is the same for several containers in
 * one. Each names the control, the field, what to do, and whose field it is where the pod has more than one container.
 */
export function obstaclesOf({ obstacles }: Standing): readonly string[] {
  const owners = new Map<string, Set<string>>();
  for (const violation of obstacles) {
    const { container, control, field, advice, pod } = violation;
    const item = `**${control.name}**: \`${field}\` ${stateOf(violation)}; ${advice}`;
    const names = owners.get(item) ?? new Set();
    if (container && pod.containers.length > 1) names.add(container.label);
    owners.set(item, names);
  }
  return [...owners].map(([item, names]) => (names.size > 0 ? `${item} (${[...names].join(', ')})` : item));
}

function stateOf({ value }: Breach): string {
  if (!value.exists) return 'is not set';
  return value.text === undefined ? 'is set' : `is ${value.text}`;
}

/** Where a violation stands: at the value, or at the name of what it is missing from. */
export function placeOf({ container, pod, value }: Violation): Span {
  const isScalar = value.exists && !value.isMap && !value.isList;
  const written = isScalar ? value.span : (value.keySpan ?? value.span);
  if (written) return written;
  return container?.span ?? pod.resource.value.at('metadata', 'name').span ?? { start: 0, end: 0 };
}
