import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-whole-context',
  category: 'build-speed',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Name what is copied instead of copying everything',
  why: 'COPY of the whole build context takes whatever lies there, today and next year, and every change of any file invalidates the layer. Naming folders and files says what the image is made of. Many prefer a `.dockerignore` that leaves out the rest, which is why this is only a hint.',
  aliases: ['droast/DF007', 'dockerfile-doctor/DD070'],
  fix: 'none',
  examples: [
    { bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n' },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY src ./src\n' },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY --from=build . .\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      if (copy.wholeContext)
        report(copy.wholeContext.span, 'This copies everything in the build context: name what is needed');
    }
  },
});
