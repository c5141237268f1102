import { type Built, Refusal } from '../../core/fix.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { isJsonArray, readJsonArray } from '../../dockerfile/json-array.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

const withExecForm = ['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME'] as const;

export default dockerfileRule({
  id: 'valid-exec-form',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write the exec form as a valid JSON array',
  why: "What begins like an array and is no valid JSON is silently taken for the shell form: `CMD ['app']` makes the shell look for a program called `[app]`. JSON wants double quotes, a comma between the strings and none behind the last.",
  aliases: [],
  fix: 'suggested',
  fixing:
    'Turns single quotes into double ones, and removes a comma before the closing bracket, where that makes the array valid.',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  examples: [
    { bad: "FROM node:24\nCMD ['node', 'server.js']\n", fixed: 'FROM node:24\nCMD ["node", "server.js"]\n' },
    {
      bad: 'FROM node:24\nENTRYPOINT ["node", "server.js",]\n',
      fixed: 'FROM node:24\nENTRYPOINT ["node", "server.js"]\n',
    },
    { bad: 'FROM node:24\nCMD ["node" "server.js"]\n', note: 'A comma is missing.' },
    { good: 'FROM node:24\nCMD ["node", "server.js"]\n' },
    { good: 'FROM debian:13\nRUN [ -d /app ] || mkdir /app\n', note: 'The shell\'s own "[".' },
  ],
  check({ dockerfile, report }) {
    for (const instruction of withExecForm.flatMap(
      (keyword) => [...dockerfile.instructions(keyword)] as Instruction[],
    )) {
      const { jsonProblem, keyword } = instruction;
      if (!jsonProblem || !looksMeant(instruction)) continue;
      report(
        jsonProblem.span,
        `This is no valid JSON array, so ${keyword} is read in shell form: ${jsonProblem.message}`,
      ).fix('Write valid JSON', () => repaired(instruction));
    }
  },
});

/** Whether the text was meant as an array, and is not a test of the shell: `[ "$A" = "b" ]`. */
function looksMeant({ arguments: { text }, keyword }: Instruction): boolean {
  return keyword !== 'RUN' || /^\[\s*(["'])[^"']*\1\s*,/.test(text);
}

function repaired({ arguments: piece }: Instruction): Built {
  const text = piece.text
    .replace(/'([^'"\\]*)'/g, '"$1"')
    .replace(/,(\s*)\]/g, '$1]')
    .replace(/(["'])(\s*),(\s*),/g, '$1$2,$3');
  const valid = isJsonArray(readJsonArray({ text, start: 0 }));
  return valid
    ? [replace({ start: piece.start, end: piece.start + piece.text.length }, text)]
    : new Refusal('It is not plain what was meant.');
}
