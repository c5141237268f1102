import type { Built, Safety } from '../../core/fix.ts';
import type { PodSecurityLevel } from '../../core/rule.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import type { Pod } from '../pod.ts';

/** One place in which a pod does not keep to a control. */
export interface Breach {
  /** Whose setting it is; undefined where it is the pod's own. */
  readonly container?: Container;
  /** The field as the API reference calls it, below the pod's spec or the container: `securityContext.privileged`. */
  readonly field: string;
  /** What the field is set to; missing where the breach is that it is not set. */
  readonly value: YamlValue;
  /** What to do, in the imperative: `set it to false`. */
  readonly advice: string;
}

/** What would mend a breach, and how far that may be trusted. */
export interface Remedy {
  readonly title: string;
  readonly safety: Safety;
  readonly build: () => Built;
}

/**
 * One control of the Pod Security Standards, as Pod Security Admission (the controller built into the API server)
 * enforces it. Versions are minor versions: 25 for Kubernetes 1.25.
 */
export interface Control {
  /** What Pod Security Admission calls its check. */
  readonly id: string;
  /** What the Pod Security Standards call it. */
  readonly name: string;
  readonly level: PodSecurityLevel;
  /** The version from which on it holds; 0 for those that have always held. */
  readonly since: number;
  /** The id of the baseline control in whose place it stands at the restricted level, being at least as strict on Linux. */
  readonly replaces?: string;
  /** Where a pod breaks it at a version from `since` on. What is not known, as in a template, breaks nothing. */
  breaches(pod: Pod, version: number): readonly Breach[];
  /** What a reviewer would do about a breach. */
  remedy(breach: Breach, pod: Pod): Remedy;
}
