import { dockerfileTemplates } from '../templates/dockerfile/index.ts';
import { dockerignoreTemplates } from '../templates/dockerignore/index.ts';
import { manifestTemplates } from '../templates/manifests/index.ts';
import { entrypointScript } from '../templates/scripts/entrypoint.ts';
import type { Field, Template, TemplatePlace } from '../templates/template.ts';

/** Tables of all templates for their page: what is typed, what it makes, where it fits, what can be filled in. */
export function templateTables(): string {
  return [
    '## Dockerfiles',
    table(dockerfileTemplates),
    '## Manifests',
    table(manifestTemplates),
    '## Files beside a Dockerfile',
    table([...dockerignoreTemplates, entrypointScript]),
  ].join('\n\n');
}

const places: Readonly<Record<TemplatePlace, string>> = {
  file: 'an empty file',
  stage: 'where a stage may begin',
  instruction: 'where an instruction may begin',
  resource: 'an empty document',
  kustomization: 'an empty `kustomization.yaml`',
  container: 'in `containers:`',
  'init container': 'in `initContainers:`',
  'pod field': 'in the spec of a pod',
  'container field': 'in a container',
};

function table(templates: readonly Template[]): string {
  const lines = templates.map((template) => {
    const { id, title, description, place, fields } = template;
    const filled = Object.entries(fields).map(([name, field]) => `\`${name}\`${described(field)}`);
    return `| \`${id}\` | ${cell(`${title}. ${description}`)} | ${places[place]} | ${filled.join(', ')} |`;
  });
  return [
    '| name | what it makes | where it fits | what is filled in, and with what unless somebody says otherwise |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function described({ default: usual }: Field): string {
  return usual === '' ? '' : ` (\`${cell(usual)}\`)`;
}

/** A text as the cell of a table has it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
