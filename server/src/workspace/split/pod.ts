import { type Built, Refusal, together } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Container } from '../../kubernetes/container.ts';
import { containerStartOf } from '../../kubernetes/container-start.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { Probe, probeKinds } from '../../kubernetes/probe.ts';
import { listeningPort } from '../../shell/servers.ts';
import type { TextEdit } from '../../text/edit.ts';
import { LineMap } from '../../text/lines.ts';
import { removeValue } from '../../yaml/edit.ts';
import { BuildContext } from '../build-context.ts';
import type { ImageUse } from '../image-links/image-uses.ts';
import type { ImageLink } from '../image-links/link.ts';
import { ImageFiles } from '../processes/image-files.ts';
import { ProcessTree } from '../processes/tree.ts';
import { type Artifacts, addArtifacts, imageNameFor } from './artifacts.ts';
import { addContainers, type ContainerOf } from './containers.ts';
import { divide } from './divide.ts';
import { areBuiltUpon } from './kustomizations.ts';
import type { Division, Part } from './part.ts';
import type { PlannedEdits, SplitContext } from './plan.ts';
import { sharedFiles } from './shared-files.ts';
import { type StartLines, startAlone, startLinesOf } from './start-lines.ts';
import { asTargets } from './targets.ts';

/** How the processes of a container are started, each on its own. */
interface Starts {
  /** The edits of the Dockerfile; empty where the manifest says what is started. */
  readonly inDockerfile: readonly TextEdit[];
  /** What the container goes on with, where the manifest says it. */
  readonly inContainer: readonly TextEdit[];
  readonly artifacts: Artifacts | undefined;
  readonly containers: readonly ContainerOf[];
}

/**
 * What becomes of a container in a pod when each of its processes gets its own. Undefined when it runs one alone. Where
 * Skaffold builds the image, each process gets an image of its own, made of a stage of its own; elsewhere the new
 * containers run the same image with another command, which needs no other build.
 */
export async function splitPod(
  dockerfile: Dockerfile,
  stage: Stage,
  use: ImageUse,
  links: readonly ImageLink[],
  context: SplitContext,
): Promise<{ readonly division: Division | Refusal; readonly built: readonly PlannedEdits[] | Refusal } | undefined> {
  const { uri, host, kubernetesVersion } = context;
  const { container, link } = use;
  const build = { uri, host };
  const folder = link.context === undefined ? undefined : await BuildContext.in(link.context, build);
  const said = containerStartOf(container);
  if (!said) return undefined;
  const tree = await ProcessTree.ofContainer(said, dockerfile, stage, build, folder);
  const files = new ImageFiles(dockerfile, stage, build, folder).seenBy(said);
  const division = tree && (await divide(tree, files, uri));
  if (!tree || !division) return undefined;
  const refuse = (built: Refusal) => ({ division, built });
  if (division instanceof Refusal) return refuse(division);
  const isBuiltUpon = await areBuiltUpon(use, host);
  if (isBuiltUpon instanceof Refusal) return refuse(isBuiltUpon);
  const { value } = container;
  const mounts = value.get('volumeMounts').items.map((mount) => mount.get('mountPath').text);
  if (mounts.includes(undefined)) return refuse(new Refusal(`Not all mounts of ${container.label} are known.`));
  const isAll = container.security('readOnlyRootFilesystem').boolean === true;
  const parts = [division.main, ...division.others];
  const shared = await sharedFiles(parts, stage, files, { paths: mounts.map((path = '') => path), isAll });
  if (shared instanceof Refusal) return refuse(shared);
  if (division.main.folder !== undefined && value.get('workingDir').exists)
    return refuse(
      new Refusal(`The manifest says where ${division.main.name} starts, and the script says another folder.`),
    );
  if (!division.isClear && !areProbesKnown(container, parts))
    return refuse(new Refusal(`Which of its processes the probes of ${container.label} ask is not known.`));
  const isOwn = said.command.length > 0 || said.args.length > 0;
  const starts = isOwn
    ? startsOfContainer(use, tree, division)
    : await startsOfImage(dockerfile, stage, use, tree, division, isBuiltUpon ? [] : links, context);
  if (starts instanceof Refusal) return refuse(starts);
  const added = together(
    starts.inContainer,
    addContainers(container, starts.containers, shared.folders, kubernetesVersion),
  );
  if (added instanceof Refusal) return refuse(added);
  const placed = added.map(({ span, newText }) => ({ span: use.entry.placeOf(span)?.span ?? span, newText }));
  const remarks = [
    ...(value.get('resources').exists ? ['requests and limits are copies, to be divided'] : []),
    ...(isAll ? [] : ['files outside of volumes are no longer shared']),
  ];
  const inManifest = `${what(division)}${remarks.length > 0 ? `: ${remarks.join('; ')}` : ''}`;
  const replaced = division.replaced === undefined ? '' : `, ${division.replaced} is no longer used`;
  const others = links.filter(({ evidence }) => evidence[0]?.place?.file.uri.includes('compose'));
  const compose = others.length > 0 ? ', under Compose as well' : '';
  const inDockerfile = `The image starts ${division.main.name} alone${compose}${replaced}`;
  const planned: readonly (PlannedEdits | undefined)[] = [
    doubted({ uri, lines: new LineMap(dockerfile.text) }, starts.inDockerfile, inDockerfile),
    starts.artifacts && doubted(starts.artifacts.file, starts.artifacts.edits, 'An image for each new container'),
    doubted(use.place.file, placed, inManifest),
  ];
  return { division, built: planned.flatMap((one) => one ?? []) };
}

