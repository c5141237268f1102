import { preparation, scriptLines } from '../scripts/entrypoint.ts';
import type { Template } from '../template.ts';

export const entrypoint: Template = {
  id: 'entrypoint',
  title: 'Start script in the Dockerfile',
  description: 'Prepares the container, then lets the program take its place; stops when it is told to, at any time',
  kind: 'dockerfile',
  place: 'instruction',
  fields: {
    prepare: preparation,
    command: { description: 'what is started, as strings of the array', default: '"server"' },
  },
  body: `COPY --chmod=755 <<'EOF' /usr/local/bin/entrypoint.sh
${scriptLines}EOF

ENTRYPOINT ["entrypoint.sh"]
CMD [{{command}}]
`,
};
