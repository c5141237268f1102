import type { Feature } from '../feature.ts';
import { agentToolCalls } from './agent-tools.ts';
import { buildCache } from './build-cache.ts';
import { codeActions } from './code-actions.ts';
import { codeLens } from './code-lens.ts';
import { completion } from './completion.ts';
import { containerizing } from './containerize.ts';
import { folding } from './folding.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { links } from './links.ts';
import { navigation } from './navigation.ts';
import { outline } from './outline.ts';
import { rename } from './rename.ts';
import { selection } from './selection.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

/** The features of the protocol that are served, beside diagnostics. */
export const features: readonly Feature[] = [
  agentToolCalls,
  buildCache,
  codeActions,
  codeLens,
  completion,
  containerizing,
  folding,
  formatting,
  hover,
  inlayHints,
  links,
  navigation,
  outline,
  rename,
  selection,
  semanticTokens,
  workspaceSymbols,
];
