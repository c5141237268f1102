import type { NestedPreset } from '../../core/rule.ts';
import type { Severity } from '../../core/severity.ts';
import type { PolicyRule, Role } from '../../kubernetes/rbac.ts';
import type { YamlValue } from '../../yaml/value.ts';

/** Something that a rule of a role may allow, by which its holder gets more than it seems to say. */
export interface Power {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Verbs with which it is one, the most telling first. */
  readonly verbs: readonly string[];
  /** Verbs with which it is less, which only peers speak of. */
  readonly lesserVerbs?: readonly string[];
  /** What the holder can do, and what comes of it. */
  readonly what: string;
  /** Whether it is limited to what was meant when the rule names objects. */
  readonly endsWithNames: boolean;
  readonly severity?: Severity;
  readonly preset?: NestedPreset;
  /** The one object it is about, when the rule names objects. */
  readonly object?: string;
  readonly aliases: readonly string[];
  /** The peers' names for a binding to a role that has it. */
  readonly bindingAliases?: readonly string[];
  /** The name that is for one kind of role only. */
  readonly aliasesOf?: (isClusterRole: boolean) => readonly string[];
}

const change = ['create', 'update', 'patch'] as const;
const remove = ['delete', 'deletecollection'] as const;
const rbac = 'rbac.authorization.k8s.io';

export const powers: readonly Power[] = [
  {
    groups: [rbac],
    resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
    verbs: ['escalate', 'bind'],
    what: 'give itself any permission there is',
    endsWithNames: true,
    severity: 'warning',
    aliases: [
      'trivy/KSV-0050',
      'trivy/KSV-0051',
      'trivy/KSV-0052',
      'checkov/CKV_K8S_157',
      'checkov/CKV_K8S_158',
      'checkov/CKV2_K8S_1',
      'datree/CIS_INVALID_VALUE_BIND_IMPERSONATE_ESCALATE',
    ],
  },
  {
    groups: ['', 'authentication.k8s.io'],
    resources: ['users', 'groups', 'serviceaccounts', 'userextras', 'uids'],
    verbs: ['impersonate'],
    what: 'act as somebody else, with all that one may do',
    endsWithNames: true,
    severity: 'warning',
    aliases: [
      'trivy/KSV-0043',
      'checkov/CKV2_K8S_3',
      'kubescape/C-0065',
      'datree/CIS_INVALID_VALUE_BIND_IMPERSONATE_ESCALATE',
    ],
  },
  {
    groups: [''],
    resources: ['nodes/proxy'],
    verbs: ['get', 'create'],
    what: 'ask every kubelet to run commands in any pod, past the audit log',
    endsWithNames: false,
    severity: 'warning',
    aliases: ['trivy/KSV-0047', 'kubescape/C-0280'],
  },
  {
    groups: [''],
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch'],
    lesserVerbs: [...change, ...remove],
    what: 'read secrets, the tokens of other service accounts among them',
    endsWithNames: true,
    bindingAliases: ['kube-linter/access-to-secrets'],
    aliases: [
      'checkov/CKV2_K8S_5',
      'kics/RBAC Roles with Read Secrets Permissions',
      'kics/ServiceAccount Allows Access Secrets',
      'kubescape/C-0015',
      'datree/CIS_INVALID_VERB_SECRETS',
    ],
    aliasesOf: (isClusterRole) => [isClusterRole ? 'trivy/KSV-0041' : 'trivy/KSV-0113'],
  },
  {
    groups: [''],
    resources: ['pods/exec', 'pods/attach'],
    verbs: ['create', 'get'],
    lesserVerbs: ['update', 'patch', ...remove],
    what: 'run commands in pods, with their secrets and their service accounts',
    endsWithNames: false,
    aliases: [
      'trivy/KSV-0053',
      'trivy/KSV-0054',
      'checkov/CKV2_K8S_2',
      'monokle/KBP108',
      'kubescape/C-0002',
      'datree/CONTAINERS_INCORRECT_RESOURCES_VERBS_VALUE',
    ],
    aliasesOf: (isClusterRole) => [isClusterRole ? 'polaris/clusterrolePodExecAttach' : 'polaris/rolePodExecAttach'],
  },
  {
    groups: [''],
    resources: ['pods/ephemeralcontainers'],
    verbs: ['update', 'patch'],
    what: 'put a container of its own into running pods',
    endsWithNames: false,
    aliases: [],
  },
  {
    groups: ['', 'apps', 'batch', 'extensions'],
    resources: [
      'pods',
      'deployments',
      'statefulsets',
      'daemonsets',
      'replicasets',
      'replicationcontrollers',
      'jobs',
      'cronjobs',
    ],
    verbs: [...change],
    lesserVerbs: [...remove],
    what: 'run pods as any service account, with any secret and on any node',
    endsWithNames: false,
    bindingAliases: ['kube-linter/access-to-create-pods'],
    aliases: [
      'trivy/KSV-0048',
      'kics/Permissive Access to Create Pods',
      'monokle/KBP107',
      'datree/CIS_INVALID_VALUE_CREATE_POD',
    ],
  },
  {
    groups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: [...change],
    lesserVerbs: [...remove],
    what: 'see and change whatever is sent to the API server',
    endsWithNames: true,
    aliases: ['trivy/KSV-0114', 'checkov/CKV_K8S_155', 'kubescape/C-0282'],
  },
  {
    groups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch'],
    what: 'have certificates issued for any user and node',
    endsWithNames: false,
    aliases: ['checkov/CKV_K8S_156', 'kubescape/C-0281'],
  },
  {
    groups: [''],
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    what: 'have tokens issued for other service accounts',
    endsWithNames: true,
    aliases: [],
  },
  {
    groups: [''],
    resources: ['configmaps'],
    verbs: [...change],
    lesserVerbs: [...remove],
    what: 'make AWS users masters of the cluster',
    endsWithNames: false,
    object: 'aws-auth',
    aliases: ['trivy/KSV-0115', 'trivy/KSV-0049'],
  },
  {
    groups: [''],
    resources: ['services/status'],
    verbs: ['update', 'patch'],
    what: 'take the traffic of any address (CVE-2020-8554)',
    endsWithNames: true,
    aliases: ['checkov/CKV2_K8S_4'],
  },
  {
    groups: [rbac],
    resources: ['rolebindings', 'clusterrolebindings'],
    verbs: [...change],
    what: 'pass on the permissions that it has',
    endsWithNames: true,
    preset: 'all',
    aliases: ['trivy/KSV-0055'],
  },
  {
    groups: [''],
    resources: ['configmaps'],
    verbs: [...change, ...remove],
    what: 'change how programs are configured',
    endsWithNames: true,
    preset: 'all',
    aliases: ['trivy/KSV-0049'],
  },
  {
    groups: ['', 'discovery.k8s.io', 'networking.k8s.io', 'extensions'],
    resources: ['services', 'endpoints', 'endpointslices', 'networkpolicies', 'ingresses'],
    verbs: [...change, ...remove],
    what: 'lead requests elsewhere and open networks',
    endsWithNames: true,
    preset: 'all',
    aliases: ['trivy/KSV-0056'],
  },
  {
    groups: [''],
    resources: ['pods/log'],
    verbs: [...remove],
    what: 'wipe out traces',
    endsWithNames: false,
    preset: 'all',
    aliases: ['trivy/KSV-0042'],
  },
  {
    groups: [''],
    resources: ['persistentvolumes'],
    verbs: ['create'],
    what: 'mount any folder of a node',
    endsWithNames: false,
    preset: 'all',
    aliases: ['kubescape/C-0279'],
  },
];

