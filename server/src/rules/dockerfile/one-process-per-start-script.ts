import { runsLong } from '../../shell/long-running.ts';
import { serviceStarted } from '../../shell/processes.ts';
import type { Run } from '../../shell/runs.ts';
import { trapsSignals } from '../../shell/signals.ts';
import type { Process } from '../../workspace/processes/process.ts';
import { type StartScript, staysFirst } from '../../workspace/processes/start-scripts.ts';
import { planTargets } from '../../workspace/split/plan.ts';
import { startScriptRule } from '../define-start-script.ts';

export default startScriptRule({
  id: 'one-process-per-start-script',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave nothing running behind the script that starts the container',
  why: 'What a script starts with `&`, as a service or as a daemon runs behind the back of whoever watches the container: when it dies nothing notices, it gets no signal to stop, and it cannot be scaled, limited or updated on its own. It belongs into a container of its own; what is done regularly belongs into a CronJob. A script that ends while all it started runs in the background takes the container down with it. This is what `one-process-per-container` says of a command line, said of the scripts that the command line starts. Where it is not certain that both run side by side, for there are conditions, traps or commands that stop something again, it is an information under `strict`.',
  lesson: 'one-process',
  aliases: [],
  fix: 'manual',
  fixing:
    'Makes a build target of each process, where no manifest of the workspace runs the image; which names the images get, and who runs them, is left to decide. Refused where it is not certain that the processes can do without the script and without the files of the others. Where a manifest runs the image, the refactoring "Split" gives each process a container of the pod.',
  references: [
    'https://docs.docker.com/engine/containers/multi-service_container/',
    'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
  ],
  examples: [
    {
      bad: 'FROM php:8.4-fpm\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nphp-fpm &\nexec nginx -g "daemon off;"\n' },
    },
    {
      bad: 'FROM node:24\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nnode worker.js &\nexec node server.js\n' },
      fixed:
        'FROM node:24 AS common\nCOPY start.sh /\n\n# Built with "--target worker"\nFROM common AS worker\nCMD ["node", "worker.js"]\n\nFROM common\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nservice cron start\nexec nginx -g "daemon off;"\n' },
    },
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nnginx -g "daemon off;" &\necho started\n' },
      note: 'The container ends when the script does.',
    },
    {
      bad: 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nif [ "$METRICS" ]; then exporter & fi\nexec nginx -g "daemon off;"\n' },
      preset: 'strict',
      note: 'Under a condition: an information.',
    },
    {
      good: 'FROM mariadb:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      files: {
        'start.sh': '#!/bin/sh\nmariadbd &\nmariadb < /init.sql\nmariadb-admin shutdown\nwait\nexec mariadbd\n',
      },
      preset: 'strict',
      note: 'What was waited for has ended.',
    },
    {
      good: 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\nexec nginx -g "daemon off;"\n' },
    },
  ],
  judge(one, tell, image) {
    if (!one.script.file) return;
    const behind = processesBehind(one);
    const [first] = behind;
    if (!first?.run) return;
    const names = [...new Set(behind.map(programOf))];
    const certain = isCertain(one, behind);
    const finding = tell(first.run, messageFor(one, names, certain));
    for (const other of behind.slice(1)) {
      const { place } = other;
      const file = place.file && { uri: place.file.uri, lines: place.file.lines };
      finding.relate(place.span, `${programOf(other)} is started here`, file);
    }
    if (!certain) finding.onlyIn('strict').grade('info');
    if (image)
      finding.fix('Make a build target of each process', () => planTargets(image.dockerfile, one.stage, image));
  },
});

function messageFor(one: StartScript, names: readonly string[], certain: 'beside' | 'left' | undefined): string {
  const listed = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const isCron = names.every((one) => /^crond?$/.test(one));
  if (isCron && certain !== 'left')
    return `${one.name} leaves ${listed} running in the background, where nothing notices when it dies or what its jobs say: run the jobs in containers of their own, on Kubernetes as CronJobs`;
  return certain === 'left'
    ? `${one.name} ends while ${listed} runs in the background, and the container with it: start it in the foreground, with "exec"`
    : `${one.name} leaves ${listed} running in the background, where nothing notices when it dies or passes signals on: give each process its own container`;
}

/** Programs that ask or send something and end, which somebody starts in the background while another program comes up. */
const errands =
  /^(?:curl|wget|psql|pg_isready|mysql|mysqladmin|mariadb|redis-cli|mongo|mongosh|mc|aws|gsutil|wait-for.*|wait_for.*|touch|open|xdg-open)$/;

/** What runs on behind a script: not what it waits for before it goes on, nor what goes with it when it ends. */
function processesBehind({ process: { children }, script: { runs } }: StartScript): readonly Process[] {
  const goesOn = runs.findLastIndex((run) => children.some((child) => child.run === run && staysFirst(child)));
  const waits = runs.findLastIndex(({ command, isConditional }) => command.name === 'wait' && !isConditional);
  const stops = stopsAny(runs);
  return children.filter(({ how, run, command }) => {
    if (!run || !command || errands.test(command.name)) return false;
    if (how === 'service') return true;
    // The settings of a daemon with which a script ends keep it in the foreground: else there would be no container.
    if (how === 'daemon') return !run.isLast || goesOn !== -1;
    // Whoever passes signals on, or stops what was started to prepare something, does not leave it alone.
    return !stops && how === 'background' && !(runs.indexOf(run) < waits && waits < goesOn);
  });
}

/** Whether a script stops any program, or does something of its own when it is stopped. */
function stopsAny(runs: readonly Run[]): boolean {
  return runs.some(
    ({ command }) =>
      trapsSignals(command) ||
      /^(?:kill|pkill|killall)$/.test(command.name) ||
      /\b(?:stop|shutdown|quit)\b/.test(command.text),
  );
}

/** How it is certain that processes run on: beside another one, or left behind when the script ends. */
function isCertain(
  { process, script: { runs } }: StartScript,
  behind: readonly Process[],
): 'beside' | 'left' | undefined {
  if (stopsAny(runs)) return undefined;
  const known = behind.every(({ how, run, command }) => {
    if (!run || run.isConditional || !command) return false;
    return how === 'daemon' || how === 'service' || runsLong(command) !== undefined;
  });
  if (!known) return undefined;
  const staying = process.children.filter(staysFirst);
  const waits = runs.some(({ command }) => command.name === 'wait');
  if (staying.length > 0) return 'beside';
  if (waits) return behind.length > 1 ? 'beside' : undefined;
  return behind.some(({ how }) => how !== 'background') || runs.some(({ isInLoop }) => isInLoop) ? undefined : 'left';
}

function programOf({ command, text }: Process): string {
  return (command && serviceStarted(command)) || command?.name || text.split(' ')[0] || 'a program';
}
