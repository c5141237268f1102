import type { Dockerfile } from '../../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
import { commentAt, instructionAt } from '../../../dockerfile/places.ts';
import type { Assistant, Explanation } from '../../assistant.ts';
import { dockerfileOf, type Spot } from '../../spot.ts';
import { explainImages } from './images.ts';
import { explainDirective, explainFlag, explainKeyword } from './language.ts';
import { explainStage } from './stages.ts';
import { explainValue } from './values.ts';
import { explainVariable } from './variables.ts';

/** A place in an instruction that somebody points at. */
export interface Pointed {
  readonly spot: Spot;
  readonly offset: number;
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
}

/** Explains one sort of thing in an instruction. */
type Explainer = (pointed: Pointed) => Explanation | undefined | Promise<Explanation | undefined>;

/** The first that has an answer gives it: what is smaller stands before what holds it. */
const explainers: readonly Explainer[] = [
  explainKeyword,
  explainVariable,
  explainStage,
  explainImages,
  explainValue,
  explainFlag,
];

/** Those that say what the language means and what a variable is worth, as other extensions do. */
const common: ReadonlySet<Explainer> = new Set([explainKeyword, explainVariable, explainFlag]);

/** Explains what stands in a Dockerfile. */
export const dockerfileHover: readonly Assistant[] = [
  { alsoBy: 'dockerfile', explain: (spot) => explain(spot, true) },
  { explain: (spot) => explain(spot, false) },
];

/** The explanation of what stands at a place, if it is one of those that others give as well, or one of the rest. */
async function explain(spot: Spot, isCommon: boolean): Promise<readonly Explanation[]> {
  const dockerfile = dockerfileOf(spot.file);
  if (!dockerfile) return [];
  const { offset } = spot;
  const directive = explainDirective(dockerfile, offset);
  if (directive) return isCommon ? [directive] : [];
  const instruction = commentAt(dockerfile, offset) ? undefined : instructionAt(dockerfile, offset);
  if (!instruction) return [];
  for (const explainer of explainers) {
    const explanation = await explainer({ spot, offset, dockerfile, instruction });
    if (explanation) return common.has(explainer) === isCommon ? [explanation] : [];
  }
  return [];
}
