import { Notes } from '../../core/notes.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import type { Pod } from '../pod.ts';
import type { Breach } from './control.ts';

/** A security context, be it the pod's or that of one of its containers. */
export interface SecurityContext {
  readonly container?: Container;
  readonly value: YamlValue;
}

interface SecurityContexts {
  readonly pod: SecurityContext;
  readonly containers: readonly SecurityContext[];
  readonly all: readonly SecurityContext[];
}

/** Most controls ask for the same few, again and again. */
const known = new Notes<Pod, SecurityContexts>();

/** The security contexts of a pod: its own, and those of its containers, without what they inherit. */
export function contextsOf(pod: Pod): SecurityContexts {
  const found = known.get(pod);
  if (found) return found;
  const own = { value: pod.securityContext };
  const containers = pod.containers.map((container) => ({ container, value: container.value.get('securityContext') }));
  const contexts = { pod: own, containers, all: [own, ...containers].filter(({ value }) => value.exists) };
  known.set(pod, contexts);
  return contexts;
}

/** A breach in a security context, `path` being the field below it. */
export function breachIn({ container, value }: SecurityContext, path: readonly string[], advice: string): Breach {
  const field = ['securityContext', ...path].join('.');
  return { ...(container && { container }), field, value: value.at(...path), advice };
}

/**
 * Whether the pod says that it runs on Windows. From 1.25 on the controls that mean nothing there pass it; a node
 * selector does not count.
 */
export function declaresWindows(pod: Pod): boolean {
  return pod.spec.at('os', 'name').text === 'windows';
}

/** Whether the pod has a user namespace of its own, in which root is nobody outside of it (KEP-127). */
export function hasUserNamespace(pod: Pod): boolean {
  return pod.spec.get('hostUsers').boolean === false;
}
