import { Registry } from '../core/registry.ts';
import oneProcessPerContainer from './container/one-process-per-container.ts';
import pinDigest from './container/pin-digest.ts';
import unusedSuppression from './container/unused-suppression.ts';
import validEncoding from './container/valid-encoding.ts';
import absoluteWorkdir from './dockerfile/absolute-workdir.ts';
import allowedRegistries from './dockerfile/allowed-registries.ts';
import aptGetNotApt from './dockerfile/apt-get-not-apt.ts';
import assumeYes from './dockerfile/assume-yes.ts';
import attestVex from './dockerfile/attest-vex.ts';
import baseDigestLabel from './dockerfile/base-digest-label.ts';
import buildToolsInFinalStage from './dockerfile/build-tools-in-final-stage.ts';
import checksumForAdd from './dockerfile/checksum-for-add.ts';
import chownAfterUser from './dockerfile/chown-after-user.ts';
import cleanPackageCache from './dockerfile/clean-package-cache.ts';
import cleanUpDownloads from './dockerfile/clean-up-downloads.ts';
import cloneWithAdd from './dockerfile/clone-with-add.ts';
import consistentKeywordCasing from './dockerfile/consistent-keyword-casing.ts';
import constantPlatform from './dockerfile/constant-platform.ts';
import copyDependenciesFirst from './dockerfile/copy-dependencies-first.ts';
import copyIgnoredFile from './dockerfile/copy-ignored-file.ts';
import copyInsteadOfAdd from './dockerfile/copy-instead-of-add.ts';
import copyNeedsWorkdir from './dockerfile/copy-needs-workdir.ts';
import copyWholeContext from './dockerfile/copy-whole-context.ts';
import copyWholeFilesystem from './dockerfile/copy-whole-filesystem.ts';
import copyWithChmod from './dockerfile/copy-with-chmod.ts';
import copyWithinContext from './dockerfile/copy-within-context.ts';
import cudaPackages from './dockerfile/cuda-packages.ts';
import curlFailsOnErrors from './dockerfile/curl-fails-on-errors.ts';
import curlFollowsRedirects from './dockerfile/curl-follows-redirects.ts';
import definitionDescription from './dockerfile/definition-description.ts';
import deprecatedBundlerOptions from './dockerfile/deprecated-bundler-options.ts';
import dockerfileSyntax from './dockerfile/dockerfile-syntax.ts';
import dockerignoreFile from './dockerfile/dockerignore-file.ts';
import duplicateEnvKey from './dockerfile/duplicate-env-key.ts';
import duplicateExposedPort from './dockerfile/duplicate-exposed-port.ts';
import duplicateLabel from './dockerfile/duplicate-label.ts';
import duplicateRun from './dockerfile/duplicate-run.ts';
import emptyCopySource from './dockerfile/empty-copy-source.ts';
import enableOpcache from './dockerfile/enable-opcache.ts';
import endOfLifeBaseImage from './dockerfile/end-of-life-base-image.ts';
import envUsesItself from './dockerfile/env-uses-itself.ts';
import execFormCommand from './dockerfile/exec-form-command.ts';
import exposeListeningPort from './dockerfile/expose-listening-port.ts';
import folderForSeveralSources from './dockerfile/folder-for-several-sources.ts';
import gracefulStopSignal from './dockerfile/graceful-stop-signal.ts';
import groupLabels from './dockerfile/group-labels.ts';
import guardedRm from './dockerfile/guarded-rm.ts';
import healthcheck from './dockerfile/healthcheck.ts';
import installFromLockFile from './dockerfile/install-from-lock-file.ts';
import joinConsecutiveRuns from './dockerfile/join-consecutive-runs.ts';
import keepSupplementaryGroups from './dockerfile/keep-supplementary-groups.ts';
import keyValueFormat from './dockerfile/key-value-format.ts';
import knownCopySource from './dockerfile/known-copy-source.ts';
import labelOrder from './dockerfile/label-order.ts';
import labelSchema from './dockerfile/label-schema.ts';
import labelsFromGit from './dockerfile/labels-from-git.ts';
import lowercaseStageName from './dockerfile/lowercase-stage-name.ts';
import maintainerIsALabel from './dockerfile/maintainer-is-a-label.ts';
import noBashisms from './dockerfile/no-bashisms.ts';
import noCredential from './dockerfile/no-credential.ts';
import noDevelopmentDependencies from './dockerfile/no-development-dependencies.ts';
import noDistributionUpgrade from './dockerfile/no-distribution-upgrade.ts';
import noEmptyContinuation from './dockerfile/no-empty-continuation.ts';
import noGpuAtBuildTime from './dockerfile/no-gpu-at-build-time.ts';
import noGpuRuntimeInImage from './dockerfile/no-gpu-runtime-in-image.ts';
import noInstallRecommends from './dockerfile/no-install-recommends.ts';
import noLogInitForHighUids from './dockerfile/no-log-init-for-high-uids.ts';
import noLoginTools from './dockerfile/no-login-tools.ts';
import noPasswordInRun from './dockerfile/no-password-in-run.ts';
import noPipedScripts from './dockerfile/no-piped-scripts.ts';
import noPrivilegedBuildStep from './dockerfile/no-privileged-build-step.ts';
import noRemoteLoginPort from './dockerfile/no-remote-login-port.ts';
import noSecretFile from './dockerfile/no-secret-file.ts';
import noSecretInArgOrEnv from './dockerfile/no-secret-in-arg-or-env.ts';
import noSudo from './dockerfile/no-sudo.ts';
import noSystemWorkdir from './dockerfile/no-system-workdir.ts';
import noTodoComments from './dockerfile/no-todo-comments.ts';
import noUnverifiedPackages from './dockerfile/no-unverified-packages.ts';
import noWorldWritableFiles from './dockerfile/no-world-writable-files.ts';
import noXdebug from './dockerfile/no-xdebug.ts';
import nonRootUser from './dockerfile/non-root-user.ts';
import numericUser from './dockerfile/numeric-user.ts';
import numericUserInScratch from './dockerfile/numeric-user-in-scratch.ts';
import oneDownloader from './dockerfile/one-downloader.ts';
import overriddenCommand from './dockerfile/overridden-command.ts';
import parserDirective from './dockerfile/parser-directive.ts';
import pinBaseImage from './dockerfile/pin-base-image.ts';
import pinPackageVersions from './dockerfile/pin-package-versions.ts';
import pipefail from './dockerfile/pipefail.ts';
import portableGpuSettings from './dockerfile/portable-gpu-settings.ts';
import preferRunHeredoc from './dockerfile/prefer-run-heredoc.ts';
import preinstalledBundler from './dockerfile/preinstalled-bundler.ts';
import quietWget from './dockerfile/quiet-wget.ts';
import quoteExpansions from './dockerfile/quote-expansions.ts';
import quoteFindPatterns from './dockerfile/quote-find-patterns.ts';
import railsBuildCommands from './dockerfile/rails-build-commands.ts';
import reasonForSuppression from './dockerfile/reason-for-suppression.ts';
import redundantTargetPlatform from './dockerfile/redundant-target-platform.ts';
import referToStagesByName from './dockerfile/refer-to-stages-by-name.ts';
import removeInSameLayer from './dockerfile/remove-in-same-layer.ts';
import reservedStageName from './dockerfile/reserved-stage-name.ts';
import retryDownloads from './dockerfile/retry-downloads.ts';
import rubyRuntime from './dockerfile/ruby-runtime.ts';
import runtimeEnvironment from './dockerfile/runtime-environment.ts';
import shellInScratch from './dockerfile/shell-in-scratch.ts';
import shellInsteadOfRelinking from './dockerfile/shell-instead-of-relinking.ts';
import shellcheck from './dockerfile/shellcheck.ts';
import shortRunLines from './dockerfile/short-run-lines.ts';
import slimBaseImage from './dockerfile/slim-base-image.ts';
import sortPackages from './dockerfile/sort-packages.ts';
import startCommand from './dockerfile/start-command.ts';
import staticGoBinary from './dockerfile/static-go-binary.ts';
import stopAtFirstFailure from './dockerfile/stop-at-first-failure.ts';
import supportedOnWindows from './dockerfile/supported-on-windows.ts';
import telemetryOptOut from './dockerfile/telemetry-opt-out.ts';
import testBlanks from './dockerfile/test-blanks.ts';
import undefinedVariable from './dockerfile/undefined-variable.ts';
import uniqueStageName from './dockerfile/unique-stage-name.ts';
import unknownInstruction from './dockerfile/unknown-instruction.ts';
import unpackDownloadWithAdd from './dockerfile/unpack-download-with-add.ts';
import unpackWithAdd from './dockerfile/unpack-with-add.ts';
import unreachableStage from './dockerfile/unreachable-stage.ts';
import updateWithInstall from './dockerfile/update-with-install.ts';
import useCacheMount from './dockerfile/use-cache-mount.ts';
import useCreatedUser from './dockerfile/use-created-user.ts';
import useWorkdir from './dockerfile/use-workdir.ts';
import validBaseImage from './dockerfile/valid-base-image.ts';
import validExecForm from './dockerfile/valid-exec-form.ts';
import validExposedPort from './dockerfile/valid-exposed-port.ts';
import validLabelKey from './dockerfile/valid-label-key.ts';
import validOciLabel from './dockerfile/valid-oci-label.ts';
import validStopSignal from './dockerfile/valid-stop-signal.ts';
import verifyTls from './dockerfile/verify-tls.ts';
import virtualBuildDependencies from './dockerfile/virtual-build-dependencies.ts';
import vulnerableOpenssl from './dockerfile/vulnerable-openssl.ts';
import writeWithCopy from './dockerfile/write-with-copy.ts';
import livenessProbe from './kubernetes/liveness-probe.ts';
import manifestSyntax from './kubernetes/manifest-syntax.ts';
import noPrivilegedContainer from './kubernetes/no-privileged-container.ts';
import pinImageTag from './kubernetes/pin-image-tag.ts';
import readOnlyRootFilesystem from './kubernetes/read-only-root-filesystem.ts';
import readinessProbe from './kubernetes/readiness-probe.ts';
import resourceLimits from './kubernetes/resource-limits.ts';
import resourceRequests from './kubernetes/resource-requests.ts';
import runAsNonRoot from './kubernetes/run-as-non-root.ts';