function what({ others }: Division): string {
  return others.length === 1
    ? `A container for ${others[0]?.name}`
    : `Containers for ${others.map(({ name }) => name).join(', ')}`;
}

function doubted(file: PlannedEdits['file'], edits: readonly TextEdit[], doubt: string): PlannedEdits | undefined {
  return edits.length === 0 ? undefined : { file, edits: edits.map((edit) => ({ ...edit, doubt })) };
}

/** Whether it is known of each probe which process answers it: the one that is told to listen on its port. */
function areProbesKnown(container: Container, parts: readonly Part[]): boolean {
  const listening = parts.map(({ command }) => listeningPort(command));
  return probeKinds.every((kind) => {
    const value = container.value.get(kind);
    if (!value.exists) return true;
    const { port } = new Probe(container, kind, value);
    const named = container.ports.find(({ name }) => name !== undefined && name === port.text);
    const number = port.number ?? named?.number;
    return number !== undefined && listening.includes(number);
  });
}

/**
 * Where the image says what is started. `links` are those by which it may get a further image; without any, which
 * kustomizations would not know either, it gets none.
 */
async function startsOfImage(
  dockerfile: Dockerfile,
  stage: Stage,
  { container, link }: ImageUse,
  tree: ProcessTree,
  division: Division,
  links: readonly ImageLink[],
  { host }: SplitContext,
): Promise<Starts | Refusal> {
  const image = container.value.get('image').text ?? '';
  const start = startLinesOf(tree, stage, division);
  if (!start) return new Refusal('The Dockerfile does not say what is started.');
  const targets = asTargets(dockerfile, stage, division, start);
  if (!(targets instanceof Refusal) && links.length === 1 && !image.includes('@')) {
    const stages = [...targets.names.values()].map((name) => ({ process: name, stage: name }));
    const artifacts = await addArtifacts(link, stages, host);
    const containers = division.others.map((part): ContainerOf => {
      return { part, image: imageNameFor(image, targets.names.get(part) ?? part.name), start: {} };
    });
    if (artifacts) return { inDockerfile: targets.edits, inContainer: [], artifacts, containers };
  }
  // What the image says of the first process, the others would get as well.
  const { main, others } = division;
  const isOfItsOwn =
    Object.keys(main.environment).length > 0 ||
    main.stopSignal !== undefined ||
    (main.user !== undefined && main.user !== stage.user.text) ||
    (main.folder !== undefined && others.some(({ folder }) => folder === undefined));
  if (isOfItsOwn) return new Refusal(`Something is set up for ${main.name} that only an image of its own can say.`);
  const alone = startAlone(dockerfile, stage, division, start);
  if (alone instanceof Refusal) return alone;
  return { inDockerfile: alone, inContainer: [], artifacts: undefined, containers: sameImage(image, division, start) };
}

/** The containers of the other processes, which run the same image with another command. */
function sameImage(image: string, { others, keepsEntrypoint }: Division, start: StartLines): readonly ContainerOf[] {
  return others.map((part) => {
    const words = [...start.prefix, ...part.words];
    const isArguments = start.keyword === 'CMD' && (keepsEntrypoint || start.isWrapped);
    return { part, image, start: isArguments ? { args: words } : { command: words } };
  });
}

/** Where the container's own command says it. */
function startsOfContainer(
  { container }: ImageUse,
  { root }: ProcessTree,
  { main, others, keepsEntrypoint }: Division,
): Starts | Refusal {
  const { value, label } = container;
  if (!root.place.isInManifest || keepsEntrypoint || !value.get('command').exists)
    return new Refusal(`The arguments of ${label} decide what its image starts.`);
  if (Object.keys(main.environment).length > 0 || main.folder !== undefined || main.user !== undefined)
    return new Refusal(`Something is set up for ${main.name} before it starts.`);
  const { allWords, words } = root.command ?? { allWords: [], words: [] };
  const prefix = allWords.slice(0, allWords.length - words.length).map(({ text }) => text);
  const image = value.get('image').text ?? '';
  const list = value.get('command');
  const args = value.get('args');
  const inContainer: Built = together(
    list.items.length === 0
      ? new Refusal('The command is empty.')
      : setInContainer(container, ['command'], [...prefix, ...main.words]),
    args.exists ? removeValue(args) : [],
  );
  if (inContainer instanceof Refusal) return inContainer;
  const containers = others.map((part) => ({ part, image, start: { command: [...prefix, ...part.words] } }));
  return { inDockerfile: [], inContainer, artifacts: undefined, containers };
}
