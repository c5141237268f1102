import { Notes } from '../../core/notes.ts';
import { type ImageFacts, imageFacts } from '../../image/facts.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { CommandInstruction, ValueInstruction } from '../instructions/command.ts';
import { type ExposeInstruction, portRange } from '../instructions/expose.ts';
import type { Instruction } from '../instructions/instruction.ts';
import type { KeyValueInstruction } from '../instructions/key-value.ts';
import type { Stage } from '../stage.ts';
import { signalName } from '../stop-signal.ts';
import { workingFolderAt } from '../working-folder.ts';
import { type HealthCheck, healthCheckOf } from './health-check.ts';
import { stageHas } from './programs.ts';
import { type RuntimeUser, userOfImage, userOfStage } from './runtime-user.ts';

/** Something that an image says, and the instruction that says it; without one, the base image does, or it is the default. */
export interface Said<T, By extends Instruction = Instruction> {
  readonly value: T;
  readonly by: By | undefined;
}

/** A port that an image exposes; of a range, the first and the last. */
export interface RuntimePort {
  readonly first: number;
  readonly last: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** Undefined when the base image exposes it. */
  readonly by: ExposeInstruction | undefined;
}

/** What an ENTRYPOINT or a CMD says: a program and its arguments, or a script for the shell. */
export interface StartLine {
  readonly form: 'exec' | 'shell';
  /** Empty for none. A shell form is what it becomes: the shell, its option and the script. */
  readonly arguments: readonly string[];
}

const longestLists = 1000;

/**
 * What an image is when it runs: what a stage says, what the stages below it say, and what is known of the image at the
 * bottom. Whatever is not known is undefined. It is not computed before somebody asks, and then once.
 */
export class RuntimeImage {
  /** Undefined for an image that somebody else makes. */
  readonly stage: Stage | undefined;
  /** The image at the bottom; undefined when it is not known which that is. */
  readonly base: ImageFacts | undefined;
  private readonly answers = new Map<string, unknown>();

  private constructor(stage: Stage | undefined, base: ImageFacts | undefined) {
    this.stage = stage;
    this.base = base;
  }

  private static readonly known = new Notes<Stage, RuntimeImage>();

  /** What becomes of a stage. */
  static of(stage: Stage): RuntimeImage {
    const before = RuntimeImage.known.get(stage);
    if (before) return before;
    const { rootImage } = stage;
    const isKnown = rootImage?.expansion.value !== undefined && rootImage.reference !== undefined;
    const image = new RuntimeImage(stage, isKnown ? imageFacts(rootImage.reference) : undefined);
    RuntimeImage.known.set(stage, image);
    return image;
  }

  /** An image that is used as somebody else made it. */
  static from(reference: ImageReference): RuntimeImage {
    return new RuntimeImage(undefined, imageFacts(reference));
  }

  /** Whom it runs as. */
  get user(): RuntimeUser | undefined {
    return this.once('user', () =>
      this.stage ? userOfStage(this.stage, this.base) : this.base && userOfImage(this.base),
    );
  }

  get workingFolder(): Said<string, ValueInstruction> | undefined {
    return this.once('folder', () => {
      const value = this.stage ? workingFolderAt(this.stage) : this.base?.workingFolder;
      return value === undefined ? undefined : { value, by: this.stage?.last('WORKDIR') };
    });
  }

  /** The ports it exposes, in the order in which that is said; undefined unless all are known. */
  get ports(): readonly RuntimePort[] | undefined {
    return this.once('ports', () => {
      const ports: RuntimePort[] = [];
      for (const port of this.base?.ports ?? [])
        ports.push({ first: port, last: port, protocol: 'TCP', by: undefined });
      if (!this.base?.ports) return undefined;
      for (const by of this.ownFromBottom('EXPOSE')) {
        const read = portsOf(by);
        if (!read) return undefined;
        ports.push(...read);
      }
      return ports;
    });
  }

  /** The ports that its own file exposes; what the base image exposes, known or not, is left out. */
  get ownPorts(): readonly RuntimePort[] | undefined {
    return this.once('own ports', () => {
      const read = this.ownFromBottom('EXPOSE').map(portsOf);
      return read.every((one) => one !== undefined) ? read.flat() : undefined;
    });
  }

  /** What is run, or what runs what is; its arguments are empty for an image without one. */
  get entrypoint(): Said<StartLine, CommandInstruction> | undefined {
    return this.once('entrypoint', () => {
      const by = this.stage?.last('ENTRYPOINT');
      if (by) return saidBy(by);
      return fromBase(this.base?.entrypoint);
    });
  }

  /** What is run or handed to the entrypoint; its arguments are empty for an image without one. */
  get command(): Said<StartLine, CommandInstruction> | undefined {
    return this.once('command', () => {
      const by = this.stage?.last('CMD');
      if (by) return saidBy(by);
      // An ENTRYPOINT takes the CMD of what is below it away.
      if (this.stage?.last('ENTRYPOINT')) return fromBase([]);
      return fromBase(this.base?.command);
    });
  }

  /** The variables that it sets, by name; those of the base image are there by name alone, where they are known. */
  get environment(): ReadonlyMap<string, Said<string | undefined, KeyValueInstruction>> {
    return this.once('environment', () => {
      const variables = new Map<string, Said<string | undefined, KeyValueInstruction>>();
      for (const name of this.base?.variables ?? []) variables.set(name, { value: undefined, by: undefined });
      for (const by of this.ownFromBottom('ENV')) {
        for (const { key, value } of by.pairs) {
          variables.set(key.text, { value: value && by.stage.expand(value).value, by });
        }
      }
      return variables;
    });
  }

