import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import type { Control } from './control.ts';

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;
const actions = ['httpGet', 'tcpSocket'] as const;

/** Probes and hooks ask the pod itself: the kubelet would reach any other host from the node's network. */
export const hostProbes: Control = {
  id: 'hostProbesAndHostLifecycle',
  name: 'Host Probes / Lifecycle Hooks',
  level: 'baseline',
  since: 34,
  breaches(pod) {
    return pod.containers.flatMap((container) =>
      hostsIn(container).map(({ field, value }) => ({ container, field, value, advice: 'leave it out' })),
    );
  },
  remedy({ value }) {
    return { title: `Remove host ${value.text}`, safety: 'suggested', build: () => removeValue(value) };
  },
};

function hostsIn({ value }: Container): { readonly field: string; readonly value: YamlValue }[] {
  return handlers.flatMap((path) => {
    const handler = value.at(...path);
    if (!handler.exists) return [];
    return actions
      .map((action) => ({ field: [...path, action, 'host'].join('.'), value: handler.at(action, 'host') }))
      .filter((host) => (host.value.text ?? '') !== '');
  });
}
