import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Container } from '../../kubernetes/container.ts';
import { containerStartOf } from '../../kubernetes/container-start.ts';
import { BuildContext } from '../build-context.ts';
import type { Confidence, ImageLink } from '../image-links/link.ts';
import { ProcessTree } from '../processes/tree.ts';
import { variablesOf } from './container-variables.ts';

/** How an image is built. */
export interface BuiltImage {
  readonly link: ImageLink;
  readonly file: OtherFile;
  /** As it is with the arguments that the build gives. */
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
}

/** An image that a container may run, and how sure that is. */
export interface PairedImage {
  /** What it is when it runs. */
  readonly image: RuntimeImage;
  /** The Dockerfile that builds it; undefined when the reference names an image that somebody else makes. */
  readonly built: BuiltImage | undefined;
  /** How sure it is that the container runs it; certain where the reference itself says which image it is. */
  readonly confidence: Confidence;
}

/** A container and an image that it may run. What it takes other files to know is found when somebody asks, and once. */
export class Pair implements PairedImage {
  readonly container: Container;
  readonly image: RuntimeImage;
  readonly built: BuiltImage | undefined;
  readonly confidence: Confidence;
  private readonly uri: string;
  private readonly host: SharedHost;
  private tree: Promise<ProcessTree | undefined> | undefined;
  private names: Promise<ReadonlySet<string> | undefined> | undefined;

  /** `uri` is that of the file that the container stands in. */
  constructor(container: Container, { image, built, confidence }: PairedImage, uri: string, host: SharedHost) {
    this.container = container;
    this.image = image;
    this.built = built;
    this.confidence = confidence;
    this.uri = uri;
    this.host = host;
  }

  /** What the container starts, followed into the scripts of the image; undefined when that is not known. */
  processes(): Promise<ProcessTree | undefined> {
    this.tree ??= this.findProcesses();
    return this.tree;
  }

  /**
   * The names of the variables that the manifest sets, those of ConfigMaps and Secrets of the workspace included; undefined
   * when not all are known.
   */
  variables(): Promise<ReadonlySet<string> | undefined> {
    this.names ??= variablesOf(this.container, this.uri, this.host);
    return this.names;
  }

  /** What the image starts by itself, whatever the container says; undefined when that is not known. */
  async imageProcesses(): Promise<ProcessTree | undefined> {
    if (!this.built) return undefined;
    const { dockerfile, stage } = this.built;
    const { build, context } = await this.files(this.built);
    return ProcessTree.of(dockerfile, stage, build, context);
  }

  private async findProcesses(): Promise<ProcessTree | undefined> {
    const start = containerStartOf(this.container);
    if (!start) return undefined;
    if (!this.built) return ProcessTree.withoutFiles(start, this.image);
    const { dockerfile, stage } = this.built;
    const { build, context } = await this.files(this.built);
    return ProcessTree.ofContainer(start, dockerfile, stage, build, context);
  }

  /**
   * Where the files of the image are looked for. The host is the same until one of the files changes that it was asked for, so
   * that what was found of the image is still known after an edit elsewhere.
   */
  private async files({ link, file }: BuiltImage) {
    const { uri } = file;
    const named = `files of image ${uri} ${link.context ?? ''}`;
    const { host } = await this.host.derive(named, async (asked) => ({ host: asked }));
    const build = { uri, host };
    return { build, context: link.context === undefined ? undefined : await BuildContext.in(link.context, build) };
  }
}
