import type { SharedHost } from '../core/host.ts';
import { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { LineMap } from '../text/lines.ts';
import { ImageLinks } from '../workspace/image-links/image-links.ts';
import { ImageUses } from '../workspace/image-links/image-uses.ts';
import type { ImageLink } from '../workspace/image-links/link.ts';
import type { PlaceInFile } from '../workspace/manifests/manifest-file.ts';
import type { Assistant, Target } from './assistant.ts';
import { dockerfileOf, manifestAt, type Spot } from './spot.ts';

/** Leads from the image of a container to the Dockerfile that builds it, and from there to all who run it. */
export const imageNavigation: Assistant = { definitions, references };

async function definitions(spot: Spot): Promise<readonly Target[]> {
  const written = imageAt(spot);
  if (!written) return [];
  const { file, around } = spot;
  const links = (await ImageLinks.around(file.uri, around.host)).dockerfilesOf(written.text, file.uri);
  const best = links.filter(({ confidence }) => confidence === links[0]?.confidence);
  const targets = best.map(async (link) => targetOf(link, written.span, around.host));
  return (await Promise.all(targets)).flatMap((target) => target ?? []);
}

async function references(spot: Spot): Promise<readonly PlaceInFile[]> {
  const dockerfile = dockerfileOf(spot.file);
  const stage = dockerfile?.stages.find(({ from }) => {
    const span = from?.span;
    return span && span.start <= spot.offset && spot.offset <= span.end;
  });
  if (!dockerfile || !stage) return [];
  const uses = await ImageUses.around(spot.file.uri, spot.around.host);
  return uses
    .of(spot.file.uri)
    .filter(({ link }) => link.confidence !== 'guess' && builtStage(dockerfile, link) === stage)
    .map(({ place }) => place);
}

/** The image of a container at a place of a manifest, and where it stands in the file. */
function imageAt(spot: Spot) {
  const placed = manifestAt(spot);
  for (const container of placed?.manifest.containers ?? []) {
    const image = container.value.get('image');
    const { text, span } = image;
    if (!placed || text === undefined || !span) continue;
    const inFile = { start: placed.start + span.start, end: placed.start + span.end };
    if (inFile.start <= spot.offset && spot.offset <= inFile.end) return { text, span: inFile };
  }
  return undefined;
}

/** The instruction with which the stage begins that is built; all of the stage is shown. */
async function targetOf(link: ImageLink, from: Target['from'], host: SharedHost): Promise<Target | undefined> {
  const text = await host.readText(link.dockerfile);
  if (text === undefined) return undefined;
  const stage = builtStage(new Dockerfile(text), link);
  const first = stage?.from?.span ?? { start: 0, end: 0 };
  const end = stage?.instructions.at(-1)?.span.end ?? first.end;
  const file = { uri: link.dockerfile, lines: new LineMap(text) };
  return { from, place: { file, span: first }, whole: { start: first.start, end } };
}

/** The stage that a build makes the image of: the one it names, else the last; undefined when there is none. */
export function builtStage(dockerfile: Dockerfile, { target }: ImageLink): Stage | undefined {
  return target === undefined ? dockerfile.stages.at(-1) : dockerfile.stageNamed(target);
}