/**
 * Every rule there is. The one place outside its own file that names a rule.
 *
 * They run in this order. Where the fixes of two findings at one place get in each other's way, the first has its way
 * and the other its turn in the next round: so what prepares the ground stands above what builds upon it.
 */
export const registry = new Registry([
  validEncoding,
  dockerfileSyntax,
  unknownInstruction,
  validExecForm,
  validExposedPort,
  validStopSignal,
  numericUserInScratch,
  manifestSyntax,
  unusedSuppression,

  buildToolsInFinalStage,
  noCredential,
  noSecretInArgOrEnv,
  copyIgnoredFile,
  dockerignoreFile,
  noSecretFile,
  copyWithinContext,
  copyWholeContext,
  copyInsteadOfAdd,
  folderForSeveralSources,
  copyNeedsWorkdir,
  copyDependenciesFirst,
  installFromLockFile,
  noUnverifiedPackages,
  noDistributionUpgrade,
  aptGetNotApt,
  deprecatedBundlerOptions,
  cudaPackages,
  rubyRuntime,
  enableOpcache,
  virtualBuildDependencies,
  railsBuildCommands,
  preinstalledBundler,
  noXdebug,
  noDevelopmentDependencies,
  staticGoBinary,
  assumeYes,
  noInstallRecommends,
  updateWithInstall,
  useCacheMount,
  cleanPackageCache,
  pinBaseImage,
  pinPackageVersions,
  sortPackages,
  pinImageTag,
  pinDigest,
  maintainerIsALabel,
  duplicateLabel,
  labelsFromGit,
  labelOrder,
  groupLabels,
  labelSchema,
  validOciLabel,
  validLabelKey,
  overriddenCommand,
  oneProcessPerContainer,
  execFormCommand,
  duplicateExposedPort,
  exposeListeningPort,
  noRemoteLoginPort,
  absoluteWorkdir,
  noSystemWorkdir,
  healthcheck,
  startCommand,
  gracefulStopSignal,
  keepSupplementaryGroups,
  noWorldWritableFiles,
  supportedOnWindows,
  portableGpuSettings,
  noGpuAtBuildTime,
  noGpuRuntimeInImage,
  useCreatedUser,
  nonRootUser,
  telemetryOptOut,
  runtimeEnvironment,
  slimBaseImage,
  endOfLifeBaseImage,
  parserDirective,
  noEmptyContinuation,
  keyValueFormat,
  definitionDescription,
  vulnerableOpenssl,
  validBaseImage,
  redundantTargetPlatform,
  constantPlatform,
  baseDigestLabel,
  allowedRegistries,
  undefinedVariable,
  envUsesItself,
  duplicateEnvKey,
  numericUser,
  unreachableStage,
  uniqueStageName,
  shellInScratch,
  reservedStageName,
  referToStagesByName,
  lowercaseStageName,
  knownCopySource,
  emptyCopySource,
  copyWholeFilesystem,
  consistentKeywordCasing,
  unpackWithAdd,
  checksumForAdd,
  duplicateRun,
  removeInSameLayer,
  attestVex,
  copyWithChmod,
  chownAfterUser,
  cloneWithAdd,
  writeWithCopy,
  unpackDownloadWithAdd,
  joinConsecutiveRuns,
  reasonForSuppression,

  // The shell is chosen before what runs in it is judged.
  shellInsteadOfRelinking,
  noBashisms,
  shellcheck,
  testBlanks,
  quoteFindPatterns,
  guardedRm,
  quoteExpansions,
  pipefail,
  noSudo,
  noLogInitForHighUids,
  useWorkdir,
  noPipedScripts,
  oneDownloader,
  verifyTls,
  curlFailsOnErrors,
  curlFollowsRedirects,
  quietWget,
  retryDownloads,
  cleanUpDownloads,
  stopAtFirstFailure,
  noPrivilegedBuildStep,
  noPasswordInRun,
  noLoginTools,
  noTodoComments,
  preferRunHeredoc,
  shortRunLines,

  // A limit without a request counts as one: were it set first, the container would reserve all that it may use.
  resourceRequests,
  resourceLimits,
  runAsNonRoot,
  noPrivilegedContainer,
  readOnlyRootFilesystem,
  readinessProbe,
  livenessProbe,
]);
