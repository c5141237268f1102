import type { YamlValue } from '../../yaml/value.ts';
import { setField } from '../edits.ts';
import type { Pod } from '../pod.ts';
import type { Breach, Control, Remedy } from './control.ts';
import { breachIn, contextsOf, type SecurityContext } from './settings.ts';

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';
const allowedTypes: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

/** No container does without a filter of system calls because it asks to. */
export const seccompBaseline: Control = {
  id: 'seccompProfile_baseline',
  name: 'Seccomp',
  level: 'baseline',
  since: 0,
  breaches(pod, version) {
    if (version < 19) return annotationsIn(pod);
    return contextsOf(pod).all.filter(hasWrongProfile).map(wrongProfile);
  },
  remedy: useRuntimeDefault,
};

/** Whether a security context names a profile that filters nothing, or none at all. */
export function hasWrongProfile({ value }: SecurityContext): boolean {
  const profile = value.get('seccompProfile');
  const type = profile.get('type');
  return type.exists ? type.text !== undefined && !allowedTypes.has(type.text) : profile.isMap;
}

export function wrongProfile(context: SecurityContext): Breach {
  return breachIn(context, ['seccompProfile', 'type'], 'set it to RuntimeDefault');
}

export function useRuntimeDefault({ value }: Breach): Remedy {
  const profile = value.parent?.key === 'annotations' ? 'runtime/default' : 'RuntimeDefault';
  return {
    title: `Set the seccomp profile to ${profile}`,
    safety: 'manual',
    build: () => setField(value.parent ?? value, [String(value.key)], profile),
  };
}

/** Before 1.19 the profiles of a pod and of its containers were annotations. */
function annotationsIn(pod: Pod): readonly Breach[] {
  const annotations = pod.metadata.get('annotations');
  if (!annotations.exists) return [];
  const names = [podAnnotation, ...pod.containers.map(({ name = '' }) => containerAnnotation + name)];
  return names.flatMap((name) => {
    const value = annotations.get(name);
    return isAllowedAnnotation(value) ? [] : [{ field: `annotation ${name}`, value, advice: 'use runtime/default' }];
  });
}

function isAllowedAnnotation({ exists, text }: YamlValue): boolean {
  if (!exists || text === undefined) return true;
  return text === 'runtime/default' || text === 'docker/default' || text.startsWith('localhost/');
}
