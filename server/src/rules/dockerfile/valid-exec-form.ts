import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { repairJsonArray } from '../../dockerfile/json-repair.ts';
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
  aliases: [
    'tally/invalid-json-form',
    'dockerfile-doctor/DD080',
    'dockerfile-utils/JSON_IN_SINGLE_QUOTES',
    'slim/20013',
  ],
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
    {
      bad: 'FROM node:24\nCMD [\'node\', \\\n  "say, ]",\\\n  ]\n',
      fixed: 'FROM node:24\nCMD ["node", \\\n  "say, ]"\\\n  ]\n',
      note: 'Strings and lines stay as they are.',
    },
    { bad: 'FROM node:24\nCMD ["node" "server.js"]\n', note: 'A comma is missing.' },
    {
      bad: "FROM debian:13\nSHELL ['/bin/bash', '-c']\n",
      fixed: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
      note: 'SHELL has no other form: an error.',
    },
    { bad: 'FROM redis:8\nCMD ["redis-server", "--port", 6380]\n', note: 'A number is no string: an error.' },
    { good: 'FROM node:24\nCMD ["node", "server.js"]\n' },
    { good: 'FROM node:24\nCMD [ -f .env ] && exec node server.js\n' },
    { good: 'FROM debian:13\nRUN [ -d /app ] || mkdir /app\n', note: 'The shell\'s own "[".' },
  ],
  check({ dockerfile, report }) {
    for (const { instruction, name } of execForms(dockerfile)) {
      const { jsonProblem } = instruction;
      if (!jsonProblem) continue;
      const isRefused = jsonProblem.isRefused || name === 'SHELL';
      const consequence = isRefused ? `, which ${name} must have` : `, so ${name} is read in shell form`;
      const finding = report(jsonProblem.span, `This is no valid JSON array${consequence}: ${jsonProblem.message}`);
      if (isRefused) finding.grade('error');
      finding.fix('Write valid JSON', () => repaired(instruction));
    }
  },
});

/** All that may be written as an array, with the name it has in messages. */
function execForms(dockerfile: Dockerfile): { instruction: Instruction; name: string }[] {
  return [
    ...withExecForm.flatMap((keyword) =>
      dockerfile.instructions(keyword).map((one) => ({ instruction: one, name: keyword })),
    ),
    ...dockerfile
      .instructions('HEALTHCHECK')
      .flatMap(({ command }) => (command ? [{ instruction: command, name: 'HEALTHCHECK CMD' }] : [])),
  ];
}

function repaired({ arguments: piece }: Instruction): Built {
  return repairJsonArray(piece) ?? new Refusal('It is not plain what was meant.');
}
