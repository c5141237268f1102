import type { Assistant } from '../assistant.ts';
import { helmNavigation } from './navigation.ts';
import { templateCompletion } from './template-completion.ts';
import { templateHover } from './template-hover.ts';
import { valuesKeys } from './values-keys.ts';
import { valuesRename } from './values-rename.ts';

/** Those who help with Helm charts. */
export const helmAssistants: readonly Assistant[] = [
  templateCompletion,
  templateHover,
  helmNavigation,
  valuesRename,
  valuesKeys,
];
