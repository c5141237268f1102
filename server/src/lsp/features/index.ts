import type { Feature } from '../feature.ts';
import { codeActions } from './code-actions.ts';
import { codeLens } from './code-lens.ts';
import { completion } from './completion.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { navigation } from './navigation.ts';
import { rename } from './rename.ts';

/** The features of the protocol that are served, beside diagnostics. */
export const features: readonly Feature[] = [
  codeActions,
  codeLens,
  completion,
  formatting,
  hover,
  inlayHints,
  navigation,
  rename,
];
