import { unknownValue } from '../../dockerfile/expand.ts';
import { isRemote } from '../../dockerfile/instructions/copy.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-ignored-file',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy nothing that .dockerignore leaves out',
  why: 'What a pattern of `.dockerignore` matches does not reach the builder, so a COPY of it fails, with a message that says that the file is not there although everybody can see it.',
  aliases: ['buildkit/CopyIgnoredFile', 'droast/DF077'],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  examples: [
    {
      bad: 'FROM nginx:1.30\nCOPY dist /usr/share/nginx/html\n',
      files: { '.dockerignore': 'node_modules\ndist\n', 'dist/index.html': '' },
    },
    {
      bad: 'FROM nginx:1.30\nCOPY . /usr/share/nginx/html\n',
      files: { '.dockerignore': '*\n', 'index.html': '' },
    },
    {
      good: 'FROM nginx:1.30\nCOPY dist /usr/share/nginx/html\n',
      files: { '.dockerignore': '*\n!dist\n', 'dist/index.html': '' },
      note: 'A later pattern brings it back.',
    },
    {
      good: 'FROM eclipse-temurin:25-jre\nCOPY target/*.jar /\n',
      files: { '.dockerignore': 'target\n!target/app.jar\n', 'target/app.jar': '', 'target/old.jar': '' },
    },
    {
      good: 'FROM nginx:1.30\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      files: { '.dockerignore': 'dist\n', 'dist/index.html': '' },
    },
  ],
  async checkSurroundings({ dockerfile, uri, host, report }) {
    const copies = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')].filter(
      (copy) => copy.readsContext && !copy.onbuild,
    );
    if (copies.length === 0) return;
    const { all } = await BuildContexts.of(dockerfile, { uri, host });
    const context = all.find(({ ignoreFile }) => ignoreFile !== undefined);
    if (!context) return;
    for (const copy of copies) {
      for (const [index, { span }] of copy.sources.entries()) {
        const path = copy.expandedSources[index] ?? '';
        if (isRemote(path) || path.includes(unknownValue)) continue;
        const pattern = await context.patternLeavingOut(path);
        if (pattern === undefined) continue;
        report(
          span,
          `"${path}" does not reach the build, because "${pattern.text}" in .dockerignore leaves it out: change the pattern, or copy something else`,
        );
      }
    }
  },
});
