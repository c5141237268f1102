import type { Assistant } from './assistant.ts';
import { dockerfileFolding } from './dockerfile/folding.ts';
import { dockerfileHints } from './dockerfile/hints.ts';
import { dockerfileOutline } from './dockerfile/outline.ts';
import { dockerfileSelection } from './dockerfile/selection.ts';
import { podSecurity } from './kubernetes/pod-security.ts';
import { resourceLens } from './kubernetes/resource-lens.ts';

/** Everybody who helps, in the order in which they are heard. */
export const assistants: readonly Assistant[] = [
  resourceLens,
  podSecurity,
  dockerfileHints,
  dockerfileOutline,
  dockerfileFolding,
  dockerfileSelection,
];
