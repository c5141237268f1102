import { dockerfileTemplates } from './dockerfile/index.ts';
import { dockerignoreTemplates } from './dockerignore/index.ts';
import { manifestTemplates } from './manifests/index.ts';
import { entrypointScript } from './scripts/entrypoint.ts';
import type { Template } from './template.ts';

/** Everything that is offered to be written. */
export const templates: readonly Template[] = [
  ...dockerfileTemplates,
  ...dockerignoreTemplates,
  entrypointScript,
  ...manifestTemplates,
];
