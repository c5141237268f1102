import { shift } from '../text/span.ts';
import { DeadLinks } from '../workspace/image-links/dead-links.ts';
import { ImageLinks } from '../workspace/image-links/image-links.ts';
import { ImageUses } from '../workspace/image-links/image-uses.ts';
import type { Confidence, ImageLink } from '../workspace/image-links/link.ts';
import type { Assistant, Explanation, Lens } from './assistant.ts';
import { builtStage } from './images.ts';
import { linkTo, titleOf } from './kubernetes/mention.ts';
import { dockerfileOf, manifestAt, type Spot, type WorkedOn } from './spot.ts';

/** More workloads than these are counted rather than named. */
const mostNamed = 3;

/** Tells of the image of a container which Dockerfile builds it, and of a stage which workloads run what it becomes. */
export const imageRelations: Assistant = { explain, lenses };

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const placed = manifestAt(spot);
  if (!placed) return ofStage(spot);
  const at = spot.offset - placed.start;
  for (const { value } of placed.manifest.containers) {
    const { text, span } = value.get('image');
    if (text === undefined || !span || at < span.start || span.end < at) continue;
    const links = await ImageLinks.around(spot.file.uri, spot.around.host);
    const found = links.dockerfilesOf(text, spot.file.uri);
    const best = found.filter(({ confidence }) => confidence === found[0]?.confidence);
    const dead = await DeadLinks.around(spot.file.uri, spot.around.host);
    const broken = dead.of(text, spot.file.uri);
    const built = broken ? [`**Cannot be built**: ${dead.describe(broken)}`] : [];
    const told = [...(broken && found[0]?.confidence === 'guess' ? [] : best.map(builtBy)), ...built];
    return told.length === 0 ? [] : [{ text: told.join('\n\n'), span: shift(span, placed.start) }];
  }
  return [];
}

/** At the FROM of a stage that becomes an image: who runs it. */
async function ofStage(spot: Spot): Promise<readonly Explanation[]> {
  for (const { from, uses } of await builtStages(spot)) {
    if (spot.offset < from.start || from.end < spot.offset) continue;
    const links = [...new Set(uses.map(({ entry }) => linkTo(entry, spot.file.uri)))];
    return [{ text: `**Runs in** ${links.join(', ')}`, span: from }];
  }
  return [];
}

async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  return (await builtStages(worked)).map(({ from, uses }) => {
    const titles = [...new Set(uses.map(({ entry }) => titleOf(entry)))];
    const what = titles.length > mostNamed ? `${titles.length} workloads` : titles.join(', ');
    return { kind: 'images', offset: from.start, title: `Runs in ${what}` };
  });
}

/** The stages of a Dockerfile that workloads run, where the FROM of each stands; what only looks like it left out. */
async function builtStages({ file, around }: WorkedOn) {
  const dockerfile = dockerfileOf(file);
  if (!dockerfile) return [];
  const uses = (await ImageUses.around(file.uri, around.host))
    .of(file.uri)
    .filter(({ link }) => link.confidence !== 'guess');
  return dockerfile.stages.flatMap((stage) => {
    const own = uses.filter(({ link }) => builtStage(dockerfile, link) === stage);
    return stage.from && own.length > 0 ? [{ from: stage.from.span, uses: own }] : [];
  });
}

const words: Readonly<Record<Confidence, string>> = {
  certain: 'Built by',
  likely: 'Most likely built by',
  guess: 'Perhaps built by',
};

function builtBy({ dockerfile, target, confidence, evidence }: ImageLink): string {
  const name = decodeURIComponent(dockerfile.split('/').slice(-2).join('/'));
  const stage = target === undefined ? '' : `, stage \`${target}\``;
  const [because] = evidence;
  const reason = because ? `: ${because.says}` : '';
  return `**${words[confidence]}** [${name}](${dockerfile})${stage}${reason}`;
}
