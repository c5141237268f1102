import type { Rule } from '../../core/rule.ts';
import oneProcessPerContainer from '../container/one-process-per-container.ts';
import pinDigest from '../container/pin-digest.ts';
import unusedSuppression from '../container/unused-suppression.ts';
import validEncoding from '../container/valid-encoding.ts';
import livenessProbe from './liveness-probe.ts';
import manifestSyntax from './manifest-syntax.ts';
import noPrivilegedContainer from './no-privileged-container.ts';
import pinImageTag from './pin-image-tag.ts';
import readOnlyRootFilesystem from './read-only-root-filesystem.ts';
import readinessProbe from './readiness-probe.ts';
import resourceLimits from './resource-limits.ts';
import resourceRequests from './resource-requests.ts';
import runAsNonRoot from './run-as-non-root.ts';

/**
 * Every rule that looks at Kubernetes manifests, in the order in which they run.
 *
 * Where the fixes of two findings at one place get in each other's way, the first has its way and the other its turn in
 * the next round: so what prepares the ground stands above what builds upon it.
 */
export const manifestRules: readonly Rule[] = [
  validEncoding,
  manifestSyntax,
  unusedSuppression,

  pinImageTag,
  pinDigest,
  oneProcessPerContainer,
  // A limit without a request counts as one: were it set first, the container would reserve all that it may use.
  resourceRequests,
  resourceLimits,
  runAsNonRoot,
  noPrivilegedContainer,
  readOnlyRootFilesystem,
  readinessProbe,
  livenessProbe,
];
