import { Registry } from '../core/registry.ts';
import dockerfileSyntax from './dockerfile/dockerfile-syntax.ts';
import maintainerIsALabel from './dockerfile/maintainer-is-a-label.ts';
import unknownInstruction from './dockerfile/unknown-instruction.ts';
import manifestSyntax from './kubernetes/manifest-syntax.ts';

/** Every rule there is. The one place outside its own file that names a rule. */
export const registry = new Registry([dockerfileSyntax, maintainerIsALabel, manifestSyntax, unknownInstruction]);
