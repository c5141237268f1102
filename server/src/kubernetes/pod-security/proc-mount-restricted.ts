import type { Control } from './control.ts';
import { maskAgain, unmaskedIn } from './proc-mount.ts';

/** The restricted level keeps `/proc` masked in user namespaces too. Before 1.35 the baseline level says as much. */
export const procMountRestricted: Control = {
  id: 'procMount_restricted',
  name: '/proc Mount Type',
  level: 'restricted',
  since: 35,
  replaces: 'procMount',
  breaches: unmaskedIn,
  remedy: maskAgain,
};
