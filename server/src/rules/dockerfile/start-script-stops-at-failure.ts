import type { StartScript } from '../../workspace/processes/start-scripts.ts';
import { startScriptRule } from '../define-start-script.ts';

export default startScriptRule({
  id: 'start-script-stops-at-failure',
  category: 'reliability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let the script that starts the container stop when a step of it fails',
  why: 'Without `set -e` a shell goes on after a command that has failed: the program starts although the settings could not be written or the migration has failed, and whoever looks at the container sees it running. With it the container ends, and Kubernetes starts it anew and tells.',
  aliases: [],
  fix: 'none',
  references: ['https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set'],
  examples: [
    {
      bad: 'FROM python:3.14\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\npython prepare.py\nexec gunicorn app\n' },
    },
    {
      good: 'FROM python:3.14\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nset -e\npython prepare.py\nexec gunicorn app\n' },
    },
    {
      good: 'FROM python:3.14\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nexec gunicorn app\n' },
    },
  ],
  judge(one, tell) {
    const ignored = one.script.file && !stopsAtFailure(one) ? firstIgnored(one) : undefined;
    if (!ignored) return;
    const { name } = ignored.command;
    tell(ignored, `${one.name} goes on when ${name} fails: write "set -e" at its beginning`);
  },
});

function stopsAtFailure({ script: { runs, file }, process: { command } }: StartScript): boolean {
  // Whoever asks how a command has ended handles failures in a way of their own.
  if (/\$(?:\?|\{\?\})/.test(file?.source.text ?? '')) return true;
  const givenToShell = command?.arguments.some(({ text }) => /^-[a-z]*e[a-z]*$|^errexit$/.test(text)) ?? false;
  const isInFirstLine = /^\s*#!.*\s-[a-z]*e/.test(file?.source.text ?? '');
  const isSet = runs.some(
    ({ command: { name, arguments: words } }) =>
      name === 'set' && words.some(({ text }) => /^-[a-z]*e[a-z]*$|^errexit$/.test(text)),
  );
  return givenToShell || isInFirstLine || isSet;
}

/** The first process of a script whose failure nobody looks at. */
function firstIgnored({ process: { children } }: StartScript) {
  return children.find(({ how, run }) => {
    if (how !== 'foreground' || !run || run.isLast || run.isConditional || run.command.name === '') return false;
    const { tested, pipe } = run.command.place;
    return !tested && pipe === undefined;
  })?.run;
}
