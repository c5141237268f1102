import { Refusal } from '../core/fix.ts';

export const broken = new Refusal('There are errors in the YAML, so that it is not sure what belongs where.');
export const shared = new Refusal('This part is written once and used in several places through an alias.');
export const questionMarks = new Refusal('The keys here are written with "?".');
export const noPlace = new Refusal('There is no place for it here.');
export const taken = new Refusal('A key that would be needed stands there already.');
