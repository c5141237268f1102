import type { Rule } from '../../core/rule.ts';
import allowedRegistries from '../container/allowed-registries.ts';
import noCredential from '../container/no-credential.ts';
import noRemoteLoginPort from '../container/no-remote-login-port.ts';
import oneProcessPerContainer from '../container/one-process-per-container.ts';
import pinDigest from '../container/pin-digest.ts';
import unusedSuppression from '../container/unused-suppression.ts';
import validEncoding from '../container/valid-encoding.ts';
import absoluteWorkdir from './absolute-workdir.ts';
import aptGetNotApt from './apt-get-not-apt.ts';
import assumeYes from './assume-yes.ts';
import attestVex from './attest-vex.ts';
import baseDigestLabel from './base-digest-label.ts';
import buildToolsInFinalStage from './build-tools-in-final-stage.ts';
import checksumForAdd from './checksum-for-add.ts';
import chownAfterUser from './chown-after-user.ts';
import cleanPackageCache from './clean-package-cache.ts';
import cleanUpDownloads from './clean-up-downloads.ts';
import cloneWithAdd from './clone-with-add.ts';
import consistentKeywordCasing from './consistent-keyword-casing.ts';
import constantPlatform from './constant-platform.ts';
import copyDependenciesFirst from './copy-dependencies-first.ts';
import copyExistingFile from './copy-existing-file.ts';
import copyIgnoredFile from './copy-ignored-file.ts';
import copyInsteadOfAdd from './copy-instead-of-add.ts';
import copyNeedsWorkdir from './copy-needs-workdir.ts';
import copyWholeContext from './copy-whole-context.ts';
import copyWholeFilesystem from './copy-whole-filesystem.ts';
import copyWithChmod from './copy-with-chmod.ts';
import copyWithinContext from './copy-within-context.ts';
import cudaPackages from './cuda-packages.ts';
import curlFailsOnErrors from './curl-fails-on-errors.ts';
import curlFollowsRedirects from './curl-follows-redirects.ts';
import definitionDescription from './definition-description.ts';
import deprecatedBundlerOptions from './deprecated-bundler-options.ts';
import dockerfileSyntax from './dockerfile-syntax.ts';
import dockerignoreFile from './dockerignore-file.ts';
import duplicateEnvKey from './duplicate-env-key.ts';
import duplicateExposedPort from './duplicate-exposed-port.ts';
import duplicateLabel from './duplicate-label.ts';
import duplicateRun from './duplicate-run.ts';
import emptyCopySource from './empty-copy-source.ts';
import enableOpcache from './enable-opcache.ts';
import endOfLifeBaseImage from './end-of-life-base-image.ts';
import envUsesItself from './env-uses-itself.ts';
import execFormCommand from './exec-form-command.ts';
import execInStartScript from './exec-in-start-script.ts';
import exposeListeningPort from './expose-listening-port.ts';
import folderForSeveralSources from './folder-for-several-sources.ts';
import gracefulStopSignal from './graceful-stop-signal.ts';
import groupLabels from './group-labels.ts';
import guardedRm from './guarded-rm.ts';
import healthcheck from './healthcheck.ts';
import healthcheckNeedsProgram from './healthcheck-needs-program.ts';
import installFromLockFile from './install-from-lock-file.ts';
import joinConsecutiveRuns from './join-consecutive-runs.ts';
import keepSupplementaryGroups from './keep-supplementary-groups.ts';
import keyValueFormat from './key-value-format.ts';
import knownCopySource from './known-copy-source.ts';
import labelOrder from './label-order.ts';
import labelSchema from './label-schema.ts';
import labelsFromGit from './labels-from-git.ts';
import lowercaseStageName from './lowercase-stage-name.ts';
import maintainerIsALabel from './maintainer-is-a-label.ts';
import noBashisms from './no-bashisms.ts';
import noDevelopmentDependencies from './no-development-dependencies.ts';
import noDistributionUpgrade from './no-distribution-upgrade.ts';
import noEmptyContinuation from './no-empty-continuation.ts';
import noGpuAtBuildTime from './no-gpu-at-build-time.ts';
import noGpuRuntimeInImage from './no-gpu-runtime-in-image.ts';
import noInstallRecommends from './no-install-recommends.ts';
import noLogInitForHighUids from './no-log-init-for-high-uids.ts';
import noLoginTools from './no-login-tools.ts';
import noPasswordInRun from './no-password-in-run.ts';
import noPipedScripts from './no-piped-scripts.ts';
import noPrivilegedBuildStep from './no-privileged-build-step.ts';
import noSecretFile from './no-secret-file.ts';
import noSecretInArgOrEnv from './no-secret-in-arg-or-env.ts';
import noSudo from './no-sudo.ts';
import noSystemWorkdir from './no-system-workdir.ts';
import noTodoComments from './no-todo-comments.ts';
import noUnverifiedPackages from './no-unverified-packages.ts';
import noWorldWritableFiles from './no-world-writable-files.ts';
import noXdebug from './no-xdebug.ts';
import nonRootUser from './non-root-user.ts';
import numericUser from './numeric-user.ts';
import numericUserInScratch from './numeric-user-in-scratch.ts';
import oneDownloader from './one-downloader.ts';
import oneProcessPerStartScript from './one-process-per-start-script.ts';
import overriddenCommand from './overridden-command.ts';
import parserDirective from './parser-directive.ts';
import pinBaseImage from './pin-base-image.ts';
import pinPackageVersions from './pin-package-versions.ts';
import pipefail from './pipefail.ts';
import portableGpuSettings from './portable-gpu-settings.ts';
import preferRunHeredoc from './prefer-run-heredoc.ts';
import preinstalledBundler from './preinstalled-bundler.ts';
import quietWget from './quiet-wget.ts';
import quoteExpansions from './quote-expansions.ts';
import quoteFindPatterns from './quote-find-patterns.ts';
import railsBuildCommands from './rails-build-commands.ts';
import reasonForSuppression from './reason-for-suppression.ts';
import redundantTargetPlatform from './redundant-target-platform.ts';
import referToStagesByName from './refer-to-stages-by-name.ts';
import removeInSameLayer from './remove-in-same-layer.ts';
import reservedStageName from './reserved-stage-name.ts';
import retryDownloads from './retry-downloads.ts';
import rubyRuntime from './ruby-runtime.ts';
import runtimeEnvironment from './runtime-environment.ts';
import shellInScratch from './shell-in-scratch.ts';
import shellInsteadOfRelinking from './shell-instead-of-relinking.ts';
import shellcheck from './shellcheck.ts';
import shortRunLines from './short-run-lines.ts';
import slimBaseImage from './slim-base-image.ts';
import sortPackages from './sort-packages.ts';
import startCommand from './start-command.ts';
import startScriptStopsAtFailure from './start-script-stops-at-failure.ts';
import startableScript from './startable-script.ts';
import staticGoBinary from './static-go-binary.ts';
import stopAtFirstFailure from './stop-at-first-failure.ts';
import supportedOnWindows from './supported-on-windows.ts';
import telemetryOptOut from './telemetry-opt-out.ts';
import testBlanks from './test-blanks.ts';
import undefinedVariable from './undefined-variable.ts';
import uniqueStageName from './unique-stage-name.ts';
import unknownInstruction from './unknown-instruction.ts';
import unpackDownloadWithAdd from './unpack-download-with-add.ts';
import unpackWithAdd from './unpack-with-add.ts';
import unreachableStage from './unreachable-stage.ts';
import updateWithInstall from './update-with-install.ts';
import useCacheMount from './use-cache-mount.ts';
import useCreatedUser from './use-created-user.ts';
import useWorkdir from './use-workdir.ts';
import validBaseImage from './valid-base-image.ts';
import validExecForm from './valid-exec-form.ts';
import validExposedPort from './valid-exposed-port.ts';
import validLabelKey from './valid-label-key.ts';
import validOciLabel from './valid-oci-label.ts';
import validStopSignal from './valid-stop-signal.ts';
import verifyTls from './verify-tls.ts';
import virtualBuildDependencies from './virtual-build-dependencies.ts';
import vulnerableOpenssl from './vulnerable-openssl.ts';
import workBeforeStart from './work-before-start.ts';
import writeWithCopy from './write-with-copy.ts';

/**
 * Every rule that looks at Dockerfiles, in the order in which they run.
 *
 * Where the fixes of two findings at one place get in each other's way, the first has its way and the other its turn in
 * the next round: so what prepares the ground stands above what builds upon it.
 */
export const dockerfileRules: readonly Rule[] = [
  validEncoding,
  dockerfileSyntax,
  unknownInstruction,
  validExecForm,
  validExposedPort,
  validStopSignal,
  numericUserInScratch,
  unusedSuppression,

  buildToolsInFinalStage,
  noCredential,
  noSecretInArgOrEnv,
  copyExistingFile,
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
  startableScript,
  execInStartScript,
  oneProcessPerStartScript,
  startScriptStopsAtFailure,
  workBeforeStart,
  duplicateExposedPort,
  exposeListeningPort,
  noRemoteLoginPort,
  absoluteWorkdir,
  noSystemWorkdir,
  healthcheck,
  healthcheckNeedsProgram,
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
];
