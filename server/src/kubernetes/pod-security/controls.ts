import type { PodSecurityLevel } from '../../core/rule.ts';
import { appArmor } from './app-armor.ts';
import { capabilitiesBaseline } from './capabilities-baseline.ts';
import { capabilitiesRestricted } from './capabilities-restricted.ts';
import type { Control } from './control.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPathVolumes } from './host-path-volumes.ts';
import { hostPorts } from './host-ports.ts';
import { hostProbes } from './host-probes.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privileged } from './privileged.ts';
import { procMount } from './proc-mount.ts';
import { procMountRestricted } from './proc-mount-restricted.ts';
import { restrictedVolumes } from './restricted-volumes.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seLinux } from './se-linux.ts';
import { seccompBaseline } from './seccomp-baseline.ts';
import { seccompRestricted } from './seccomp-restricted.ts';
import { sysctls } from './sysctls.ts';
import { windowsHostProcess } from './windows-host-process.ts';

/** The controls of the Pod Security Standards, in the order in which a pod is hardened by them. */
export const controls: readonly Control[] = [
  windowsHostProcess,
  hostNamespaces,
  privileged,
  capabilitiesBaseline,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  appArmor,
  seLinux,
  procMount,
  seccompBaseline,
  sysctls,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
  capabilitiesRestricted,
  // The API server takes it neither together with privileged nor with SYS_ADMIN, which are taken away above.
  privilegeEscalation,
  procMountRestricted,
];

/**
 * The controls that a level enforces at a version. The restricted level enforces those of the baseline too, but for
 * those in whose place it has one of its own.
 */
export function controlsOf(level: PodSecurityLevel, version: number): readonly Control[] {
  const known = byLevel[level].get(version);
  if (known) return known;
  const holding = controls.filter(({ since }) => since <= version);
  const replaced = new Set(holding.map(({ replaces }) => replaces));
  const enforced =
    level === 'baseline'
      ? holding.filter((control) => control.level === 'baseline')
      : holding.filter(({ id }) => !replaced.has(id));
  byLevel[level].set(version, enforced);
  return enforced;
}

const byLevel = { baseline: new Map<number, readonly Control[]>(), restricted: new Map<number, readonly Control[]>() };
