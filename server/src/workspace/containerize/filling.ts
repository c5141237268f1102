import { type Fact, fact } from '../project/project.ts';
import type { KnownFields } from './plan.ts';

/** What a project comes to: the template by its id, its fields, and what the template cannot do for it, as sentences. */
export interface Filling {
  readonly id: string;
  readonly known: KnownFields;
  readonly remarks?: readonly string[];
}

/** A field that is left empty; `file` is the one that would have said otherwise. */
export function none(file: string): Fact {
  return fact('', file, 'nothing says so');
}
