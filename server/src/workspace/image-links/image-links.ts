import { fewAtOnce } from '../../core/few-at-once.ts';
import type { SharedHost } from '../../core/host.ts';
import { type ImageReference, readImageReference } from '../../image/reference.ts';
import { normal } from '../kustomize/locations.ts';
import { type WorkspaceFiles, workspaceFiles } from '../workspace-files.ts';
import { Aliases, renamingsOf } from './aliases.ts';
import { BuildFile, type BuildSource, largestDefinition, type Obstacle } from './build.ts';
import { type Candidate, type Candidates, candidatesOf, type PlacedBuild, surest } from './candidate.ts';
import { chartSettingsOf, mergedSettings } from './chart-settings.ts';
import { Charts, chartValuesOf } from './charts.ts';
import { guessesFor, namesOfFile } from './guesses.ts';
import type { BrokenLink, BuiltOtherwise, ImageLink, StatedBuild } from './link.ts';
import { Locator } from './locator.ts';
import { NamePattern } from './name-pattern.ts';
import { rankedLinks, saidOtherwise } from './ranking.ts';
import { buildSources } from './sources/index.ts';
import { Template } from './template.ts';

/** How many images with an unknown last segment are compared with each image that is asked for. */
const mostOpen = 200;

/** What links are made of. */
interface Parts {
  readonly files: WorkspaceFiles;
  readonly candidates: Candidates;
  readonly aliases: Aliases;
  readonly charts: Charts;
  /** Who found the files that definitions mean. */
  readonly locator: Locator;
  /** What was read; each is the same object as long as its files say the same. */
  readonly ingredients: readonly unknown[];
}

/** Which Dockerfile builds which image in a workspace. */
export class ImageLinks {
  /** Links of the build definitions of the workspace, whatever image somebody asks for. */
  readonly all: readonly ImageLink[];
  /** Definitions that name a Dockerfile that is not there. */
  readonly broken: readonly BrokenLink[];
  /** Why builders refuse some of the files; each reason once. */
  readonly obstacles: readonly Obstacle[];
  readonly locator: Locator;
  private readonly ingredients: readonly unknown[];
  private readonly candidates: Candidates;
  private readonly files: WorkspaceFiles;
  private readonly aliases: Aliases;
  private readonly charts: Charts;
  private readonly byLast = new Map<string, Candidate[]>();
  private readonly open: Candidate[] = [];
  private readonly byDockerfile = new Map<string, ImageLink[]>();
  private readonly builds = new Map<string, StatedBuild[]>();
  private readonly answers = new Map<string, readonly ImageLink[]>();

  constructor({ files, candidates, aliases, charts, locator, ingredients }: Parts) {
    this.files = files;
    this.candidates = candidates;
    this.aliases = aliases;
    this.charts = charts;
    this.locator = locator;
    this.ingredients = ingredients;
    this.all = distinct(candidates.links.map(({ link }) => link));
    this.broken = candidates.broken;
    this.obstacles = candidates.obstacles;
    for (const candidate of candidates.links) {
      const { lastSegment } = candidate.name;
      if (lastSegment !== undefined) addTo(this.byLast, lastSegment, candidate);
      else if (this.open.length < mostOpen) this.open.push(candidate);
    }
    for (const link of this.all) addTo(this.byDockerfile, link.dockerfile, link);
    for (const build of candidates.builds) addTo(this.builds, build.dockerfile, build);
  }

  /** The links of the workspace that a file belongs to. Files are read once, and again when they change. */
  static around(uri: string, host: SharedHost): Promise<ImageLinks> {
    const root = host.rootOf(uri);
    return host.derive(`image links ${root}`, (asked, previous: ImageLinks | undefined) => read(root, asked, previous));
  }

  /**
   * The Dockerfiles that an image is built from, the best first. `image` is as it is written, in a template with its
   * actions; `from` is the URI of the file it is written in, which decides what a name without registry and path means.
   */
  dockerfilesOf(image: string | ImageReference, from: string): readonly ImageLink[] {
    const text = typeof image === 'string' ? image : image.text;
    const key = `${from.slice(0, from.lastIndexOf('/'))} ${text}`;
    const links = this.answers.get(key) ?? this.find(text, normal(from));
    this.answers.set(key, links);
    return links;
  }

  /** The links that lead to a Dockerfile, by its URI; those by a mere likeness of names are not among them. */
  imagesOf(dockerfile: string): readonly ImageLink[] {
    return this.byDockerfile.get(normal(dockerfile)) ?? [];
  }

  /** The builds of a Dockerfile, by its URI, of which all is certain but what the image is called. */
  buildsOf(dockerfile: string): readonly StatedBuild[] {
    return this.builds.get(normal(dockerfile)) ?? [];
  }

  /** Whether they were made of the very same. */
  isMadeOf(ingredients: readonly unknown[]): boolean {
    const { ingredients: own } = this;
    return own.length === ingredients.length && own.every((one, at) => one === ingredients[at]);
  }

  /** Texts of which at least one stands where an image is named that a Dockerfile builds. */
  namesOf(dockerfile: string): readonly string[] {
    const uri = normal(dockerfile);
    const segments = this.imagesOf(uri)
      .flatMap(({ image }) => [image.text, ...this.aliases.ofText(image)])
      .map(knownEndOf);
    return [...new Set([...segments, ...namesOfFile(uri)])].filter((name) => name !== '');
  }

