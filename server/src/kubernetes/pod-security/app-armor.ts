import { setField } from '../edits.ts';
import type { Control } from './control.ts';
import { breachIn, contextsOf } from './settings.ts';

const annotationPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const allowedTypes: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

/** The profile of the runtime is kept, or one of the node put in its place; none is not allowed. */
export const appArmor: Control = {
  id: 'appArmorProfile',
  name: 'AppArmor',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    const inFields = contextsOf(pod)
      .all.filter(({ value }) => {
        const profile = value.get('appArmorProfile');
        const type = profile.get('type');
        return type.exists ? type.text !== undefined && !allowedTypes.has(type.text) : profile.isMap;
      })
      .map((context) => breachIn(context, ['appArmorProfile', 'type'], 'set it to RuntimeDefault'));
    const inAnnotations = pod.metadata
      .get('annotations')
      .entries.filter(([name, { text }]) => name.startsWith(annotationPrefix) && !isAllowedAnnotation(text))
      .map(([name, value]) => ({ field: `annotation ${name}`, value, advice: 'set it to runtime/default' }));
    return [...inFields, ...inAnnotations];
  },
  remedy({ value }) {
    const profile = value.parent?.key === 'annotations' ? 'runtime/default' : 'RuntimeDefault';
    return {
      title: `Set the AppArmor profile to ${profile}`,
      safety: 'manual',
      build: () => setField(value.parent ?? value, [String(value.key)], profile),
    };
  },
};

function isAllowedAnnotation(text: string | undefined): boolean {
  return text === undefined || text === '' || text === 'runtime/default' || text.startsWith('localhost/');
}
