import { type ImageReference, readImageReference } from '../image/reference.ts';
import { ShellCommand } from '../shell/command.ts';
import type { MappedText } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Pod } from './pod.ts';
import { ContainerResources } from './resources.ts';

/**
 * What a container does in its pod: `app` runs for as long as the pod, `init` before it, `sidecar` beside it from
 * before it starts, `ephemeral` for debugging.
 */
export type ContainerRole = 'app' | 'init' | 'sidecar' | 'ephemeral';

/** A port that a container declares. */
export interface ContainerPort {
  readonly number: number;
  readonly name: string | undefined;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
  /** Where its number stands. */
  readonly span?: Span | undefined;
}

/** Where keys go in a container, so that a new one stands where people look for it. */
export const containerKeyOrder: readonly string[] = [
  'name',
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'ports',
  'envFrom',
  'env',
  'resources',
  'volumeMounts',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'securityContext',
];

/** Fields that a pod's security context sets for those of its containers that do not set them (API reference, 1.36). */
const inheritedFields: ReadonlySet<string> = new Set([
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'seLinuxOptions',
  'seccompProfile',
  'windowsOptions',
  'appArmorProfile',
]);

export class Container {
  readonly pod: Pod;
  readonly value: YamlValue;
  readonly role: ContainerRole;

  constructor(pod: Pod, value: YamlValue, role: ContainerRole) {
    this.pod = pod;
    this.value = isPartOf(value, pod.resource.isTakenWhole) ? value.asPartial : value;
    this.role = role;
  }

  get name(): string | undefined {
    return this.value.get('name').text;
  }

  /** How to speak of the container in a message: `container "web"`. */
  get label(): string {
    const sort = this.role === 'app' ? 'container' : `${this.role} container`;
    return this.name === undefined ? `the ${sort}` : `${sort} "${this.name}"`;
  }

  /** The same at the beginning of a sentence. */
  get titleLabel(): string {
    return this.label[0]?.toUpperCase() + this.label.slice(1);
  }

  /** Where a finding about the whole container stands: at its name, else at its first line. */
  get span(): Span {
    const name = this.value.get('name').span;
    if (name) return name;
    const start = this.value.span?.start ?? 0;
    const feed = this.value.document.text.indexOf('\n', start);
    return { start, end: Math.min(feed === -1 ? Number.POSITIVE_INFINITY : feed, this.value.span?.end ?? start) };
  }

  /** Whether it is only part of a container, as in a patch, so that nothing follows from what is missing. */
  get isPartial(): boolean {
    return this.value.isPartial;
  }

  get isPrivileged(): boolean {
    return this.security('privileged').boolean === true;
  }

  /** Whether it asks to run as root: as user 0, or privileged, which makes little sense for anybody else. */
  get asksForRoot(): boolean {
    return this.isPrivileged || this.security('runAsUser').number === 0;
  }

  /**
   * Whether probes are of use: it runs for as long as its pod, and the pod for as long as it can. Knative has a
   * readiness probe of its own for every service.
   */
  get needsProbes(): boolean {
    const { sort, resource } = this.pod;
    return this.isLongRunning && sort !== 'batch' && resource.group !== 'serving.knative.dev';
  }

  /** Whether it runs for as long as its pod does. */
  get isLongRunning(): boolean {
    return this.role === 'app' || this.role === 'sidecar';
  }

  /** The image; undefined when there is none, or when a template or variable still has to name it. */
  get image(): ImageReference | undefined {
    const text = this.value.get('image').text?.trim();
    return text === undefined || text === '' || text === 'auto' || isPlaceholder(text)
      ? undefined
      : readImageReference(text);
  }

  /**
   * What the container starts, when the manifest says so: its `command`, or only `args` for the image's own. Undefined
   * when part of it is not known.
   */
  get process(): ShellCommand | undefined {
    const [command, args] = [this.value.get('command'), this.value.get('args')];
    if (command.isOpen || args.isOpen) return undefined;
    return ShellCommand.fromArguments([...mappedItems(command), ...mappedItems(args)]);
  }

  get resources(): ContainerResources {
    return new ContainerResources(this);
  }

  /** The ports it declares. */
  get ports(): readonly ContainerPort[] {
    return this.value.get('ports').items.flatMap((port) => {
      const { number, span } = port.get('containerPort');
      const protocol = port.get('protocol').text ?? 'TCP';
      return number === undefined ? [] : [{ number, name: port.get('name').text, protocol, span }];
    });
  }

  /** A field of the security context: the container's own, or for some fields the pod's. Missing when neither has it. */
  security(field: string): YamlValue {
    const own = this.value.at('securityContext', field);
    if (own.exists || !inheritedFields.has(field)) return own;
    const inherited = this.pod.securityContext.get(field);
    return inherited.exists ? inherited : own;
  }
}

/**
 * Whether there is more to a container than is written: it has no image, as in a patch, or Istio puts its proxy in the
 * place of an image called `auto`, and the rest of the container with it.
 */
function isPartOf(value: YamlValue, isTakenWhole: boolean): boolean {
  const image = value.get('image');
  return image.text === 'auto' || (!image.exists && !isTakenWhole);
}

function mappedItems(list: YamlValue): MappedText[] {
  return list.items.flatMap((item) => item.mappedText ?? []);
}

/** Whether a text is to be replaced before it is used: a template action, or a variable in one of the usual forms. */
export function isPlaceholder(text: string): boolean {
  return /\{\{|\$\{|\$\(|<[A-Za-z_-]+>|\{[A-Z][A-Z\d_]*\}|^\$[A-Za-z_]/.test(text);
}
