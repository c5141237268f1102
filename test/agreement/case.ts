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
