import type { YamlValue } from '../yaml/value.ts';
import type { Manifest } from './manifest.ts';
import type { Resource } from './resource.ts';

/** One rule of a Role or ClusterRole. It allows what the authoriser says it does (`pkg/apis/rbac/v1/evaluation_helpers.go`). */
export class PolicyRule {
  readonly value: YamlValue;

  constructor(value: YamlValue) {
    this.value = value;
  }

  get verbs(): readonly YamlValue[] {
    return this.value.get('verbs').items;
  }

  get groups(): readonly YamlValue[] {
    return this.value.get('apiGroups').items;
  }

  get resources(): readonly YamlValue[] {
    return this.value.get('resources').items;
  }

  /** Whether it is for some objects only, by their names. */
  get isForNamedObjects(): boolean {
    return this.value.get('resourceNames').items.length > 0;
  }

  /** Whether it is for some objects only, one of which is called so. */
  names(object: string): boolean {
    return holds(this.value.get('resourceNames').items, object);
  }

  /** The member of one of its lists that stands for everything. */
  wildcardIn(list: 'verbs' | 'groups' | 'resources'): YamlValue | undefined {
    return this[list].find(({ text }) => text === '*');
  }

  allowsVerb(verb: string): boolean {
    return this.wildcardIn('verbs') !== undefined || holds(this.verbs, verb);
  }

  allowsGroup(group: string): boolean {
    return this.wildcardIn('groups') !== undefined || holds(this.groups, group);
  }

  /**
   * The member of its resources by which it is for a resource, or for a subresource such as `pods/exec`: its name, a
   * star for all there are, or a star in the place of the resource and the name of the subresource behind it.
   */
  resourceThatIs(resource: string): YamlValue | undefined {
    const subresource = resource.includes('/') ? `*${resource.slice(resource.indexOf('/'))}` : undefined;
    return this.resources.find(
      ({ text }) => text === resource || text === '*' || (subresource !== undefined && text === subresource),
    );
  }
}

/** A Role or ClusterRole. */
export class Role {
  readonly resource: Resource;
  readonly rules: readonly PolicyRule[];

  constructor(resource: Resource) {
    this.resource = resource;
    this.rules = resource.value.get('rules').items.map((value) => new PolicyRule(value));
  }

  get isClusterRole(): boolean {
    return this.resource.kind === 'ClusterRole';
  }

  /** Whether it is one of those that every cluster has, whose rules are Kubernetes' own. */
  get isDefault(): boolean {
    return isOfEveryCluster(this.resource);
  }
}

/** Whom a binding gives the permissions of its role. */
export interface Subject {
  readonly value: YamlValue;
  /** `User`, `Group` or `ServiceAccount`. */
  readonly kind: string;
  readonly name: string;
}

/** A RoleBinding or ClusterRoleBinding. */
export class Binding {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  get isClusterRoleBinding(): boolean {
    return this.resource.kind === 'ClusterRoleBinding';
  }

  get roleRef(): YamlValue {
    return this.resource.value.get('roleRef');
  }

  get roleName(): string | undefined {
    return this.roleRef.get('name').text;
  }

  /** Whether it binds a ClusterRole of that name. */
  bindsClusterRole(name: string): boolean {
    return this.roleRef.get('kind').text === 'ClusterRole' && this.roleName === name;
  }

  /** Those of its subjects whose kind and name are known. */
  get subjects(): readonly Subject[] {
    return this.resource.value.get('subjects').items.flatMap((value) => {
      const kind = value.get('kind').text;
      const name = value.get('name').text;
      return kind === undefined || name === undefined ? [] : [{ value, kind, name }];
    });
  }

  /** Whether it is one of those that every cluster has. */
  get isDefault(): boolean {
    return isOfEveryCluster(this.resource);
  }
}

/** The roles that a manifest declares, without those of every cluster. */
export function rolesIn(manifest: Manifest): readonly Role[] {
  return manifest
    .ofKind('Role', 'ClusterRole')
    .filter(isAboutAccess)
    .map((resource) => new Role(resource))
    .filter(({ isDefault }) => !isDefault);
}

/** The bindings that a manifest declares, without those of every cluster. */
export function bindingsIn(manifest: Manifest): readonly Binding[] {
  return manifest
    .ofKind('RoleBinding', 'ClusterRoleBinding')
    .filter(isAboutAccess)
    .map((resource) => new Binding(resource))
    .filter(({ isDefault }) => !isDefault);
}

function isAboutAccess({ group }: Resource): boolean {
  return group === 'rbac.authorization.k8s.io';
}

/**
 * Roles for people, which the API server makes (RBAC reference, user-facing roles). The binding of the first is called
 * like it.
 */
const rolesForPeople: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

/** How the names begin of what the API server makes, and what GKE and EKS make beside it. */
const madeForCluster = /^(?:system|gce|eks):/;

/** Whether nobody wrote it for this cluster. */
function isOfEveryCluster({ name = '', kind, value }: Resource): boolean {
  const label = value.at('metadata', 'labels', 'kubernetes.io/bootstrapping').text;
  if (label === 'rbac-defaults' || madeForCluster.test(name)) return true;
  return kind.startsWith('Cluster') && rolesForPeople.has(name);
}

function holds(list: readonly YamlValue[], text: string): boolean {
  return list.some((item) => item.text === text);
}
