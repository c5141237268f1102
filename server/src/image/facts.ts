import { valueInImage, variablesOfImage } from './environment.ts';
import { knownWorkingFolder } from './equipment.ts';
import { knownPorts } from './ports.ts';
import { hasProgram, packageManagerOf } from './programs.ts';
import { type ImageReference, readImageReference } from './reference.ts';
import type { ImageUser, Start } from './starts/image-start.ts';
import { startOf } from './starts/index.ts';
import { bundledUserId } from './users.ts';
import { knownWrittenPaths, type WrittenPath } from './written-paths.ts';

/**
 * What is known, without asking a registry, of an image that somebody else makes. Whatever is not known is undefined; what
 * is known not to be there is empty or null.
 */
export class ImageFacts {
  /** As it is written. */
  readonly written: ImageReference;
  /** The same without the mirror that it is taken from. */
  private readonly reference: ImageReference;
  private readonly start: Start;

  constructor(written: ImageReference) {
    this.written = written;
    this.reference = originOf(written);
    this.start = startOf(this.reference);
  }

  /** Whom its containers run as. */
  get user(): ImageUser | undefined {
    return this.start.user;
  }

  /** The number of a user that it has. */
  idOf(name: string): number | undefined {
    const { user } = this;
    if (name === 'root') return 0;
    if (user?.name === name) return user.id;
    const id = bundledUserId(this.reference, name);
    return id === undefined ? undefined : Number(id);
  }

  get workingFolder(): string | undefined {
    return knownWorkingFolder(this.reference);
  }

  /** The ports it exposes, TCP ones; all of them. */
  get ports(): readonly number[] | undefined {
    return knownPorts(this.reference);
  }

  /** Empty when it has none. */
  get entrypoint(): readonly string[] | undefined {
    return this.start.entrypoint;
  }

  /** Empty when it has none. */
  get command(): readonly string[] | undefined {
    return this.start.command;
  }

  /** The names of the variables that it sets. */
  get variables(): ReadonlySet<string> | undefined {
    return variablesOfImage(this.reference);
  }

  /** What a variable is set to, where that is known. */
  valueOf(variable: string): string | undefined {
    return valueInImage(this.reference, variable);
  }

  get volumes(): readonly string[] | undefined {
    return this.start.volumes;
  }

  /** The folders that its program is known to write to as it starts. */
  get writtenPaths(): readonly WrittenPath[] {
    return knownWrittenPaths(this.reference);
  }

  get stopSignal(): string | undefined {
    return this.start.stopSignal;
  }

  /** Whether it is known to have no HEALTHCHECK: of the images that are known here, none has one. */
  get hasNoHealthCheck(): boolean {
    return this.isKnown;
  }

  /** Whether a program, named without its folder, is in it. */
  has(program: string): boolean | undefined {
    return hasProgram(this.reference, program);
  }

  /** Null when it has none. */
  get packageManager(): 'apt-get' | 'apk' | null | undefined {
    return packageManagerOf(this.reference);
  }

  /** Whether anything at all is known of it. */
  get isKnown(): boolean {
    return Object.keys(this.start).length > 0;
  }
}

/** Registries that hand on the official images of Docker Hub as they are: those of Google and of Amazon. */
const mirrors = /^(?:mirror\.gcr\.io|public\.ecr\.aws\/docker)\/(?=library\/)/;

function originOf(image: ImageReference): ImageReference {
  return mirrors.test(image.text) ? readImageReference(image.text.replace(mirrors, '')) : image;
}

/** What is known of an image that somebody else makes. */
export function imageFacts(reference: ImageReference): ImageFacts {
  return new ImageFacts(reference);
}
