import { Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { ImageLinks } from '../image-links/image-links.ts';
import { projectsBelow, projectsIn } from '../project/detect.ts';
import { type Fact, fact, type Language, type Project } from '../project/project.ts';
import { ProjectFolder } from '../project/project-folder.ts';
import { deploymentFor } from './deployment.ts';
import { templateFor } from './dockerfile-template.ts';
import { dockerignoreFor } from './dockerignore.ts';
import { emptyPlan, filled, joined, type Plan } from './plan.ts';

/** What somebody wants of a folder. */
export interface Wishes {
  /** Which of several projects is meant; the likeliest one otherwise. */
  readonly language?: Language | undefined;
  /** Whether manifests are written as well. */
  readonly kubernetes?: boolean | undefined;
  /** What the image is called, with its tag. */
  readonly image?: string | undefined;
}

/** What is written into a folder, and what is left as it is. */
export interface Containerized extends Plan {
  /** What the folder holds; undefined where nothing is known and a Dockerfile is there already. */
  readonly project: Project | undefined;
  /** What it holds besides. */
  readonly others: readonly Project[];
  /** The paths of files that are there already and are not written. */
  readonly standing: readonly string[];
}

const dockerfileNames = ['Dockerfile', 'Containerfile'];

/**
 * The files that make an image of a folder, given by its URI: Dockerfile and .dockerignore, and manifests of a Deployment if
 * those are wanted. A file that is there already is left as it is, and the manifests fit the Dockerfile that is there.
 * Refused where it is not known what the folder holds.
 */
export async function containerize(
  uri: string,
  host: SharedHost,
  wishes: Wishes = {},
): Promise<Containerized | Refusal> {
  const folder = new ProjectFolder(uri, host);
  const projects = await projectsIn(uri, host);
  const { language } = wishes;
  const project = language === undefined ? projects[0] : projects.find((one) => one.language === language);
  const others = projects.filter((one) => one !== project);
  const existing = await folder.first(dockerfileNames);
  if (!project && (existing === undefined || language !== undefined)) return notKnown(folder, host, wishes, projects);
  const dockerfile = existing === undefined && project ? dockerfileFor(project) : emptyPlan;
  if (dockerfile instanceof Refusal) return dockerfile;
  const images = [dockerfile, dockerignoreFor(project, wishes.kubernetes === true)];
  if (wishes.kubernetes) {
    const path = existing ?? 'Dockerfile';
    const text = existing === undefined ? dockerfile.files[0]?.text : await folder.read(path);
    const manifests = await deploymentOf({ folder, path, text: text ?? '', host, project, image: wishes.image });
    if (manifests instanceof Refusal) return manifests;
    images.push(manifests);
  }
  const plan = joined(images);
  const present = await Promise.all(plan.files.map(({ path }) => folder.has(path)));
  const standing = plan.files.flatMap(({ path }, at) => (present[at] ? path : []));
  return {
    project,
    others,
    files: plan.files.filter(({ path }) => !standing.includes(path)),
    choices: plan.choices.filter(({ path }) => !standing.includes(path)),
    remarks: plan.remarks,
    standing: [...(existing === undefined ? [] : [existing]), ...standing],
  };
}

/** The manifests for an image that a Dockerfile, given by its URI, makes. What is there already is left as it is. */
export async function deployDockerfile(
  uri: string,
  text: string,
  host: SharedHost,
  image?: string,
): Promise<Containerized | Refusal> {
  const slash = uri.lastIndexOf('/');
  const folder = new ProjectFolder(uri.slice(0, slash), host);
  const [project] = await projectsIn(folder.uri, host);
  const path = decodeURIComponent(uri.slice(slash + 1));
  const plan = await deploymentOf({ folder, path, text, host, project, image });
  if (plan instanceof Refusal) return plan;
  const present = await Promise.all(plan.files.map((file) => folder.has(file.path)));
  const standing = plan.files.flatMap((file, at) => (present[at] ? file.path : []));
  return {
    project,
    others: [],
    files: plan.files.filter((file) => !standing.includes(file.path)),
    choices: plan.choices.filter((choice) => !standing.includes(choice.path)),
    remarks: plan.remarks,
    standing,
  };
}

function dockerfileFor(project: Project): Plan | Refusal {
  const chosen = templateFor(project);
  if (!chosen) return new Refusal(`There is no template for ${project.title}.`);
  const plan = filled(chosen.template, 'Dockerfile', chosen.known);
  return { ...plan, remarks: [...project.remarks, ...chosen.remarks] };
}

interface Deployment {
  readonly folder: ProjectFolder;
  /** The path and the text of the Dockerfile. */
  readonly path: string;
  readonly text: string;
  readonly host: SharedHost;
  readonly project: Project | undefined;
  readonly image: string | undefined;
}

async function deploymentOf({ folder, path, text, host, project, image }: Deployment): Promise<Plan | Refusal> {
  const dockerfile = new Dockerfile(text, path);
  const stage = dockerfile.finalStage;
  if (!stage?.from) return new Refusal(`${path} has no FROM.`);
  const uri = folder.uriOf(path);
  const health = project?.facts.health;
  const asked = image === undefined ? await imageOf(uri, host) : fact(image, 'command line', 'it is asked for');
  return deploymentFor({
    dockerfile,
    stage,
    uri,
    path,
    host,
    name: project?.facts.name ?? (asked ? nameIn(asked) : fact(folder.name, '.', 'the folder is called so')),
    image: asked,
    health: health && { live: health, ready: health },
  });
}

/** The last part of an image's name, without tag and digest: a folder that holds a Dockerfile is often called `docker`. */
function nameIn(image: Fact): Fact {
  const [name = image.value] = image.value.replace(/^.*\//, '').split(/[:@]/);
  return { ...image, value: name };
}

/** What the builds of the workspace call the image of a Dockerfile, where that is certain. */
async function imageOf(dockerfile: string, host: SharedHost): Promise<Fact | undefined> {
  const links = (await ImageLinks.around(dockerfile, host)).imagesOf(dockerfile);
  const link = links.find(({ confidence, image }) => confidence === 'certain' && /^[\w./:@-]+$/.test(image.text));
  const [evidence] = link?.evidence ?? [];
  if (!link || !evidence) return undefined;
  const { text, tag, digest } = link.image;
  const file = evidence.place?.file.uri.replace(/^.*\//, '') ?? '.';
  return fact(
    tag === undefined && digest === undefined ? `${text}:1.0.0` : text,
    decodeURIComponent(file),
    evidence.says,
  );
}

/** Why nothing is written, with what might have been meant. */
async function notKnown(
  folder: ProjectFolder,
  host: SharedHost,
  { language }: Wishes,
  projects: readonly Project[],
): Promise<Refusal> {
  if (language !== undefined && projects.length > 0) {
    return new Refusal(
      `The folder holds no project of ${language}, but ${projects.map(({ title }) => title).join(', ')}.`,
    );
  }
  const below = await projectsBelow(folder.uri, host);
  const hint = below.map(({ folder: name, project }) => `${name} (${project.title})`).join(', ');
  return new Refusal(
    `Nothing in the folder says how a program is built or started.${hint === '' ? '' : ` Its folders do: ${hint}.`}`,
  );
}
