import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { runsLong } from '../../shell/long-running.ts';
import { trapsSignals } from '../../shell/signals.ts';
import type { Process } from '../../workspace/processes/process.ts';
import { type StartScript, staysFirst } from '../../workspace/processes/start-scripts.ts';
import { startScriptRule } from '../define-start-script.ts';

export default startScriptRule({
  id: 'exec-in-start-script',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let the script that starts the container hand over to the program with exec',
  why: 'A shell waits for the program it has started and passes no signals on to it. When the script of an ENTRYPOINT ends with `nginx` or `"$@"`, then it is the shell that `docker stop` and Kubernetes ask to stop: nothing happens, and after ten or thirty seconds the program is killed in the middle of its work; behind an init such as `tini` the shell ends at once, and the program is killed without any time. `exec` makes the program take the place of the shell. Scripts are followed through COPY, stages, functions and the files they read. Where it is only likely that the program runs for long, it is an information under `strict`.',
  lesson: 'cattle',
  aliases: [],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/dockerfile/#entrypoint',
    'https://docs.docker.com/build/building/best-practices/#entrypoint',
  ],
  examples: [
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nset -e\nmkdir -p /run/nginx\nnginx -g "daemon off;"\n' },
    },
    {
      bad: 'FROM python:3.14\nEXPOSE 8000\nCOPY docker/entrypoint.sh /usr/local/bin/\nENTRYPOINT ["entrypoint.sh"]\nCMD ["gunicorn", "app"]\n',
      files: { 'docker/entrypoint.sh': '#!/bin/sh\npython manage.py migrate\n"$@"\n' },
    },
    {
      bad: 'FROM node:24\nEXPOSE 3000\nCOPY --chmod=755 <<-"EOF" /start.sh\n\t#!/bin/sh\n\tnode server.js\nEOF\nCMD ["/start.sh"]\n',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        'skaffold.yaml':
          'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n',
        Dockerfile: 'FROM debian:13\nCOPY . /app/\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
        'worker.sh': '#!/bin/sh\nset -e\nredis-server\n',
      },
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      command: [/app/worker.sh]\n',
      note: 'What a container starts instead is told where it says so.',
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nset -e\nexec nginx -g "daemon off;"\n' },
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["dumb-init", "/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nnginx -g "daemon off;"\n' },
      note: 'dumb-init sends signals to all processes.',
    },
    {
      good: 'FROM python:3.14\nCOPY job.sh /\nENTRYPOINT ["/job.sh"]\n',
      files: { 'job.sh': '#!/bin/sh\npython report.py\n' },
      preset: 'strict',
      note: 'A job that ends by itself.',
    },
  ],
  judge(one, tell) {
    const { script, process, isSignalledAsGroup, name } = one;
    if (!script.file || isSignalledAsGroup || script.runs.some(({ command }) => trapsSignals(command))) return;
    const kept = process.children.filter((child) => child.how === 'foreground' && staysFirst(child));
    const judged = kept.flatMap((child) => {
      const certainty = certaintyOf(child, one);
      return child.run && certainty ? [{ child, run: child.run, certainty }] : [];
    });
    const first = judged.find(({ certainty }) => certainty === 'certain') ?? judged[0];
    if (!first) return;
    const program = programOf(first.child);
    const finding = tell(
      first.run,
      `${name} starts ${program} without "exec", so that the shell gets the signal to stop and ${program} is killed in the middle of its work: write "exec" before it`,
    );
    if (first.certainty !== 'certain') finding.onlyIn('strict').grade('info');
  },
});

/** Whether a program that a script waits for runs until the container is stopped. */
function certaintyOf(process: Process, { stage }: StartScript): 'certain' | 'likely' | undefined {
  const { command, run } = process;
  if (!command || !run) return undefined;
  // A shell that is handed a script, and what changes the user, start a process of their own in any case.
  const sort =
    runsLong(command) ??
    (process.children.filter(staysFirst).some((child) => child.command && runsLong(child.command))
      ? 'application'
      : undefined);
  if (sort === 'server') return 'certain';
  const serves = isServing(stage);
  if (sort === 'application') return serves ? 'certain' : undefined;
  return serves && run.command !== command ? 'likely' : undefined;
}

/** Whether an image says that it listens, or how its health is checked: nobody says so of a job. */
function isServing(stage: Stage): boolean {
  const image = RuntimeImage.of(stage);
  return (
    (image.ownPorts?.length ?? 0) > 0 || stage.last('EXPOSE') !== undefined || (image.healthCheck ?? null) !== null
  );
}

function programOf({ command, text }: Process): string {
  return command?.name || text.split(' ')[0] || 'the program';
}
