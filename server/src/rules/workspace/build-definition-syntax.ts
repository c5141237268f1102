import { largestDefinition } from '../../workspace/image-links/build.ts';
import { manifestRule } from '../define.ts';

const tooLarge = `This file has more than ${largestDefinition.toLocaleString('en')} characters and is not searched for builds: which images it builds is not known here`;

export default manifestRule({
  id: 'build-definition-syntax',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write build definitions that can be read',
  why: 'A Compose or Bake file, or a workflow, that cannot be parsed builds nothing, and the error comes when somebody runs it, often on a build server. Seaworthy reads how images are built from these files: it names the place, takes what can be read all the same, and says so where a file is too large to be searched.',
  aliases: [],
  fix: 'none',
  references: ['https://docs.docker.com/reference/compose-file/', 'https://docs.docker.com/build/bake/reference/'],
  examples: [
    {
      path: 'compose.yaml',
      bad: 'services:\n  web:\n    build: .\n\timage: acme/web\n',
      note: 'A tab cannot indent.',
    },
    {
      path: 'docker-bake.hcl',
      bad: 'target "web" {\n  tags = ["acme/web"\n}\n',
      note: 'A bracket is not closed.',
    },
    {
      path: 'docker-bake.json',
      bad: '{"target": {"web": {"context": "web"}}\n',
    },
    {
      path: '.github/workflows/build.yaml',
      bad: 'jobs:\n  build:\n    steps:\n      - run: "docker build -t acme/web .\n',
    },
    {
      path: 'docker-bake.hcl',
      good: 'target "web" {\n  tags = ["acme/web:${TAG}"]\n  args = { A = "}" } # }\n}\n',
    },
    {
      path: '.github/workflows/build.yaml',
      good: 'jobs:\n  build:\n    steps:\n      - run: docker build -t ${{ env.IMAGE }} .\n        if: ${{ env.IMAGE }}\n',
    },
  ],
  checkDefinition({ definition, report }) {
    if (definition.text.length > largestDefinition) report(firstLine(definition.text), tooLarge).grade('info');
    else for (const { span, message } of definition.problems) report(span, message);
  },
  async checkFiles({ manifest, uri, host, report }) {
    if (!manifest.resources.some(({ apiVersion }) => apiVersion.startsWith('skaffold/'))) return;
    const text = (await host.readText(uri)) ?? '';
    // Said of the first of the documents.
    const isFirst = text.trimStart().startsWith(manifest.text.trimStart().slice(0, 1_000));
    if (text.length > largestDefinition && isFirst) report(firstLine(manifest.text), tooLarge).grade('info');
  },
});

function firstLine(text: string): { readonly start: number; readonly end: number } {
  const start = text.search(/\S/);
  const end = text.indexOf('\n', start);
  return { start: Math.max(start, 0), end: end === -1 ? text.length : end };
}
