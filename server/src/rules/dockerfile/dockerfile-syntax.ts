import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'dockerfile-syntax',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write what a builder understands',
  why: 'A builder stops at the first line it does not understand. Seaworthy names all of them at once and judges the rest of the file all the same.',
  aliases: ['hadolint/DL1000', 'hadolint/DL3061', 'hadolint/DL3043'],
  fix: 'none',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  examples: [
    { bad: 'FROM alpine:3.22\nCOPY app.conf\n', note: 'The destination is missing.' },
    { bad: 'RUN make\n', note: 'Nothing is built without FROM.' },
    { bad: 'FROM alpine:3.22\nCOPY <<EOF /etc/motd\nwelcome\n', note: 'The here-document has no end.' },
    { bad: 'FROM alpine:3.22 base\n', note: 'A name is given with AS.' },
    { good: 'FROM alpine:3.22 AS base\nCOPY app.conf /etc/app.conf\n' },
  ],
  check({ dockerfile, report }) {
    for (const problem of dockerfile.problems) {
      if (problem.kind === 'syntax') report(problem.span, problem.message).as(...problem.aliases);
    }
  },
});
