import type { YamlValue } from '../yaml/value.ts';
import type { Pod } from './pod.ts';

/** How long a pod may take to stop where it does not say, in seconds (API reference, "PodSpec", Kubernetes 1.36). */
export const defaultGracePeriod = 30;

/** How long a pod may take to stop, and where that is written; undefined when it is not known. */
export interface GracePeriod {
  readonly seconds: number;
  /** Missing where it is the default. */
  readonly value: YamlValue;
}

/** How long a pod may take to stop, its `preStop` hooks included. */
export function gracePeriodOf({ spec }: Pod): GracePeriod | undefined {
  const value = spec.get('terminationGracePeriodSeconds');
  const seconds = value.exists ? value.number : defaultGracePeriod;
  return seconds === undefined ? undefined : { seconds, value };
}
