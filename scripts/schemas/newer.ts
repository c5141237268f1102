/**
 * What custom resources have that the packages do not know, because the products have gone on since: compared with the
 * CustomResourceDefinitions that the products published by August 2026. `compare.ts` finds such rows, and a new
 * version of a package makes them superfluous.
 *
 * The keys are names of definitions, with the path of an object or an enumeration in them; `*` stands for anything.
 */

/** Fields that are new or may hold more, and what they hold. */
export const newerFields: Readonly<Record<string, string>> = {
  'argo-cd.argoproj.io.v1alpha1.AppProjectSpec': 'sourceIntegrity:anything',
  'argo-cd.argoproj.io.v1alpha1.ApplicationSource': 'tagPrefix:text',
  'argo-cd.argoproj.io.v1alpha1.ApplicationSourceDirectory': 'disableExtensionFilter:boolean',
  'argo-cd.argoproj.io.v1alpha1.SCMProviderGeneratorGitea': 'excludeArchivedRepos:boolean',
  'argo-cd.argoproj.io.v1alpha1.SCMProviderGeneratorGithub': 'excludeArchivedRepos:boolean',
  'argo-cd.argoproj.io.v1alpha1.SCMProviderGeneratorGitlab': 'includeArchivedRepos:boolean',
  'argo-cd.argoproj.io.v1alpha1.SyncSource': 'repoURL:text',
  'argo-cd.argoproj.io.v1alpha1.SyncWindow': 'syncOverrun:boolean',
  'argo-rollouts.argoproj.io.v1alpha1.Authentication': 'basicAuth:anything',
  'argo-rollouts.argoproj.io.v1alpha1.DatadogMetric': 'requestTimeout:text',
  'argo-workflows.argoproj.io.v1alpha1.HTTPArtifact': 'saveStreamViaFile:boolean',
  'argo-workflows.argoproj.io.v1alpha1.S3Artifact': 'addressingStyle:text',
  'argo-workflows.argoproj.io.v1alpha1.Template': 'pendingTimeout:text podResources:anything resourceClaims:anything',
  'argo-workflows.argoproj.io.v1alpha1.WorkflowSpec':
    'executorPlugins:anything podResources:anything resourceClaims:anything',
  'cert-manager.acme.cert-manager.io.v1.ACMEChallengeSolver': 'waitInsteadOfSelfCheck:text',
  'cert-manager.acme.cert-manager.io.v1.ACMEChallengeSolverDNS01': 'nameservers:texts',
  'cert-manager.acme.cert-manager.io.v1.ACMEIssuer': 'renewalInformationSource:text',
  'cert-manager.acme.cert-manager.io.v1.OrderSpec': 'replaces:text',
  'cert-manager.cert-manager.io.v1.CertificateSpec': 'renewal:anything',
  'cert-manager.cert-manager.io.v1.VaultAuth': 'aws:anything',
  'cert-manager.cert-manager.io.v1.VenafiIssuer': 'ngts:anything',
  'external-secrets.external-secrets.io.v1.AWSProvider': 'customSessionTags:anything sessionTagsPolicy:text',
  'external-secrets.external-secrets.io.v1.AkeylessAuth': 'serviceAccountRef:anything',
  'external-secrets.external-secrets.io.v1.AkeylessProvider': 'ignoreCache:boolean',
  'external-secrets.external-secrets.io.v1.AzureKVProvider': 'customCloudConfig:anything useAzureSDK:boolean',
  'external-secrets.external-secrets.io.v1.BeyondtrustServer': 'decrypt:boolean',
  'external-secrets.external-secrets.io.v1.ConjurAuth': 'cert:anything',
  'external-secrets.external-secrets.io.v1.DopplerAuth': 'oidcConfig:anything',
  'external-secrets.external-secrets.io.v1.ExternalSecretDataRemoteRef': 'nullBytePolicy:text',
  'external-secrets.external-secrets.io.v1.ExternalSecretFind': 'nullBytePolicy:text',
  'external-secrets.external-secrets.io.v1.ExternalSecretRewrite': 'merge:anything',
  'external-secrets.external-secrets.io.v1.ExternalSecretSpec': 'syncWindows:anything',
  'external-secrets.external-secrets.io.v1.ExternalSecretTarget': 'manifest:anything',
  'external-secrets.external-secrets.io.v1.ExternalSecretTemplateMetadata': 'finalizers:texts',
  'external-secrets.external-secrets.io.v1.FakeProvider': 'validationResult:integer',
  'external-secrets.external-secrets.io.v1.GCPSMAuth': 'workloadIdentityFederation:anything',
  'external-secrets.external-secrets.io.v1.GCPSMProvider': 'secretVersionSelectionPolicy:text',
  'external-secrets.external-secrets.io.v1.GithubProvider': 'orgSecretVisibility:text',
  'external-secrets.external-secrets.io.v1.GitlabProvider': 'caBundle:text caProvider:anything',
  'external-secrets.external-secrets.io.v1.IBMAuthSecretRef': 'iamEndpoint:text',
  'external-secrets.external-secrets.io.v1.InfisicalAuth':
    'awsAuthCredentials:anything azureAuthCredentials:anything gcpIamAuthCredentials:anything gcpIdTokenAuthCredentials:anything jwtAuthCredentials:anything kubernetesAuthCredentials:anything ldapAuthCredentials:anything ociAuthCredentials:anything tokenAuthCredentials:anything',
  'external-secrets.external-secrets.io.v1.InfisicalProvider': 'caBundle:text caProvider:anything',
  'external-secrets.external-secrets.io.v1.KeeperSecurityProvider': 'getByTitleFallback:boolean',
  'external-secrets.external-secrets.io.v1.MachineIdentityScopeInWorkspace': 'organizationSlug:text',
  'external-secrets.external-secrets.io.v1.PassboltProvider': 'caBundle:text caProvider:anything',
  'external-secrets.external-secrets.io.v1.PulumiProvider': 'auth:anything',
  'external-secrets.external-secrets.io.v1.SecretServerProvider':
    'caBundle:text caProvider:anything domain:text token:anything',
  'external-secrets.external-secrets.io.v1.SecretStoreProvider':
    'barbican:anything beyondtrustworkloadcredentials:anything crd:anything dvls:anything nebiusmysterybox:anything ngrok:anything onepasswordSDK:anything openBao:anything ovh:anything volcengine:anything',
  'external-secrets.external-secrets.io.v1.SecretStoreSpec': 'refreshInterval:quantity',
  'external-secrets.external-secrets.io.v1.TemplateFrom': 'valuesDecodingStrategy:text',
  'external-secrets.external-secrets.io.v1.VaultAuth': 'gcp:anything',
  'external-secrets.external-secrets.io.v1.VaultCertAuth': 'path:text vaultRole:text',
  'external-secrets.external-secrets.io.v1.VaultProvider': 'checkAndSet:anything',
  'external-secrets.external-secrets.io.v1.YandexCertificateManagerProvider': 'fetching:anything',
  'external-secrets.external-secrets.io.v1.YandexLockboxProvider': 'fetching:anything',
  'external-secrets.external-secrets.io.v1alpha1.PushSecretSpec': 'dataTo:anything',
  'external-secrets.external-secrets.io.v1beta1.BeyondtrustServer': 'decrypt:boolean',
  'external-secrets.external-secrets.io.v1beta1.GitlabProvider': 'caBundle:text caProvider:anything',
  'external-secrets.generators.external-secrets.io.v1alpha1.GCPSMAuth': 'workloadIdentityFederation:anything',
  'external-secrets.generators.external-secrets.io.v1alpha1.GeneratorSpec':
    'beyondtrustWorkloadCredentialsDynamicSecretSpec:anything cloudsmithAccessTokenSpec:anything gitlabDeployTokenSpec:anything mfaSpec:anything sshKeySpec:anything',
  'external-secrets.generators.external-secrets.io.v1alpha1.GrafanaServiceAccount': 'secondsToLive:integer',
  'external-secrets.generators.external-secrets.io.v1alpha1.PasswordSpec': 'encoding:text secretKeys:texts',
  'external-secrets.generators.external-secrets.io.v1alpha1.VaultDynamicSecretSpec': 'getParameters:anything',
  'flux-cd.github.com.fluxcd.pkg.apis.meta.ValuesReference': 'literal:boolean',
  'flux-cd.helm.toolkit.fluxcd.io.v2.HelmReleaseSpec': 'postRenderStrategy:text',
  'flux-cd.helm.toolkit.fluxcd.io.v2.Upgrade': 'chartNameChangeStrategy:text',
  'flux-cd.source.toolkit.fluxcd.io.v1.OCIRepositoryVerification': 'trustedRootSecretRef:anything',
  'istio.networking.istio.io.*.DestinationRule *.connectionPool.http': 'http2KeepAlive:anything',
  'istio.networking.istio.io.*.DestinationRule *.loadBalancer':
    'backendUtilization:anything zoneAwareLbSetting:anything',
  'istio.networking.istio.io.*.DestinationRule *.outlierDetection': 'outlierDetectionHttpErrorCodes:anything',
  'istio.networking.istio.io.*.DestinationRule *.retryBudget': 'budgetInterval:text',
  'istio.networking.istio.io.*.Gateway *.tls': 'ecdhCurves:texts insecureSkipVerify:boolean',
  'istio.networking.istio.io.*.Sidecar *.connectionPool.http': 'http2KeepAlive:anything',
  'istio.networking.istio.io.*.Sidecar spec.inboundConnectionPool.http': 'http2KeepAlive:anything',
  'istio.networking.istio.io.*.Sidecar *.tls': 'ecdhCurves:texts insecureSkipVerify:boolean',
  'istio.networking.istio.io.*.VirtualService spec.http[].redirect': 'prefixRewrite:text',
  'istio.networking.istio.io.*.EnvoyFilter spec.configPatches[].match.listener.filterChain': 'transportSocket:text',
  'istio.security.istio.io.*.AuthorizationPolicy spec.rules[].from[].source':
    'notTrustDomains:texts trustDomains:texts',
  'istio.security.istio.io.*.RequestAuthentication spec.jwtRules[]': 'presence:text',
  'istio.telemetry.istio.io.*.Telemetry spec.tracing[]': 'disableContextPropagation:boolean',
  'karpenter.karpenter.k8s.aws.v1.EC2NodeClassSpec': 'connectionTracking:anything cpuOptions:anything',
  'keda.keda.sh.v1alpha1.AuthPodIdentity': 'externalID:text',
  'keda.keda.sh.v1alpha1.TriggerAuthenticationSpec': 'oauth2:anything',
  'knative.duck.knative.dev.v1.SubscriberSpec': 'namespace:text',
  'prometheus-operator.monitoring.coreos.com.v1.OTLPConfig':
    'labelNamePreserveMultipleUnderscores:boolean labelNameUnderscoreSanitization:boolean',
  'prometheus-operator.monitoring.coreos.com.v1.TSDBSpec':
    'chunkEncoding:anything staleSeriesCompactionThreshold:quantity',
  'prometheus-operator.monitoring.coreos.com.v1alpha1.SNSConfig': 'useAWSHTTPClient:boolean',
  'prometheus-operator.monitoring.coreos.com.v1alpha1.SlackConfig': 'updateMessage:boolean',
  'prometheus-operator.monitoring.coreos.com.v1alpha1.WebhookConfig': 'payload:text',
  'traefik.traefik.io.v1alpha1.ErrorPage': 'errorRequestHeaders:texts',
  'traefik.traefik.io.v1alpha1.ServersTransportSpec': 'peerCertSANs:anything',
  'traefik.traefik.io.v1alpha1.TLSClientConfig': 'peerCertSANs:anything',
};

