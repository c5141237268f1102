import type { Rule } from '../../core/rule.ts';
import argsReachEntrypoint from './args-reach-entrypoint.ts';
import bindablePort from './bindable-port.ts';
import buildDefinitionSyntax from './build-definition-syntax.ts';
import buildFindsDockerfile from './build-finds-dockerfile.ts';
import commandKeepsCmd from './command-keeps-cmd.ts';
import exposedPortMatches from './exposed-port-matches.ts';
import healthcheckAsProbe from './healthcheck-as-probe.ts';
import imageHeapWithinLimit from './image-heap-within-limit.ts';
import imageThreadsWithinCpu from './image-threads-within-cpu.ts';
import mountWrittenPaths from './mount-written-paths.ts';
import oneBuildPerImage from './one-build-per-image.ts';
import platformMatchesNodes from './platform-matches-nodes.ts';
import probeNeedsProgram from './probe-needs-program.ts';
import requiredVariablesSet from './required-variables-set.ts';
import runAsOwner from './run-as-owner.ts';
import runnableAsNonRoot from './runnable-as-non-root.ts';
import secretOnlyInManifest from './secret-only-in-manifest.ts';
import servicePortExposed from './service-port-exposed.ts';
import stageSettingInManifest from './stage-setting-in-manifest.ts';
import stopSignalOfImage from './stop-signal-of-image.ts';

/** The rules about what several files of a workspace say together: containers and the images they run. */
export const workspaceRules: readonly Rule[] = [
  buildDefinitionSyntax,
  buildFindsDockerfile,
  runnableAsNonRoot,
  runAsOwner,
  exposedPortMatches,
  servicePortExposed,
  bindablePort,
  probeNeedsProgram,
  healthcheckAsProbe,
  stopSignalOfImage,
  argsReachEntrypoint,
  commandKeepsCmd,
  platformMatchesNodes,
  mountWrittenPaths,
  imageHeapWithinLimit,
  requiredVariablesSet,
  secretOnlyInManifest,
  imageThreadsWithinCpu,
  stageSettingInManifest,
  oneBuildPerImage,
];
