import { type Built, Refusal } from '../core/fix.ts';
import type { Template } from './template.ts';

export const broken = new Refusal('There are errors in the YAML, so that it is not sure what belongs where.');
export const shared = new Refusal('This part is written once and used in several places through an alias.');
export const questionMarks = new Refusal('The keys here are written with "?".');
export const noPlace = new Refusal('There is no place for it here.');
export const taken = new Refusal('A key that would be needed stands there already.');
export const templated = new Refusal('A template writes what stands here.');
export const betweenActions = new Refusal(
  'Actions of the template stand here, so that it is not sure what would come of it.',
);

/** The edits, unless they would change an action of a template. */
export function aroundActions(template: Template | undefined, edits: Built): Built {
  if (!template || edits instanceof Refusal) return edits;
  return edits.some(({ span }) => template.touches(span)) ? templated : edits;
}