  /** What is said of an image that is built without a Dockerfile of the workspace; undefined when nothing is. */
  builtOtherwise(image: string, from: string): BuiltOtherwise | undefined {
    const name = this.read(image, normal(from));
    // What ko builds is named by its Go package, and that is all there is to say.
    if (isOfKo(image))
      return { image: name.reference, builder: 'ko', evidence: { place: undefined, says: 'ko builds it' } };
    return saidOtherwise(name, this.candidates.others, normal(from));
  }

  /** Whether a kustomization of the workspace puts another name in the place of an image's. */
  isReplaced(image: string | ImageReference): boolean {
    return this.aliases.replaces(typeof image === 'string' ? readImageReference(image) : image);
  }

  /** An image as it is when a chart's default values, or what is written after `:-`, are put in; `*` for the rest. */
  referenceOf(image: string, from: string): ImageReference {
    return this.read(image, normal(from)).reference;
  }

  private read(image: string, from: string): NamePattern {
    return new NamePattern(this.charts.fill(Template.read(image.trim()), from));
  }

  private find(image: string, from: string): readonly ImageLink[] {
    const name = this.read(image, from);
    if (name.isUnknown || isOfKo(image)) return [];
    const links = this.linksOf(name, from);
    if (links.some(({ confidence }) => confidence !== 'guess')) return links;
    const renamed = this.aliases.of(name, from).flatMap((other) => this.linksOf(other, from));
    const strong = renamed.filter(({ confidence }) => confidence !== 'guess');
    if (strong.length > 0) return distinct(strong.map((link) => ({ ...link, confidence: 'likely' })));
    if (links.length > 0 || saidOtherwise(name, this.candidates.others, from)) return links;
    return guessesFor(name, this.files.dockerfiles).filter(({ dockerfile }) => !this.isNamed(dockerfile));
  }

  /** Whether it is certain what a Dockerfile builds, by a full name: it is called like other images by chance. */
  private isNamed(dockerfile: string): boolean {
    return this.imagesOf(dockerfile).some(
      ({ image, confidence }) => confidence === 'certain' && image.text.slice(0, image.nameEnd).includes('/'),
    );
  }

  private linksOf(name: NamePattern, from: string): readonly ImageLink[] {
    const { lastSegment } = name;
    const near =
      lastSegment === undefined ? this.candidates.links.slice(0, mostOpen) : (this.byLast.get(lastSegment) ?? []);
    return rankedLinks(name, [...near, ...this.open], this.candidates.others, from);
  }
}

async function read(folder: string, host: SharedHost, previous: ImageLinks | undefined): Promise<ImageLinks> {
  const files = await workspaceFiles(folder, host);
  const root = normal(folder);
  const uris = [...files.yamlFiles, ...files.scripts];
  const defining = buildSources.flatMap((source) =>
    uris.filter((uri) => source.claims(uri)).map((uri) => ({ source, uri })),
  );
  const builds = await fewAtOnce(defining, ({ source, uri }) => buildsIn(uri, source, root, host));
  const [renamings, values, settings] = await Promise.all([
    renamingsOf(files, host),
    chartValuesOf(files, host),
    chartSettingsOf(files, root, host),
  ]);
  const ingredients: readonly unknown[] = [files, ...builds, ...renamings, ...values.values(), ...settings];
  const locator = new Locator(root, files.dockerfiles, host);
  if (previous?.isMadeOf(ingredients) && (await locator.agrees(previous.locator))) return previous;
  const candidates = await candidatesOf(builds.flat(), locator);
  return new ImageLinks({
    files,
    candidates,
    aliases: new Aliases(renamings.flat()),
    charts: new Charts(values, mergedSettings(settings)),
    locator,
    ingredients,
  });
}

/** The builds that a file defines; the same list until the file, or one that it names, changes. */
function buildsIn(uri: string, source: BuildSource, root: string, host: SharedHost): Promise<readonly PlacedBuild[]> {
  return host.derive(`builds ${uri}`, async (asked): Promise<readonly PlacedBuild[]> => {
    const text = await asked.readText(uri);
    if (text === undefined || text.length > largestDefinition) return [];
    const file = new BuildFile(uri, text, root);
    return (await source.read(file, asked)).map((build) => ({ build, file: build.file ?? file }));
  });
}

function isOfKo(image: string): boolean {
  return /^ko:\/\//.test(image.trim());
}

/** One link for each image and build, with all that speaks for it. */
function distinct(links: readonly ImageLink[]): readonly ImageLink[] {
  const known = new Map<string, ImageLink>();
  for (const link of links) {
    const key = `${link.image.text} ${link.dockerfile} ${link.target ?? ''}`;
    const other = known.get(key);
    known.set(key, other ? surest(other, link) : link);
  }
  return [...known.values()];
}

/** The longest text at the end of a name that is known. */
function knownEndOf(image: string): string {
  const { text, nameEnd } = readImageReference(image);
  const name = text.slice(0, nameEnd);
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.split('*').reduce((one, other) => (other.length > one.length ? other : one), '');
}

function addTo<T>(map: Map<string, T[]>, key: string, one: T): void {
  const list = map.get(key);
  if (list) list.push(one);
  else map.set(key, [one]);
}
