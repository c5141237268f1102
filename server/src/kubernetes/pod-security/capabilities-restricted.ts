import { type Built, Refusal } from '../../core/fix.ts';
import { prependItem } from '../../yaml/edit-list.ts';
import type { Container } from '../container.ts';
import { setInContainer } from '../edits.ts';
import type { Pod } from '../pod.ts';
import { addedBeyond, takeAway } from './capabilities-baseline.ts';
import type { Breach, Control } from './control.ts';
import { declaresWindows } from './settings.ts';

const allowed: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

/** All capabilities are dropped, and none but NET_BIND_SERVICE is given back. */
export const capabilitiesRestricted: Control = {
  id: 'capabilities_restricted',
  name: 'Capabilities',
  level: 'restricted',
  since: 22,
  replaces: 'capabilities_baseline',
  breaches(pod, version) {
    if (version >= 25 && declaresWindows(pod)) return [];
    return pod.containers.flatMap((container) => [...addedBeyond(container, allowed), ...keepsSome(container)]);
  },
  remedy(breach, pod) {
    const { container, value } = breach;
    if (!container || value.key !== 'drop') return takeAway(breach);
    return {
      title: 'Drop all capabilities',
      // Whoever runs as root may need one of them to write a file or to become somebody else.
      safety: runsAsRootPerhaps(container) ? 'manual' : 'suggested',
      build: () => dropAll(container, pod),
    };
  },
};

/** The `drop` that does not have ALL in it. */
function keepsSome(container: Container): readonly Breach[] {
  const value = container.value.at('securityContext', 'capabilities', 'drop');
  if (value.isOpen || value.items.some(({ text }) => text === 'ALL')) return [];
  return [{ container, field: 'securityContext.capabilities.drop', value, advice: 'let it be ["ALL"]' }];
}

function runsAsRootPerhaps(container: Container): boolean {
  const user = container.security('runAsUser').number;
  return user === undefined ? container.security('runAsNonRoot').boolean !== true : user === 0;
}

function dropAll(container: Container, pod: Pod): Built {
  if (container.isPrivileged) return new Refusal('A privileged container has all capabilities, whatever it drops.');
  const { value } = container;
  const drop = value.at('securityContext', 'capabilities', 'drop');
  if (drop.items.length > 0) return prependItem(drop, 'ALL');
  const added = value.at('securityContext', 'capabilities', 'add');
  // Below 1024 a port is the superuser's, unless the runtime or a sysctl of the pod opens it to everybody.
  const needsPort = container.ports.some(({ number }) => number < 1024) && !opensPorts(pod) && !added.exists;
  return setInContainer(container, ['securityContext', 'capabilities'], {
    drop: ['ALL'],
    ...(needsPort && { add: ['NET_BIND_SERVICE'] }),
  });
}

function opensPorts(pod: Pod): boolean {
  return pod.securityContext
    .get('sysctls')
    .items.some((sysctl) => sysctl.get('name').text === 'net.ipv4.ip_unprivileged_port_start');
}