  /** Whether the environment holds all that the image sets. */
  get isEnvironmentComplete(): boolean {
    return this.base?.variables !== undefined;
  }

  /** Paths of volumes; undefined unless all are known. */
  get volumes(): readonly Said<string>[] | undefined {
    return this.once('volumes', () => {
      if (!this.base?.volumes) return undefined;
      const volumes: Said<string>[] = this.base.volumes.map((value) => ({ value, by: undefined }));
      for (const by of this.ownFromBottom('VOLUME')) {
        const paths = by.json
          ? by.json.items.map(({ content }) => content.text)
          : by.words.map((word) => by.stage.expand(word).value);
        for (const value of paths) {
          if (value === undefined) return undefined;
          volumes.push({ value, by });
        }
      }
      return volumes;
    });
  }

  /** The signal that asks it to stop, by its full name. */
  get stopSignal(): Said<string, ValueInstruction> | undefined {
    return this.once('signal', () => {
      const by = this.stage?.last('STOPSIGNAL');
      const text = by ? by.value && by.stage.expand(by.value).value : this.base?.stopSignal;
      const value = text === undefined ? undefined : signalName(text);
      return value === undefined ? undefined : { value, by };
    });
  }

  /** How its health is checked; null for not at all. */
  get healthCheck(): HealthCheck | null | undefined {
    return this.once('health', () => {
      const by = this.stage?.last('HEALTHCHECK');
      if (by) return by.type?.text.toUpperCase() === 'NONE' ? null : healthCheckOf(by);
      return this.base?.hasNoHealthCheck ? null : undefined;
    });
  }

  /** Labels, by name; a value is undefined when only the build knows it. Those of the base image are not known. */
  get labels(): ReadonlyMap<string, Said<string | undefined, KeyValueInstruction>> {
    return this.once('labels', () => {
      const labels = new Map<string, Said<string | undefined, KeyValueInstruction>>();
      for (const by of this.ownFromBottom('LABEL')) {
        for (const { key, value } of by.pairs) {
          const name = by.stage.expand(key).value;
          if (name !== undefined) labels.set(name, { value: value && by.stage.expand(value).value, by });
        }
      }
      return labels;
    });
  }

  /** What `FROM --platform` fixes the image to, such as `linux/amd64`; undefined where nothing does. */
  get platform(): Said<string> | undefined {
    return this.once('platform', () => {
      const from = this.stage?.lineage.at(-1)?.from;
      const flag = from?.platform?.value;
      const value = flag && this.stage?.expand(flag).value;
      return value ? { value, by: from } : undefined;
    });
  }

  /** Whether a program, named without its folder, is in it; undefined when that is not known. */
  has(program: string): boolean | undefined {
    return this.once(`program ${program}`, () => {
      if (!this.base || this.stage?.isWindows) return undefined;
      return this.stage ? stageHas(this.stage, this.base, program) : this.base.has(program);
    });
  }

  /** Whether it is certain that a program, as a command names it, is not where programs are looked for. */
  lacks(program: string | undefined): boolean {
    const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(program ?? '') ?? [];
    if (name === '' || (folder !== '' && !/^\/(?:usr\/(?:local\/)?)?s?bin\/$/.test(folder))) return false;
    return this.has(name) === false;
  }

  /** Whether there is a `/bin/sh`. */
  get hasShell(): boolean | undefined {
    return this.has('sh');
  }

  /** The package manager of its distribution; null for none. */
  get packageManager(): 'apt-get' | 'apk' | null | undefined {
    return this.base?.packageManager;
  }

  /** The instructions with a keyword that have a say in it, in the order in which they are carried out. */
  private ownFromBottom<K extends 'EXPOSE' | 'ENV' | 'VOLUME' | 'LABEL'>(keyword: K) {
    const all = (this.stage?.lineage ?? []).toReversed().flatMap((one) => one.own(keyword));
    return all.slice(0, longestLists);
  }

  private once<T>(question: string, find: () => T): T {
    if (!this.answers.has(question)) this.answers.set(question, find());
    return this.answers.get(question) as T;
  }
}

function portsOf(by: ExposeInstruction): readonly RuntimePort[] | undefined {
  const ports: RuntimePort[] = [];
  for (const { word } of by.ports) {
    const text = by.stage.expand(word).value;
    const [, port = '', protocol = 'tcp'] = /^(?:.*:)?([^:/]*)(?:\/(\w+))?$/.exec(text ?? '') ?? [];
    const range = portRange(port);
    if (!range || !/^(?:tcp|udp|sctp)$/i.test(protocol)) return undefined;
    ports.push({ ...range, protocol: protocol.toUpperCase() as RuntimePort['protocol'], by });
  }
  return ports;
}

function saidBy(by: CommandInstruction): Said<StartLine, CommandInstruction> {
  const { form } = by;
  if (form.kind === 'shell') {
    return { value: { form: 'shell', arguments: [...by.shell.words, form.text.text] }, by };
  }
  return { value: { form: 'exec', arguments: by.json?.items.map(({ content }) => content.text) ?? [] }, by };
}

function fromBase(words: readonly string[] | undefined): Said<StartLine, CommandInstruction> | undefined {
  return words && { value: { form: 'exec', arguments: words }, by: undefined };
}
