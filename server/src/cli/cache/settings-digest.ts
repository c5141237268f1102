import type { Settings } from '../../core/settings.ts';
import { digestOf } from './cache-file.ts';

/** Found once for all files that share their settings. */
const known = new WeakMap<Settings, string>();

/** The digest of all that settings say: which rules speak, how, and for which Kubernetes. */
export function settingsDigest(settings: Settings): string {
  const before = known.get(settings);
  if (before) return before;
  const rules = settings.rules.map(({ rule, preset, podSecurity, severity, options }) => {
    return [rule.meta.id, preset, podSecurity ?? null, severity ?? null, options ?? null];
  });
  const digest = digestOf([settings.kubernetesVersion, rules]);
  known.set(settings, digest);
  return digest;
}
