import type { Node, YAMLMap } from 'yaml';
import { deleteKey, isMap, nodeAt, textOf } from './nodes.ts';
import type { SourceDocument } from './sources.ts';

/** What a resource was called at one time of a build. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
}

/** A resource while it is built. */
export class BuildResource {
  readonly root: YAMLMap;
  /** What it was called before names and namespaces were changed, the first name first. */
  readonly previous: Identity[] = [];
  /** The prefixes and suffixes its name was given, in that order. */
  readonly prefixes: string[] = [];
  readonly suffixes: string[] = [];
  /** The documents it may be made from: its base, patches, and what gave it a value that may be searched for. */
  readonly sources: Set<SourceDocument>;
  private readonly originalKind: string;

  constructor(root: YAMLMap, source: SourceDocument) {
    this.root = root;
    this.sources = new Set([source]);
    this.originalKind = this.kind;
  }

  get apiVersion(): string {
    return textOf(nodeAt(this.root, 'apiVersion')) ?? '';
  }

  get group(): string {
    return this.apiVersion.includes('/') ? (this.apiVersion.split('/')[0] ?? '') : '';
  }

  get version(): string {
    return this.apiVersion.slice(this.apiVersion.lastIndexOf('/') + 1);
  }

  get kind(): string {
    return textOf(nodeAt(this.root, 'kind')) ?? '';
  }

  get name(): string {
    return textOf(nodeAt(this.root, 'metadata', 'name')) ?? '';
  }

  /** The namespace as it is written; empty for none. */
  get namespace(): string {
    return textOf(nodeAt(this.root, 'metadata', 'namespace')) ?? '';
  }

  /** What it is called now and was called before. */
  get identities(): readonly Identity[] {
    return [...this.previous, { name: this.name, namespace: this.namespace }];
  }

  /** Whether it belongs to no namespace (kinds of Kubernetes that are cluster-scoped, as `kustomize` knows them). */
  get isClusterScoped(): boolean {
    return clusterScoped.get(this.kind)?.includes(this.group) ?? false;
  }

  /** Whether prefixes and suffixes leave its name alone. */
  get keepsName(): boolean {
    return nameKept.has(this.originalKind) && (this.kind !== 'APIService' || this.group === 'apiregistration.k8s.io');
  }

  get metadata(): Node | undefined {
    const metadata = nodeAt(this.root, 'metadata');
    return isMap(metadata) ? metadata : undefined;
  }

  /** Leaves out annotations where there are none, as `kustomize` does. */
  tidy(): void {
    const annotations = nodeAt(this.root, 'metadata', 'annotations');
    const { metadata } = this;
    if (isMap(metadata) && isMap(annotations) && annotations.items.length === 0)
      deleteKey(metadata as YAMLMap, 'annotations');
  }

  /** Whether a text can stand in it; false without looking into it where none of its sources has the text. */
  mayHold(text: string): boolean {
    return [...this.sources].some(({ document }) => document.text.includes(text));
  }

  /** Whether a file may have a part in it. */
  mayComeFrom(uri: string): boolean {
    return [...this.sources].some((source) => source.uri === uri);
  }

  /** Notes what it is called, before that is changed. */
  remember(): void {
    this.previous.push({ name: this.name, namespace: this.namespace });
  }

  /** A label or annotation; undefined when it has none of that name. */
  meta(sort: 'labels' | 'annotations', name: string): string | undefined {
    return textOf(nodeAt(this.root, 'metadata', sort, name));
  }
}

/** What resources are called, and were called before. */
export function namesOf(resources: readonly BuildResource[]): ReadonlySet<string> {
  return new Set(resources.flatMap(({ identities }) => identities.map(({ name }) => name)));
}

const nameKept: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'APIService', 'Namespace']);

const clusterScoped: ReadonlyMap<string, readonly string[]> = new Map([
  ['Namespace', ['']],
  ['Node', ['']],
  ['PersistentVolume', ['']],
  ['ComponentStatus', ['']],
  ['ClusterRole', ['rbac.authorization.k8s.io']],
  ['ClusterRoleBinding', ['rbac.authorization.k8s.io']],
  ['CustomResourceDefinition', ['apiextensions.k8s.io']],
  ['APIService', ['apiregistration.k8s.io']],
  ['MutatingWebhookConfiguration', ['admissionregistration.k8s.io']],
  ['ValidatingWebhookConfiguration', ['admissionregistration.k8s.io']],
  ['ValidatingAdmissionPolicy', ['admissionregistration.k8s.io']],
  ['ValidatingAdmissionPolicyBinding', ['admissionregistration.k8s.io']],
  ['CertificateSigningRequest', ['certificates.k8s.io']],
  ['FlowSchema', ['flowcontrol.apiserver.k8s.io']],
  ['PriorityLevelConfiguration', ['flowcontrol.apiserver.k8s.io']],
  ['IngressClass', ['networking.k8s.io']],
  ['RuntimeClass', ['node.k8s.io']],
  ['PodSecurityPolicy', ['policy']],
  ['PriorityClass', ['scheduling.k8s.io']],
  ['CSIDriver', ['storage.k8s.io']],
  ['CSINode', ['storage.k8s.io']],
  ['StorageClass', ['storage.k8s.io']],
  ['VolumeAttachment', ['storage.k8s.io']],
]);
