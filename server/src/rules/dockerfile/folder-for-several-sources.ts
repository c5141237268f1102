import { Refusal } from '../../core/fix.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { insert } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'folder-for-several-sources',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'End the destination of several sources with a slash',
  why: 'The destination of several sources has to be a folder, and a slash at the end says that it is one. Without it the classic builder refuses the instruction; BuildKit takes the name for a file unless there is a folder of that name already, and writes one source over the other.',
  aliases: [
    'hadolint/DL3021',
    'trivy/DS-0011',
    'kics/Copy With More Than Two Arguments Not Ending With Slash',
    'droast/DF048',
    'dockerfilelint/add_dest_invalid',
    'dockerfile-utils/INVALID_DESTINATION',
  ],
  fix: 'safe',
  fixing: 'Adds the slash.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  examples: [
    {
      bad: 'FROM node:24\nCOPY package.json package-lock.json /app\n',
      fixed: 'FROM node:24\nCOPY package.json package-lock.json /app/\n',
    },
    {
      bad: 'FROM node:24\nCOPY ["a b", "c", "/app"]\n',
      fixed: 'FROM node:24\nCOPY ["a b", "c", "/app/"]\n',
    },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\n' },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json .\n', note: 'This is a folder as well.' },
    { good: 'FROM node:24\nCOPY package*.json /app\n', note: 'How many files the pattern matches is not known here.' },
  ],
  check({ dockerfile, report }) {
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      const { destination, expandedDestination } = copy;
      const count = copy.sourceCount;
      if (!destination || count < 2 || expandedDestination === undefined) continue;
      if (/(?:[\\/]|^\.{1,2}|\/\.{1,2})$/.test(expandedDestination) || copy.flag('parents')) continue;
      report(
        destination.span,
        `${count} sources cannot all become "${expandedDestination}": end the destination with a slash`,
      ).fix('Add the slash', () => addSlash(copy));
    }
  },
});

function addSlash({ destination }: CopyInstruction) {
  if (!destination || destination.text === '') return new Refusal('The destination is empty.');
  const { source } = destination;
  const last = source.text.length - 1;
  const isQuoted = /["']$/.test(source.text);
  return [insert(isQuoted ? source.unit(last).start : source.unit(last).end, '/')];
}
