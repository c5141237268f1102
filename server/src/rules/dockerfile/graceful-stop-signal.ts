import { type Built, Refusal } from '../../core/fix.ts';
import type { Reporter } from '../../core/report.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { insertBeforeStart } from '../../dockerfile/stage-edits.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { type GracefulStop, gracefulStop, signalName } from '../../dockerfile/stop-signal.ts';
import { setsNoStopSignal } from '../../image/equipment.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'graceful-stop-signal',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Stop the container with the signal on which its program ends its work',
  why: '`docker stop` and Kubernetes send the signal of STOPSIGNAL, `SIGTERM` unless told otherwise, and kill what still runs after ten or thirty seconds. `SIGKILL` leaves no time to finish requests and to write what is in memory, and `SIGSTOP` halts the process instead of ending it. Some programs end gracefully on another signal than `SIGTERM`: nginx and PHP-FPM on `SIGQUIT`, Apache on `SIGWINCH`, systemd on `SIGRTMIN+3`.',
  lesson: 'cattle',
  aliases: ['tally/no-ungraceful-stopsignal', 'tally/prefer-nginx-sigquit', 'tally/prefer-systemd-sigrtmin-plus-3'],
  fix: 'suggested',
  fixing:
    'Writes the signal on which the program that is started ends gracefully, `SIGTERM` where none is known, or adds a STOPSIGNAL before the command. Only for commands in exec form: behind a shell, another process gets the signal.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
    'https://nginx.org/en/docs/control.html',
    'https://www.freedesktop.org/software/systemd/man/latest/systemd.html#Signals',
  ],
  examples: [
    {
      bad: 'FROM node:24\nSTOPSIGNAL SIGKILL\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:24\nSTOPSIGNAL SIGTERM\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM nginx:1.30\nSTOPSIGNAL SIGKILL\nCMD ["nginx", "-g", "daemon off;"]\n',
      fixed: 'FROM nginx:1.30\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad: 'FROM fedora:44\nSTOPSIGNAL SIGTERM\nCMD ["/usr/lib/systemd/systemd"]\n',
      fixed: 'FROM fedora:44\nSTOPSIGNAL SIGRTMIN+3\nCMD ["/usr/lib/systemd/systemd"]\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y nginx\nUSER www-data\nCMD ["nginx", "-g", "daemon off;"]\n',
      preset: 'strict',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y nginx\nUSER www-data\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
      note: 'No STOPSIGNAL: an information.',
    },
    {
      good: 'FROM nginx:1.30\nCMD ["nginx", "-g", "daemon off;"]\n',
      preset: 'strict',
      note: 'The base image sets it.',
    },
    { good: 'FROM debian:13\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n', preset: 'strict' },
    { good: 'FROM node:24\nSTOPSIGNAL SIGINT\nCMD ["node", "server.js"]\n' },
  ],
  check({ dockerfile, report }) {
    const told = new Set<ValueInstruction>();
    for (const stage of dockerfile.targets) {
      if (stage.isWindows) continue;
      const given = stage.last('STOPSIGNAL');
      if (!given) tellMissing(dockerfile, stage, report);
      else if (!told.has(given)) tellGiven(given, stage, report);
      if (given) told.add(given);
    }
  },
});

/** Reports a signal on which the program does not end its work. */
function tellGiven({ value, stage: own }: ValueInstruction, stage: Stage, report: Reporter): void {
  const signal = value && signalName(own.expand(value).value ?? '');
  if (!value || !signal) return;
  const { program, stop } = programOf(stage);
  const wanted = stop?.signal ?? 'SIGTERM';
  const wrong = whatIsWrong(signal, program, stop);
  if (!wrong) return;
  const finding = report(value.span, `${wrong}: stop with ${wanted}`).as(...aliasesFor(signal, stop));
  // That a program ends at once may be what is wanted; that it cannot end is not.
  if (!isUngraceful(signal) && stop?.signal !== 'SIGRTMIN+3') finding.onlyIn('strict');
  if (value.text.length === value.span.end - value.span.start && !value.text.includes('$'))
    finding.fix(`Stop with ${wanted}`, [replace(value.span, wanted)]);
}

function whatIsWrong(signal: string, program: string, stop: GracefulStop | undefined): string | undefined {
  if (signal === 'SIGKILL') return 'SIGKILL leaves no time to finish anything';
  if (signal === 'SIGSTOP') return 'SIGSTOP halts the process and does not end it';
  return stop && signal !== stop.signal ? `${program} does not end gracefully on ${signal}` : undefined;
}

/** Reports a program that needs another signal than the default, on a base image that sets none. */
function tellMissing(dockerfile: Dockerfile, stage: Stage, report: Reporter): void {
  const { program, stop } = programOf(stage);
  const image = stage.rootImage?.reference;
  const start = stage.last('ENTRYPOINT') ?? stage.last('CMD');
  if (!stop || !start || !image || !setsNoStopSignal(image)) return;
  report(start.lineSpan, `On SIGTERM, the default, ${program} ${stop.onTerm}: add STOPSIGNAL ${stop.signal}`)
    .as(...aliasesFor(undefined, stop))
    .grade('info')
    .onlyIn('strict')
    .fix(`Add STOPSIGNAL ${stop.signal}`, () => addSignal(dockerfile, stage, stop));
}

function isUngraceful(signal: string | undefined): boolean {
  return signal === 'SIGKILL' || signal === 'SIGSTOP';
}

/** The program that gets the signals, and how it stops gracefully; undefined behind a shell. */
function programOf(stage: Stage): { readonly program: string; readonly stop: GracefulStop | undefined } {
  const start = stage.last('ENTRYPOINT') ?? stage.last('CMD');
  const [command] = start?.form.kind === 'exec' && !start.form.script ? startCommands(stage) : [];
  const program = command?.name ?? '';
  return { program, stop: gracefulStop(program) };
}

function aliasesFor(signal: string | undefined, stop: GracefulStop | undefined): readonly string[] {
  const daemon =
    stop?.signal === 'SIGRTMIN+3'
      ? ['tally/prefer-systemd-sigrtmin-plus-3']
      : stop?.signal === 'SIGQUIT'
        ? ['tally/prefer-nginx-sigquit']
        : [];
  return isUngraceful(signal) ? ['tally/no-ungraceful-stopsignal', ...daemon] : daemon;
}

function addSignal(dockerfile: Dockerfile, stage: Stage, { signal }: GracefulStop): Built {
  const edit = insertBeforeStart(dockerfile, stage, [`STOPSIGNAL ${signal}`]);
  return edit ? [edit] : new Refusal('The stage is empty.');
}
