import type { Assistant } from '../assistant.ts';
import { kustomizeEntries } from './entries.ts';
import { kustomizePaths } from './path-completion.ts';
import { kustomizeSelected } from './selected.ts';

/** Those who help with kustomizations. */
export const kustomizeAssistants: readonly Assistant[] = [kustomizePaths, kustomizeEntries, kustomizeSelected];
