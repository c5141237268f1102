import { isHeardIn, type NestedPreset, nestedPresets, type PodSecurityLevel, type RuleMeta } from './rule.ts';

/** The presets that stand by themselves: in each speak the rules of one level of the Pod Security Standards, and of others only what tells that a file cannot be judged. */
export const podSecurityPresets = ['pss-baseline', 'pss-restricted'] as const;
export type PodSecurityPreset = (typeof podSecurityPresets)[number];

export const presets = [...nestedPresets, ...podSecurityPresets] as const;
export type Preset = NestedPreset | PodSecurityPreset;

export function isPreset(name: string): name is Preset {
  return (presets as readonly string[]).includes(name);
}

export function isNestedPreset(preset: Preset): preset is NestedPreset {
  return preset !== 'pss-baseline' && preset !== 'pss-restricted';
}

/** The level that a preset enforces. */
export function levelOf(preset: PodSecurityPreset): PodSecurityLevel {
  return preset === 'pss-baseline' ? 'baseline' : 'restricted';
}

/** Whether a rule speaks in a preset. The restricted level has the rules of the baseline too. */
export function speaksIn({ preset, podSecurity, isIndispensable }: RuleMeta, name: Preset): boolean {
  if (isNestedPreset(name)) return isHeardIn(preset, name);
  if (isIndispensable) return true;
  return podSecurity !== undefined && (podSecurity.level === 'baseline' || levelOf(name) === 'restricted');
}
