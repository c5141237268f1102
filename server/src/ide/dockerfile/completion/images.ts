import { currentImages } from '../../../image/official-tags.ts';
import { readImageReference } from '../../../image/reference.ts';
import { currentTags } from '../../../image/variants.ts';
import { BuildContexts } from '../../../workspace/build-contexts.ts';
import { Dockerfiles } from '../../../workspace/dockerfiles.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor } from '../cursor.ts';
import { typedReference } from './stages.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Where official images stand, behind all those of the workspace. */
const official = 1000;

/**
 * Images, in FROM and where files are copied from, and the contexts that builds give under a name: those of the workspace
 * first, then official images at their current tags.
 */
export async function suggestImages(cursor: Cursor): Promise<readonly Suggestion[]> {
  const argument = argumentOf(cursor, 'FROM');
  const typed = argument?.index === 0 ? argument : typedReference(cursor);
  if (!typed || typed.text.startsWith('$')) return [];
  const isFrom = argument !== undefined;
  const all = [
    ...(await namedContexts(cursor)),
    ...(await imagesOfWorkspace(cursor)),
    ...(isFrom ? scratch : []),
    ...officialImages(typed.text),
  ];
  return distinct(all).map((choice) => choose(choice, typed));
}

const scratch: readonly Choice[] = [{ label: 'scratch', kind: 'name', detail: 'nothing at all', rank: official - 100 }];

/** Contexts that the builds of this file give under a name. */
async function namedContexts({ dockerfile, instruction, spot }: Cursor): Promise<readonly Choice[]> {
  const place = { uri: spot.file.uri, host: spot.around.host };
  const { named } = await BuildContexts.of(dockerfile, place, instruction);
  return [...named.keys()].map((label) => ({ label, kind: 'name', detail: 'context that a build gives', rank: 40 }));
}

/** The images that stages of this file and of others are built upon, those in most files first. */
async function imagesOfWorkspace({ dockerfile, instruction, spot }: Cursor): Promise<readonly Choice[]> {
  const own = dockerfile.stages.flatMap(({ image, from }) =>
    image?.expansion.value === undefined || from === instruction ? [] : [image.expansion.value],
  );
  const others = await Dockerfiles.around(spot.file.uri, spot.around.host);
  const counts = [...others.imagesBeside(spot.file.uri)].sort(([, one], [, other]) => other - one);
  return [
    ...own.map((label): Choice => ({ label, kind: 'name', detail: 'used in this file', rank: 50 })),
    ...counts.map(([label, count], index): Choice => {
      const detail = count === 1 ? 'used in the workspace' : `used in ${count} Dockerfiles of the workspace`;
      return { label, kind: 'name', detail, rank: Math.min(100 + index, official - 200) };
    }),
  ].filter(({ label }) => label !== 'scratch' && isReference(label));
}

/** Whether a text names an image; one whose tag somebody has yet to write does not. */
function isReference(text: string): boolean {
  return text !== '' && !/[:@]$/.test(text);
}

/** Official images with their current stable tag; all current tags of one whose name is written. */
function officialImages(typed: string): readonly Choice[] {
  const written = readImageReference(typed);
  const ofOne = currentTags(written);
  if (ofOne.length > 0) {
    const name = typed.slice(0, written.nameEnd);
    return ofOne.map((tag, index) => ({
      label: `${name}:${tag}`,
      kind: 'name',
      detail: 'official image',
      rank: official - 90 + index,
    }));
  }
  return currentImages.map((name) => {
    const [tag] = currentTags(readImageReference(name));
    return { label: `${name}:${tag}`, kind: 'name', detail: 'official image', rank: official };
  });
}
