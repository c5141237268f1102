/** What a peer's own test expects of a Dockerfile. */
export interface Case {
  /** Where it stands in the peer's sources, for whoever looks it up: `DL3006Spec.hs: untagged`. */
  readonly name: string;
  readonly text: string;
  /** The peer's name of the rule: `hadolint/DL3006`. */
  readonly alias: string;
  /** Whether it fires, or the lines, counted from one, on which it does. */
  readonly expected: boolean | readonly number[];
  /** A `.dockerignore` beside the Dockerfile. */
  readonly dockerignore?: string | undefined;
  /** Rules as a configuration file would set them, for cases with options. */
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
}

/** What a peer's own test expects of manifests that lie in one folder. */
export interface ManifestCase {
  /** Where it stands in the peer's sources: `host-ipc.yml: Deployment`. */
  readonly name: string;
  /** The texts by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The peer's name of the check: `kube-linter/host-ipc`. */
  readonly alias: string;
  readonly fires: boolean;
  /** The objects that count; all of them unless given. */
  readonly about?: ((object: ObjectName) => boolean) | undefined;
  /** What it counts under apart from all others. */
  readonly apart?: 'OpenShift' | undefined;
  /** The version of Kubernetes it is judged for; the default one unless given. */
  readonly kubernetesVersion?: string | undefined;
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
}

export interface ObjectName {
  readonly kind: string;
  readonly name: string | undefined;
}

/** The cases of a peer, and what could not be read, with the reason in front: `other parameters: latesttag`. */
export interface Reading<Case> {
  readonly cases: readonly Case[];
  readonly unread: readonly string[];
}
