import type { OtherFile } from '../../core/finding.ts';
import { type Built, Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { TextEdit } from '../../text/edit.ts';
import { LineMap } from '../../text/lines.ts';
import { BuildContext } from '../build-context.ts';
import { ImageLinks } from '../image-links/image-links.ts';
import { type ImageUse, ImageUses } from '../image-links/image-uses.ts';
import { imageFrom } from '../pairs/container-images.ts';
import { ImageFiles } from '../processes/image-files.ts';
import { ProcessTree } from '../processes/tree.ts';
import { divide } from './divide.ts';
import type { Division } from './part.ts';
import { splitPod } from './pod.ts';
import { reachOnLocalhost, sharedFiles } from './shared-files.ts';
import { startLinesOf } from './start-lines.ts';
import { asTargets } from './targets.ts';

/** What would be done to give each process of a container a place of its own. */
export interface SplitPlan {
  readonly title: string;
  readonly built: readonly PlannedEdits[] | Refusal;
}

/** Edits of one file, in its text as it stands. */
export interface PlannedEdits {
  readonly file: OtherFile;
  readonly edits: readonly PlannedEdit[];
}

export interface PlannedEdit extends TextEdit {
  /** What somebody has to know or to decide before it is made. */
  readonly doubt: string;
}

/** Where and for what a plan is made. */
export interface SplitContext {
  /** The URI of the Dockerfile. */
  readonly uri: string;
  readonly host: SharedHost;
  /** The version of Kubernetes that manifests are written for, such as `1.36`. */
  readonly kubernetesVersion: string;
}

/**
 * How a container of a stage's image can be split, so that each of its processes has its own: in the pod that runs it or,
 * where no manifest of the workspace does, into an image each. Undefined when it runs a single process, as far as is known.
 */
export async function planSplit(
  dockerfile: Dockerfile,
  stage: Stage,
  context: SplitContext,
): Promise<SplitPlan | undefined> {
  const { uri, host } = context;
  const links = (await ImageLinks.around(uri, host)).imagesOf(uri);
  const folder = links.find((link) => link.context !== undefined)?.context;
  const build = { uri, host };
  const files = folder === undefined ? undefined : await BuildContext.in(folder, build);
  const tree = await ProcessTree.of(dockerfile, stage, build, files);
  const uses = await usesOf(dockerfile, stage, context);
  const [use, ...others] = uses;
  // A container may start something else than its image says.
  if (!use || others.length > 0 || use.link.confidence !== 'certain') {
    const imageFiles = new ImageFiles(dockerfile, stage, build, files);
    const division = tree && (await divide(tree, imageFiles, uri));
    if (!division) return undefined;
    if (use) return { title: titleOf(division), built: whyNotOne(uses) };
    if (division instanceof Refusal) return { title: targetsTitle, built: division };
    return {
      title: targetsTitle,
      built: await splitDockerfile(dockerfile, stage, tree, division, imageFiles, context),
    };
  }
  const split = await splitPod(dockerfile, stage, use, links, context);
  return split && { title: titleOf(split.division), built: split.built };
}

/** The containers that run what is made of a stage, or may do so. */
async function usesOf(
  dockerfile: Dockerfile,
  stage: Stage,
  { uri, host }: Pick<SplitContext, 'uri' | 'host'>,
): Promise<readonly ImageUse[]> {
  const uses = (await ImageUses.around(uri, host)).of(uri);
  const at = { dockerfile, file: { uri, lines: new LineMap(dockerfile.text) } };
  return uses.filter(({ link }) => imageFrom(at, link)?.built?.stage.index === stage.index);
}

function whyNotOne([first, ...others]: readonly ImageUse[]): Refusal {
  if (others.length > 0) return new Refusal(`${others.length + 1} containers of the workspace run this image.`);
  return new Refusal(`It is not certain that ${first?.container.label ?? 'the container'} runs this image.`);
}

/**
 * The edits of a Dockerfile that give each process a stage of its own; refused where a manifest of the workspace runs what
 * it builds, for then the pod has to be split as well.
 */
export async function planTargets(
  dockerfile: Dockerfile,
  stage: Stage,
  context: Omit<SplitContext, 'kubernetesVersion'>,
): Promise<Built> {
  // No manifest is changed, whatever version it is for.
  const [use] = await usesOf(dockerfile, stage, context);
  if (use)
    return new Refusal(`The refactoring "Split" does it for ${use.container.label} as well, which runs the image.`);
  const plan = await planSplit(dockerfile, stage, { ...context, kubernetesVersion: '1.36' });
  if (!plan) return new Refusal('Which processes run side by side is not known.');
  return plan.built instanceof Refusal ? plan.built : plan.built.flatMap(({ edits }) => edits);
}

const targetsTitle = 'Split into a build target for each process';

function titleOf(division: Division | Refusal): string {
  if (division instanceof Refusal) return 'Split into a container for each process';
  const names = division.others.map(({ name }) => `"${name}"`);
  const listed = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Split ${listed} into ${names.length < 2 ? 'its own container' : 'containers of their own'} of the pod`;
}

async function splitDockerfile(
  dockerfile: Dockerfile,
  stage: Stage,
  tree: ProcessTree,
  division: Division,
  files: ImageFiles,
  { uri, host }: SplitContext,
): Promise<readonly PlannedEdits[] | Refusal> {
  const parts = [division.main, ...division.others];
  const shared = await sharedFiles(parts, stage, files, { paths: [], isAll: false });
  if (shared instanceof Refusal) return shared;
  const [folder] = shared.folders;
  if (folder !== undefined)
    return new Refusal(
      `The processes share ${folder}, which images of their own do only in one pod, or with a volume.`,
    );
  const local = await reachOnLocalhost(parts, stage, files);
  if (local !== undefined)
    return new Refusal(`${local} uses localhost, which images of their own share only in one pod.`);
  const start = startLinesOf(tree, stage, division);
  if (!start) return new Refusal('The Dockerfile does not say what is started.');
  const targets = asTargets(dockerfile, stage, division, start);
  if (targets instanceof Refusal) return targets;
  const links = (await ImageLinks.around(uri, host)).imagesOf(uri);
  const builder = links.length > 0 ? `, and what is built by now starts ${division.main.name} alone` : '';
  const doubt = `A target for each process, without ${division.replaced ?? 'a shell between'}: files and localhost are no longer shared${builder}`;
  const file = { uri, lines: new LineMap(dockerfile.text) };
  return [{ file, edits: targets.edits.map((edit) => ({ ...edit, doubt })) }];
}
