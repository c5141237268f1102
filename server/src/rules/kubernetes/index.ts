import type { Rule } from '../../core/rule.ts';
import allowedRegistries from '../container/allowed-registries.ts';
import noCredential from '../container/no-credential.ts';
import noRemoteLoginPort from '../container/no-remote-login-port.ts';
import oneProcessPerContainer from '../container/one-process-per-container.ts';
import pinDigest from '../container/pin-digest.ts';
import unusedSuppression from '../container/unused-suppression.ts';
import validEncoding from '../container/valid-encoding.ts';
import autoscaledReplicas from './autoscaled-replicas.ts';
import autoscalerMinimum from './autoscaler-minimum.ts';
import autoscalerRange from './autoscaler-range.ts';
import autoscalerRequests from './autoscaler-requests.ts';
import autoscalerTarget from './autoscaler-target.ts';
import boundedRepoPrefix from './bounded-repo-prefix.ts';
import cronJobConcurrency from './cron-job-concurrency.ts';
import cronJobDeadline from './cron-job-deadline.ts';
import defaultServiceAccount from './default-service-account.ts';
import deprecatedAnnotation from './deprecated-annotation.ts';
import deprecatedApiVersion from './deprecated-api-version.ts';
import deprecatedField from './deprecated-field.ts';
import deprecatedNodeLabel from './deprecated-node-label.ts';
import deprecatedVolumeType from './deprecated-volume-type.ts';
import disruptionBudget from './disruption-budget.ts';
import disruptionBudgetPods from './disruption-budget-pods.ts';
import distinctProbes from './distinct-probes.ts';
import distinctSelectors from './distinct-selectors.ts';
import dnsOptions from './dns-options.ts';
import dropAllCapabilities from './drop-all-capabilities.ts';
import duplicateEnv from './duplicate-env.ts';
import enoughReplicas from './enough-replicas.ts';
import envReferences from './env-references.ts';
import ephemeralStorage from './ephemeral-storage.ts';
import evictablePods from './evictable-pods.ts';
import explicitNamespace from './explicit-namespace.ts';
import exposedService from './exposed-service.ts';
import fieldType from './field-type.ts';
import heapWithinLimit from './heap-within-limit.ts';
import highUserId from './high-user-id.ts';
import imagePullPolicy from './image-pull-policy.ts';
import ingressClassName from './ingress-class-name.ts';
import ingressSnippets from './ingress-snippets.ts';
import ingressTls from './ingress-tls.ts';
import ingressTlsHosts from './ingress-tls-hosts.ts';
import isolatedPods from './isolated-pods.ts';
import jobCleanUp from './job-clean-up.ts';
import keepApparmor from './keep-apparmor.ts';
import knownKind from './known-kind.ts';
import knownReference from './known-reference.ts';
import knownSubset from './known-subset.ts';
import knownTemplate from './known-template.ts';
import knownValue from './known-value.ts';
import knownVolume from './known-volume.ts';
import kustomizeBuild from './kustomize-build.ts';
import kustomizeDeprecatedFields from './kustomize-deprecated-fields.ts';
import kustomizePaths from './kustomize-paths.ts';
import livenessProbe from './liveness-probe.ts';
import manifestSyntax from './manifest-syntax.ts';
import maskedProc from './masked-proc.ts';
import monitorSelectsTargets from './monitor-selects-targets.ts';
import namespaceBudget from './namespace-budget.ts';
import networkPolicySelectors from './network-policy-selectors.ts';
import networkPolicySelectsPods from './network-policy-selects-pods.ts';
import noAddedCapabilities from './no-added-capabilities.ts';
import noClusterAdmin from './no-cluster-admin.ts';
import noCommittedSecret from './no-committed-secret.ts';
import noCustomSelinux from './no-custom-selinux.ts';
import noExternalIps from './no-external-ips.ts';
import noGitSyncCommand from './no-git-sync-command.ts';
import noHostAliases from './no-host-aliases.ts';
import noHostNamespaces from './no-host-namespaces.ts';
import noHostPath from './no-host-path.ts';
import noHostPort from './no-host-port.ts';
import noHostProcess from './no-host-process.ts';
import noInlineStorage from './no-inline-storage.ts';
import noMountPropagation from './no-mount-propagation.ts';
import noNakedPod from './no-naked-pod.ts';
import noOpenBinding from './no-open-binding.ts';
import noPrivilegeEscalation from './no-privilege-escalation.ts';
import noPrivilegedContainer from './no-privileged-container.ts';
import noPrivilegedPort from './no-privileged-port.ts';
import noProbeHost from './no-probe-host.ts';
import noRootUser from './no-root-user.ts';
import noRuntimeSocket from './no-runtime-socket.ts';
import noSecretInConfigMap from './no-secret-in-config-map.ts';
import noSecretInEnv from './no-secret-in-env.ts';
import noSensitiveHostPath from './no-sensitive-host-path.ts';
import noTiller from './no-tiller.ts';
import noUnconfinedSeccomp from './no-unconfined-seccomp.ts';
import noUnmaskedProc from './no-unmasked-proc.ts';
import noWildcardPermissions from './no-wildcard-permissions.ts';
import noWorkloadInKubeSystem from './no-workload-in-kube-system.ts';
import nodeAffinity from './node-affinity.ts';
import oneDefaultIngressClass from './one-default-ingress-class.ts';
import pinImageTag from './pin-image-tag.ts';
import podSecurityPolicy from './pod-security-policy.ts';
import preStopHook from './pre-stop-hook.ts';
import preStopWithinGracePeriod from './pre-stop-within-grace-period.ts';
import priorityClass from './priority-class.ts';
import probePort from './probe-port.ts';
import probeSettings from './probe-settings.ts';
import probeTiming from './probe-timing.ts';
import readOnlyHostPath from './read-only-host-path.ts';
import readOnlyRootFilesystem from './read-only-root-filesystem.ts';
import readinessProbe from './readiness-probe.ts';
import requestsEqualLimits from './requests-equal-limits.ts';
import requestsWithinLimits from './requests-within-limits.ts';
import requiredField from './required-field.ts';
import requiredLabels from './required-labels.ts';
import resourceLimits from './resource-limits.ts';
import resourceRequests from './resource-requests.ts';
import resourceUnits from './resource-units.ts';
import riskyBinding from './risky-binding.ts';
import riskyPermissions from './risky-permissions.ts';
import rollingUpdate from './rolling-update.ts';
import runAsNonRoot from './run-as-non-root.ts';
import safeSysctls from './safe-sysctls.ts';
import sccNoPrivileged from './scc-no-privileged.ts';
import seccompProfile from './seccomp-profile.ts';
import secretsAsFiles from './secrets-as-files.ts';
import securityContext from './security-context.ts';
import selectorMatchesTemplate from './selector-matches-template.ts';
import serviceAccountField from './service-account-field.ts';
import serviceAccountToken from './service-account-token.ts';
import serviceSelectsPods from './service-selects-pods.ts';
import serviceTargetPort from './service-target-port.ts';
import sharedServiceAccount from './shared-service-account.ts';
import sortedKeys from './sorted-keys.ts';
import spreadReplicas from './spread-replicas.ts';
import statefulSetService from './stateful-set-service.ts';
import subPath from './sub-path.ts';
import threadsWithinCpu from './threads-within-cpu.ts';
import unboundRole from './unbound-role.ts';
import unhealthyPodEviction from './unhealthy-pod-eviction.ts';
import uniqueContainerNames from './unique-container-names.ts';
import uniqueIngressRoutes from './unique-ingress-routes.ts';
import uniqueListeners from './unique-listeners.ts';
import uniqueVolumes from './unique-volumes.ts';
import unknownField from './unknown-field.ts';
import unusedVolume from './unused-volume.ts';
import userNamespace from './user-namespace.ts';
import validEnv from './valid-env.ts';
import validImageName from './valid-image-name.ts';
import validLabels from './valid-labels.ts';
import validPorts from './valid-ports.ts';
import validProbe from './valid-probe.ts';
import validRestartPolicy from './valid-restart-policy.ts';
import validSchedule from './valid-schedule.ts';
import validTopologySpread from './valid-topology-spread.ts';
import volumeClaims from './volume-claims.ts';
import withinLimitRange from './within-limit-range.ts';
import withinQuota from './within-quota.ts';

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

  // A path that is wrong is mended first: what is missing with it is not known before.
  kustomizePaths,
  kustomizeBuild,
  kustomizeDeprecatedFields,
  validImageName,

  knownKind,
  deprecatedApiVersion,
  deprecatedAnnotation,
  deprecatedNodeLabel,
  deprecatedVolumeType,
  deprecatedField,
  ingressClassName,
  unknownField,
  fieldType,
  requiredField,

  pinImageTag,
  pinDigest,
  imagePullPolicy,
  allowedRegistries,
  boundedRepoPrefix,
  noGitSyncCommand,
  noRemoteLoginPort,
  validPorts,
  noPrivilegedPort,
  exposedService,
  noExternalIps,
  ingressTls,
  ingressTlsHosts,
  uniqueIngressRoutes,
  ingressSnippets,
  networkPolicySelectors,
  dnsOptions,
  noClusterAdmin,
  noOpenBinding,
  noWildcardPermissions,
  riskyPermissions,
  unboundRole,
  riskyBinding,
  serviceAccountField,
  serviceAccountToken,
  defaultServiceAccount,
  sharedServiceAccount,
  noCredential,
  noSecretInEnv,
  noSecretInConfigMap,
  noCommittedSecret,
  secretsAsFiles,
  oneProcessPerContainer,
  resourceUnits,
  // A limit without a request counts as one: were it set first, the container would reserve all that it may use.
  resourceRequests,
  resourceLimits,
  ephemeralStorage,
  requestsWithinLimits,
  requestsEqualLimits,
  namespaceBudget,
  withinLimitRange,
  withinQuota,
  heapWithinLimit,
  threadsWithinCpu,
  runAsNonRoot,
  // In the order in which a pod is hardened: what the API server refuses together is taken away before the rest is set.
  noHostProcess,
  noHostNamespaces,
  noPrivilegedContainer,
  noAddedCapabilities,
  noHostPath,
  noHostPort,
  noProbeHost,
  keepApparmor,
  noCustomSelinux,
  noUnmaskedProc,
  noUnconfinedSeccomp,
  safeSysctls,
  noInlineStorage,
  noRootUser,
  seccompProfile,
  noPrivilegeEscalation,
  dropAllCapabilities,
  maskedProc,
  noRuntimeSocket,
  noSensitiveHostPath,
  readOnlyHostPath,
  noMountPropagation,
  subPath,
  highUserId,
  securityContext,
  userNamespace,
  noHostAliases,
  sccNoPrivileged,
  podSecurityPolicy,
  readOnlyRootFilesystem,
  validProbe,
  readinessProbe,
  livenessProbe,

  selectorMatchesTemplate,
  uniqueContainerNames,
  uniqueVolumes,
  knownTemplate,
  knownValue,
  knownVolume,
  unusedVolume,
  serviceSelectsPods,
  knownReference,
  serviceTargetPort,
  networkPolicySelectsPods,
  isolatedPods,
  oneDefaultIngressClass,
  distinctSelectors,
  uniqueListeners,
  knownSubset,
  statefulSetService,
  monitorSelectsTargets,
  probePort,
  probeTiming,
  distinctProbes,
  probeSettings,
  preStopHook,
  preStopWithinGracePeriod,
  validEnv,
  duplicateEnv,
  envReferences,
  validTopologySpread,
  enoughReplicas,
  spreadReplicas,
  rollingUpdate,
  autoscalerRange,
  autoscalerMinimum,
  autoscalerTarget,
  autoscaledReplicas,
  autoscalerRequests,
  evictablePods,
  disruptionBudget,
  disruptionBudgetPods,
  unhealthyPodEviction,
  nodeAffinity,
  priorityClass,
  validRestartPolicy,
  noNakedPod,
  validSchedule,
  cronJobDeadline,
  cronJobConcurrency,
  jobCleanUp,
  volumeClaims,
  noTiller,

  validLabels,
  requiredLabels,
  explicitNamespace,
  noWorkloadInKubeSystem,

  sortedKeys,
];
