import { type Built, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { List, Step } from '../../shell/script.ts';
import { insert, replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'stop-at-first-failure',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Stop a RUN at the first command that fails',
  why: 'A RUN succeeds when its last command does. After `;`, or on the next line of a here-document, the shell goes on whatever happened before, so that a failed update, download or build ends in an image that looks finished. `&&` between the commands, or `set -e` before them, stops at the first failure.',
  aliases: ['dockerfile_lint/no_ampersand_usage'],
  fix: 'suggested',
  fixing:
    'Replaces `;` with `&&`, or begins the here-document with `set -e`. Refused where `||` would then mean something else.',
  references: ['https://docs.docker.com/reference/dockerfile/#here-documents'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN ./configure; make; make install\n',
      fixed: 'FROM debian:13\nRUN ./configure && make && make install\n',
    },
    {
      bad: 'FROM debian:13\nRUN <<EOF\nmake\nmake install\nEOF\n',
      fixed: 'FROM debian:13\nRUN <<EOF\nset -e\nmake\nmake install\nEOF\n',
    },
    { good: 'FROM debian:13\nRUN set -eux; make; make install\n' },
    { good: 'FROM debian:13\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN make; make install\n' },
    { good: 'FROM debian:13\nRUN make check || true; make install\n', note: 'Here the failure is expected.' },
    { good: 'FROM debian:13\nRUN <<EOF\n#!/bin/sh -e\nmake\nmake install\nEOF\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const lost = lostFailure(run);
      if (!lost) continue;
      const name = lost.commands[0]?.name ?? 'it';
      const remedy = run.scriptHeredoc ? 'begin the script with set -e' : 'join the commands with &&';
      report(lost.span, `When ${name} fails here, the RUN goes on as if nothing had happened: ${remedy}`).fix(
        run.scriptHeredoc ? 'Begin with set -e' : 'Join with &&',
        () => (run.scriptHeredoc ? setErrexit(dockerfile, run) : joinWithAnd(dockerfile, run)),
      );
    }
  },
});

/** The first step of a RUN that may fail without anybody noticing. */
function lostFailure(run: RunInstruction): Step | undefined {
  const { script } = run;
  if (!script || script.lists.length < 2 || script.problems.length > 0 || ignoresFailures(run)) return undefined;
  for (const list of script.lists.slice(0, -1)) {
    const step = list.background ? undefined : list.steps.findLast(mayFail);
    if (step && !isTested(list) && !run.hasOption('errexit', step.span.start)) return step;
  }
  return undefined;
}

/** Whether a script means to go on, looks at failures itself, or ends well whatever happens. */
function ignoresFailures({ commands, script }: RunInstruction): boolean {
  const last = script?.steps.at(-1)?.command;
  if (last && (['true', ':'].includes(last.name) || (last.name === 'exit' && last.operands[0] === '0'))) return true;
  return commands.some(
    ({ name, arguments: words }) =>
      (name === 'set' && words.some(({ text }) => /^\+[a-z]*e/.test(text))) ||
      name === 'wait' ||
      words.some(({ text }) => text.includes('$?')),
  );
}

function isTested({ steps }: List): boolean {
  return steps.some(({ joiner }) => joiner === '||');
}

/** Whether a step is a program that may fail; what compound commands do with failures inside is their own matter. */
function mayFail({ command }: Step): boolean {
  if (!command || command.name === '' || command.place.tested) return false;
  if (command.name === 'rm') return !command.has('-f', '--force');
  return !unlikelyToFail.has(command.name);
}

/** Builtins, questions, and commands of which nobody minds when they fail. */
const unlikelyToFail: ReadonlySet<string> = new Set([
  ':',
  '[',
  '[[',
  'alias',
  'date',
  'echo',
  'env',
  'exit',
  'export',
  'false',
  'kill',
  'local',
  'ls',
  'printf',
  'pwd',
  'readonly',
  'return',
  'set',
  'shopt',
  'sleep',
  'sync',
  'test',
  'trap',
  'true',
  'ulimit',
  'umask',
  'uname',
  'unset',
]);

function joinWithAnd({ text }: Dockerfile, run: RunInstruction): Built {
  const { lists = [] } = run.script ?? {};
  if (run.form.kind !== 'shell') return new Refusal('The command is in exec form.');
  const edits: TextEdit[] = [];
  for (let at = 1; at < lists.length; at++) {
    const [before, after] = [lists[at - 1], lists[at]];
    const [end, start] = [before?.steps.at(-1)?.span.end, after?.steps[0]?.span.start];
    if (!before || !after || end === undefined || start === undefined) continue;
    if (before.background || after.background) return new Refusal('A command runs in the background.');
    if (isTested(after)) return new Refusal('A later command depends on whether the one before it fails.');
    const gap = text.slice(end, start);
    const semicolon = gap.indexOf(';');
    if (!/^[\s\\`]*;[\s\\`]*$/.test(gap)) return new Refusal('There is more than a semicolon between the commands.');
    const offset = end + semicolon;
    const needsBlank = semicolon === 0;
    const joiner = `${needsBlank ? ' ' : ''}&&${/^\s/.test(gap.slice(semicolon + 1)) ? '' : ' '}`;
    edits.push(replace({ start: offset, end: offset + 1 }, joiner));
  }
  return edits;
}

function setErrexit({ text }: Dockerfile, run: RunInstruction): Built {
  const { scriptHeredoc: heredoc } = run;
  if (!heredoc) return new Refusal('The commands are in no here-document.');
  const hasInterpreter = /^\t*#!/.test(text.slice(heredoc.content.start, heredoc.content.end));
  const start = hasInterpreter ? text.indexOf('\n', heredoc.content.start) + 1 : heredoc.content.start;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  return [insert(start, `${indent}set -e${lineBreakOf(text)}`)];
}
