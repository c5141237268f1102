import { ShellCommand } from '../shell/command.ts';
import { sameValue } from '../yaml/same.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Container } from './container.ts';

/** The fields of a container that hold probes. */
export const probeKinds = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** The ways a probe may look at a container. */
export const handlerKinds = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const;
export type HandlerKind = (typeof handlerKinds)[number];

/** What holds for a probe that does not say it (API reference, "Probe", Kubernetes 1.36). */
export const probeDefaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
} as const;
export type ProbeSetting = keyof typeof probeDefaults;

/** How the kubelet finds out whether a container lives, is ready or has started. */
export class Probe {
  readonly container: Container;
  readonly kind: ProbeKind;
  readonly value: YamlValue;

  constructor(container: Container, kind: ProbeKind, value: YamlValue) {
    this.container = container;
    this.kind = kind;
    this.value = value;
  }

  /** How to speak of it: `liveness probe`. */
  get label(): string {
    return this.kind.replace('Probe', ' probe');
  }

  /** The ways to look that are written; exactly one in a probe that the API server accepts. A null takes one away. */
  get handlers(): readonly HandlerKind[] {
    return handlerKinds.filter((kind) => this.value.get(kind).isMap);
  }

  /** The one way to look that it has; undefined when there is none, or more than one. */
  get handler(): { readonly kind: HandlerKind; readonly value: YamlValue } | undefined {
    const [kind, ...others] = this.handlers;
    return kind !== undefined && others.length === 0 ? { kind, value: this.value.get(kind) } : undefined;
  }

  /** The port it looks at, as it is written; missing where it looks at none. */
  get port(): YamlValue {
    const { handler } = this;
    return handler ? handler.value.get('port') : this.value.get('port');
  }

  /** A number that is set, or what holds without it; undefined when that is not known. Zero counts as not set. */
  setting(name: ProbeSetting): number | undefined {
    const value = this.value.get(name);
    return value.exists ? value.number || (value.number === 0 ? probeDefaults[name] : undefined) : probeDefaults[name];
  }

  /** How many seconds it goes on failing before anything happens; undefined when that is not known. */
  get patience(): number | undefined {
    const [period, failures] = [this.setting('periodSeconds'), this.setting('failureThreshold')];
    return period === undefined || failures === undefined ? undefined : period * failures;
  }

  /** The command it runs in the container; undefined when it runs none, or when part of it is not known. */
  get command(): ShellCommand | undefined {
    const command = this.value.at('exec', 'command');
    return command.isOpen
      ? undefined
      : ShellCommand.fromArguments(command.items.flatMap((item) => item.mappedText ?? []));
  }

  /** Whether it looks at the same thing in the same way as another. What is the default counts as written. */
  looksLike(other: Probe): boolean {
    const [one, two] = [this.handler, other.handler];
    if (!one || !two || one.kind !== two.kind) return false;
    return sameValue(one.value, two.value);
  }
}

/** The probes that a container has. */
export function probesOf(container: Container): readonly Probe[] {
  return probeKinds.flatMap((kind) => {
    const value = container.value.get(kind);
    return value.isMap ? [new Probe(container, kind, value)] : [];
  });
}
