import { unknownValue } from '../../dockerfile/expand.ts';
import { isRemote } from '../../dockerfile/instructions/copy.ts';
import { plainPath } from '../../workspace/build-context.ts';
import { BuildContexts } from '../../workspace/build-contexts.ts';
import { letIn } from '../../workspace/ignoring/edit.ts';
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
  fix: 'suggested',
  fixing:
    'Takes the pattern out of `.dockerignore` when it means just what is copied, or else brings that back with `!` right below it. Patterns further down that leave it out as well are left to whoever wrote them.',
  references: [
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  examples: [
    {
      bad: 'FROM nginx:1.30\nCOPY dist /usr/share/nginx/html\n',
      files: { '.dockerignore': 'node_modules\ndist\n', 'dist/index.html': '' },
      fixedFiles: { '.dockerignore': 'node_modules\n' },
    },
    {
      bad: 'FROM nginx:1.30\nCOPY dist/index.html /usr/share/nginx/html/\n',
      files: { '.dockerignore': '# all\n*\n!src\n', 'dist/index.html': '' },
      fixedFiles: { '.dockerignore': '# all\n*\n!dist/index.html\n!src\n' },
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
    for (const copy of copies) {
      for (const [index, { span }] of copy.sources.entries()) {
        const path = copy.expandedSources[index] ?? '';
        if (isRemote(path) || path.includes(unknownValue)) continue;
        for (const context of all) {
          const pattern = await context.patternLeavingOut(path);
          const { ignoreFile } = context;
          if (!pattern || !ignoreFile) continue;
          const { name } = ignoreFile;
          const finding = report(
            span,
            `"${path}" does not reach the build, because "${pattern.text}" in ${name} leaves it out: change the pattern, or copy something else`,
          ).relate(pattern.span, 'This pattern leaves it out', ignoreFile);
          const plain = plainPath(path);
          if (plain !== '' && !/[*?[\\]/.test(plain))
            finding.fixElsewhere(`Let "${plain}" in with ${name}`, () => letIn(plain, pattern, context));
          break;
        }
      }
    }
  },
});
