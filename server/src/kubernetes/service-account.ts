import type { Pod } from './pod.ts';

/**
 * The service account a pod runs as: the one it names, in the deprecated field or in the new one, or `default`, which
 * every namespace has. Undefined where that is not known.
 */
export function serviceAccountOf({ spec }: Pod): string | undefined {
  const name = spec.get('serviceAccountName');
  const old = spec.get('serviceAccount');
  if (name.text) return name.text;
  if (name.isUnknown || old.isUnknown) return undefined;
  return old.text || 'default';
}
