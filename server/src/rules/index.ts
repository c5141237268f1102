import { Registry } from '../core/registry.ts';
import { dockerfileRules } from './dockerfile/index.ts';
import { manifestRules } from './kubernetes/index.ts';
import { workspaceRules } from './workspace/index.ts';

/** Every rule there is. Some look at both languages and stand in both lists. */
export const registry = new Registry([...new Set([...dockerfileRules, ...manifestRules, ...workspaceRules])]);
