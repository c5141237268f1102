import { unknownValue } from '../../dockerfile/expand.ts';
import { isRemote } from '../../dockerfile/instructions/copy.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'copy-within-context',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Copy nothing from outside the build context',
  why: 'The builder is sent the build context and nothing else, so `..` does not lead out of it: the classic builder refuses such a path, BuildKit cuts it off at the root of the context and then misses the file. Give the build a folder further up as its context, or a second one with `--build-context`.',
  aliases: ['dockerfilelint/add_src_invalid'],
  fix: 'none',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  examples: [
    { bad: 'FROM node:24\nCOPY ../shared /app/shared\n' },
    { bad: 'FROM node:24\nCOPY ["./a/../../b", "/app/"]\n' },
    { good: 'FROM node:24\nCOPY src/../package.json /app/\n' },
    { good: 'FROM node:24\nCOPY --from=build ../app /app/\n' },
  ],
  check({ dockerfile, report }) {
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      if (copy.from) continue;
      for (const [index, { span }] of copy.sources.entries()) {
        const path = copy.expandedSources[index] ?? '';
        if (path.startsWith(unknownValue) || isRemote(path) || !leadsOut(path)) continue;
        report(
          span,
          `"${path.replaceAll(unknownValue, '…')}" leads out of the build context, of which the builder knows nothing: build with a folder further up as the context`,
        );
      }
    }
  },
});

/** Whether a relative path leads to a folder above the one it starts from. */
function leadsOut(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
