import type { PlaceInFile } from '../../../workspace/manifests/manifest-file.ts';
import type { PlacedName } from '../../../workspace/names/names.ts';
import type { Assistant, Highlight, Target } from '../../assistant.ts';
import type { Spot } from '../../spot.ts';
import { namesAround } from './around.ts';

/** Leads from the names in manifests to what they mean, and back. */
export const nameNavigation: Assistant = { definitions, references, highlights };

async function definitions(spot: Spot): Promise<readonly Target[]> {
  const names = await namesAround(spot);
  const name = names?.at(spot.offset);
  if (!names || !name) return [];
  return names.definitionsOf(name).map(({ occurrence, entry, place }) => ({
    from: name.place.span,
    place,
    whole: occurrence.whole && entry.placeOf(occurrence.whole)?.span,
  }));
}

async function references(spot: Spot, withDefinitions: boolean): Promise<readonly PlaceInFile[]> {
  const names = await namesAround(spot);
  const name = names?.at(spot.offset);
  if (!names || !name) return [];
  const defined = names.definitionsOf(name);
  const mentions = defined.length > 0 ? names.referencesTo(defined) : names.mentionsOfUnknown(name);
  return placesOf(withDefinitions ? [...defined, ...mentions] : mentions);
}

async function highlights(spot: Spot): Promise<readonly Highlight[]> {
  const names = await namesAround(spot);
  const name = names?.at(spot.offset);
  if (!names || !name) return [];
  const within = [names.own];
  const defined = names.definitionsOf(name);
  const mentions = defined.length > 0 ? names.referencesTo(defined, within) : names.mentionsOfUnknown(name, within);
  return [...defined, ...mentions]
    .filter(({ entry }) => entry.file === names.own)
    .map(({ occurrence, place }) => ({ span: place.span, isDefinition: occurrence.isDefinition }));
}

function placesOf(names: readonly PlacedName[]): readonly PlaceInFile[] {
  return names.map(({ place }) => place);
}