/** Every name that peers have for one of them. */
export const namesOfPowers: readonly string[] = [
  ...new Set(powers.flatMap((power) => [...aliasesOf(power, true), ...aliasesOf(power, false)])),
];

/** How a rule gives a power. */
export interface Granted {
  readonly resource: YamlValue;
  readonly verb: string;
  /** What can be done with it, to be put behind `can`. */
  readonly what: string;
  /** Whether only peers would speak of it: objects are named, or the verb is a lesser one. */
  readonly isLesser: boolean;
}

/** Whether and how a rule gives a power. */
export function grantedBy(rule: PolicyRule, power: Power): Granted | undefined {
  const { object } = power;
  if (object !== undefined && !rule.names(object)) return undefined;
  const verb = power.verbs.find((one) => rule.allowsVerb(one));
  const lesser = verb ?? power.lesserVerbs?.find((one) => rule.allowsVerb(one));
  if (lesser === undefined || !power.groups.some((group) => rule.allowsGroup(group))) return undefined;
  const resource = power.resources.map((one) => rule.resourceThatIs(one)).find((one) => one !== undefined);
  if (!resource) return undefined;
  const what = verb === undefined ? 'change or remove what others depend on' : power.what;
  return {
    resource,
    verb: lesser,
    what,
    isLesser: verb === undefined || (power.endsWithNames && rule.isForNamedObjects),
  };
}

/** The peers' names for a power. */
export function aliasesOf(power: Power, isClusterRole: boolean): readonly string[] {
  return [...power.aliases, ...(power.aliasesOf?.(isClusterRole) ?? [])];
}

/** The peers' names for all that a rule allows, for rules that allow it by a wildcard. */
export function aliasesOfPowers(role: Role, rule: PolicyRule): readonly string[] {
  const granted = powers.filter((power) => grantedBy(rule, power));
  return [...new Set(granted.flatMap((power) => aliasesOf(power, role.isClusterRole)))];
}

/** Verbs with which everything can be done to objects of every kind. */
const allVerbs = ['get', 'list', 'watch', ...change, 'delete'] as const;

/** Whether a rule allows everything to be done to everything, as those of cluster-admin do. */
export function allowsEverything(rule: PolicyRule): boolean {
  if (!rule.wildcardIn('groups') || !rule.wildcardIn('resources')) return false;
  return allVerbs.every((verb) => rule.allowsVerb(verb));
}
