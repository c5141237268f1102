import { dockerfileTemplates } from './dockerfile/index.ts';
import { manifestTemplates } from './manifests/index.ts';
import type { Template } from './template.ts';

/** Everything that is offered to be written. */
export const templates: readonly Template[] = [...dockerfileTemplates, ...manifestTemplates];
