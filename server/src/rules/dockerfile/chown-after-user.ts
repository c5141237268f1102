import { insertFlag } from '../../dockerfile/edits.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'chown-after-user',
  category: 'correctness',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say whose the files are that are copied below USER',
  why: 'COPY makes files of root, whoever USER says: the program that runs as that user can read them, but not change them. That is often just right for code, and a surprise for folders it has to write to. `--chown` says what is meant.',
  aliases: ['tally/copy-after-user-without-chown', 'tally/ruby/state-paths-not-writable-as-non-root'],
  fix: 'suggested',
  fixing: 'Adds `--chown` with the user of the USER above.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  examples: [
    {
      bad: 'FROM node:24\nWORKDIR /app\nUSER node\nCOPY data data\n',
      fixed: 'FROM node:24\nWORKDIR /app\nUSER node\nCOPY --chown=node data data\n',
    },
    { good: 'FROM node:24\nWORKDIR /app\nUSER node\nCOPY --chown=node:node data data\n' },
    { good: 'FROM alpine:3.24\nUSER 1000\nCOPY tool /usr/local/bin/tool\n' },
    { good: 'FROM node:24\nWORKDIR /app\nCOPY data data\nUSER node\n' },
  ],
  check({ dockerfile, report }) {
    const lastChown = new Map<Stage, number>();
    for (const { run } of dockerfile.commandsNamed('chown')) if (!run.onbuild) lastChown.set(run.stage, run.span.start);
    for (const copy of [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')]) {
      const user = copy.stage.userAt(copy.span.start);
      if (!user.instruction || user.isRoot || user.text === undefined || copy.flag('chown') || copy.onbuild) continue;
      // Builders that run as that user later may take them over.
      const isTakenOver = (lastChown.get(copy.stage) ?? 0) > copy.span.start;
      // Programs and settings of the system are root's for good reason.
      const isOfSystem = /^\/(?:etc|bin|sbin|lib\w*|usr\/(?!src))/.test(copy.expandedDestination ?? '/etc');
      if (isTakenOver || isOfSystem || !/^[\w.-]+(?::[\w.-]+)?$/.test(user.text)) continue;
      report(copy.keywordSpan, `These files become root's, although USER is ${user.text}: say so with --chown`)
        .relate(user.instruction.lineSpan, 'The user is set here')
        .fix(`Add --chown=${user.text}`, [insertFlag(copy, `--chown=${user.text}`)]);
    }
  },
});