/** Values of enumerations. */
export const newerValues: Readonly<Record<string, string>> = {
  'cert-manager.cert-manager.io.v1.PKCS12Profile': 'Modern2026',
  'external-secrets.external-secrets.io.v1.AWSServiceType': 'CertificateManager',
  'external-secrets.external-secrets.io.v1.AzureEnvironmentType': 'AzureStackCloud',
  'external-secrets.external-secrets.io.v1.ExternalSecretCreationPolicy': 'CreateOrMerge',
  'external-secrets.external-secrets.io.v1.GeneratorRef kind':
    'BeyondtrustWorkloadCredentialsDynamicSecret CloudsmithAccessToken GitlabDeployToken SSHKey MFA',
  'external-secrets.external-secrets.io.v1beta1.GeneratorRef kind': 'SSHKey',
  'external-secrets.generators.external-secrets.io.v1alpha1.GeneratorKind':
    'BeyondtrustWorkloadCredentialsDynamicSecret CloudsmithAccessToken GitlabDeployToken SSHKey MFA',
  'flux-cd.source.toolkit.fluxcd.io.v1.GitRepositorySpec provider': 'aws',
  'istio.networking.istio.io.*.EnvoyFilter spec.configPatches[].patch.operation': 'MERGE_AND_REPLACE_LIST',
  'karpenter.karpenter.sh.v1.NodeSelectorRequirementWithMinValues operator': 'Gte Lte',
  'karpenter.karpenter.sh.v1alpha1.NodeSelectorRequirement operator': 'Gte Lte',
  'keda.keda.sh.v1alpha1.Fallback behavior': 'scalingModifiers',
};
