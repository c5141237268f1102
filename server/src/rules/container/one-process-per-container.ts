import type { Reporter } from '../../core/report.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { ShellCommand } from '../../shell/command.ts';
import { type SeveralProcesses, severalInScript, severalProcesses } from '../../shell/processes.ts';
import { containerRule } from '../define.ts';

export default containerRule({
  id: 'one-process-per-container',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run one process per container',
  why: [
    'Kubernetes and Docker watch one process of a container, its PID 1. If that is a shell or a supervisor, then a worker that dies or hangs behind it goes unnoticed, `SIGTERM` does not reach the application, logs of different programs mix, and nothing can be scaled, limited or updated on its own. What belongs together goes into one pod as two containers.',
    'This is no dogma: a legacy application may need its supervisor. One that is chosen openly (supervisord, s6, runit...) is only an information. Init shims that run a single child, such as `tini`, are fine.',
  ].join('\n\n'),
  lesson: 'one-process',
  aliases: [],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
    'https://docs.docker.com/engine/containers/multi-service_container/',
  ],
  examples: [
    { bad: 'FROM node:24\nUSER node\nCMD cron && exec node server.js\n' },
    { bad: 'FROM php:8.4-fpm\nCMD ["sh", "-c", "php-fpm & nginx -g \'daemon off;\'"]\n' },
    { bad: 'FROM debian:13\nCMD service nginx start && tail -f /var/log/nginx/access.log\n' },
    { bad: 'FROM python:3.14\nCMD ["supervisord", "-n"]\n', note: 'Chosen openly: an information only.' },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: ["sh", "-c"]\n      args:\n        - |\n          nohup ./worker &\n          exec ./server\n',
    },
    { good: 'FROM node:24\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n' },
    {
      good: 'FROM python:3.14 AS base\nCMD ["supervisord"]\nFROM base\nENTRYPOINT ["python", "app.py"]\n',
      note: 'An ENTRYPOINT resets the CMD of the stage below.',
    },
    {
      good: 'FROM node:24\nCMD ["sh", "-c", "node migrate.js & wait && exec node app.js"]\n',
      note: 'What was waited for has ended.',
    },
    { good: 'FROM nginx:1.30\nCMD ["nginx", "-g", "daemon off;"]\n' },
    {
      good: "FROM node:24\nCMD trap 'kill $pid' TERM; node server.js & pid=$!; wait $pid\n",
      note: 'A shell that passes signals on to its only child.',
    },
    {
      good: 'FROM node:24\n# seaworthy-ignore-next-line one-process-per-container: the agent cannot run on its own\nCMD agent & node server.js\n',
      note: 'A reason is taken at its word.',
    },
  ],
  checkDockerfile({ dockerfile, report }) {
    const told = new Set<CommandInstruction>();
    for (const stage of dockerfile.targets) {
      for (const { at, found } of startedIn(stage)) {
        if (!told.has(at)) tell(found, report);
        told.add(at);
      }
    }
  },
  checkManifest({ manifest, report }) {
    for (const { process } of manifest.containers) {
      const found = process && severalProcesses(process);
      if (found) tell(found, report);
    }
  },
});

/** What ENTRYPOINT and CMD of a stage start: together where one is the argument of the other, and each for itself. */
function startedIn(stage: Stage): { at: CommandInstruction; found: SeveralProcesses }[] {
  const entrypoint = stage.last('ENTRYPOINT');
  const cmd = stage.last('CMD');
  const together = entrypoint && cmd && joined(entrypoint, cmd);
  const found = together && severalProcesses(together);
  if (found) return [{ at: entrypoint, found }];
  return [entrypoint, cmd].flatMap((at) => {
    const single = at && startedBy(at);
    return single ? [{ at, found: single }] : [];
  });
}

function startedBy({ form }: CommandInstruction): SeveralProcesses | undefined {
  if (form.kind === 'exec') return form.command && severalProcesses(form.command);
  return form.script && severalInScript(form.script);
}

/** The command line of an ENTRYPOINT with CMD as its arguments, when both are in exec form. */
function joined(entrypoint: CommandInstruction, cmd: CommandInstruction): ShellCommand | undefined {
  if (!entrypoint.json || !cmd.json) return undefined;
  return ShellCommand.fromArguments([...entrypoint.json.items, ...cmd.json.items].map(({ content }) => content));
}

function tell({ pattern, processes }: SeveralProcesses, report: Reporter): void {
  const [first, ...others] = processes;
  if (!first) return;
  const finding = report(first.span, messages[pattern](processes.map(({ program }) => program)));
  if (pattern === 'supervisor') finding.grade('info');
  for (const { program, span } of others) finding.relate(span, `${program} is started here`);
}

const messages: Readonly<Record<SeveralProcesses['pattern'], (programs: readonly string[]) => string>> = {
  supervisor: ([supervisor]) =>
    `${supervisor} runs several processes in one container, whose state Kubernetes cannot see: give each its own container, or suppress this with the reason`,
  several: (programs) =>
    `This container runs ${listed(programs)}: when one of them dies nothing notices, so give each its own container`,
  'waited-for': ([program]) =>
    `${program} runs in the background behind a shell, which does not pass signals on: start it with "exec ${program}" instead`,
  'kept-alive': ([program, keeper]) =>
    `${program} runs in the background and only "${keeper}" keeps the container up: when ${program} dies nothing notices, so run it in the foreground`,
};

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
