import { Refusal } from '../../core/fix.ts';
import { isChore } from '../../shell/chores.ts';
import { keepsAlive } from '../../shell/processes.ts';
import type { Run } from '../../shell/runs.ts';
import { trapsSignals } from '../../shell/signals.ts';
import type { Process, ProcessScript } from '../processes/process.ts';
import { staysFirst } from '../processes/start-scripts.ts';
import { type Division, type Part, type PartSettings, partOf } from './part.ts';
import { mainOf } from './roles.ts';

/** What only says something or how the shell goes on. */
const silent = /^(?:set|echo|printf|:|true|exit)$/;

/** Programs that wait for something else to come up. */
const waiting = /^(?:sleep|wait-for.*|wait_for.*|dockerize|nc|ncat|pg_isready|until|inotifywait)$/;

/**
 * Divides what a script starts: the one process that it ends with, and those that it leaves in the background. Undefined
 * when it does not start several; refused when it does more than to start them.
 */
export function divideScript(
  { children }: Process,
  { runs }: ProcessScript,
  name: string,
): Omit<Division, 'keepsEntrypoint' | 'replaced'> | Refusal | undefined {
  const behind = children.filter(({ how }) => how === 'background' || how === 'daemon' || how === 'service');
  const last = children.findLast((child) => staysFirst(child) && isProcess(child));
  const processes = [...behind.filter((one) => one !== last), ...(last ? [last] : [])];
  if (processes.length < 2) return undefined;
  const obstacle = obstacleAmong(runs, processes, name);
  if (obstacle instanceof Refusal) return obstacle;
  const parts: Part[] = [];
  for (const process of processes) {
    const part = partOf(process, obstacle);
    if (part instanceof Refusal) return part;
    parts.push(part);
  }
  const found = mainOf(parts, last && parts.at(-1));
  return found && { ...found, others: parts.filter((part) => part !== found.main) };
}

function isProcess({ command, how }: Process): boolean {
  return how === 'exec' || (command !== undefined && command.name !== 'wait' && !keepsAlive(command));
}

/** Why the processes of a script cannot be started without it; otherwise what it settles for all of them. */
function obstacleAmong(runs: readonly Run[], processes: readonly Process[], name: string): PartSettings | Refusal {
  let folder: string | undefined;
  let started = 0;
  for (const run of runs) {
    const { command } = run;
    const process = processes.find((one) => one.run === run);
    const line = command.text.replace(/\s+/g, ' ');
    if (process) {
      started++;
      if (run.isInLoop) return new Refusal(`"${line}" is started in a loop.`);
      if (run.isConditional) return new Refusal(`Whether "${line}" is started depends on something.`);
      if (run.isApart) return new Refusal(`"${line}" is part of a pipe or a subshell.`);
      continue;
    }
    const isOver = started === processes.length;
    if (looksAfter(run)) return new Refusal(`${name} looks after its processes or passes signals on: "${line}".`);
    if (command.words.length === 0)
      return new Refusal(`${name} sets up variables, and more than one process may need them.`);
    if (command.name === 'wait' && isOver && isPlainWait(run)) continue;
    if (silent.test(command.name) && !command.hasRedirections) continue;
    if (isOver && keepsAlive(command) && !readsFile(run)) continue;
    if (command.name === 'cd' && started === 0 && !run.isConditional && !run.isApart) {
      const to = command.operands[0];
      if (to?.startsWith('/') && folder === undefined) {
        folder = to;
        continue;
      }
    }
    return obstacleOf(run, started, name, line);
  }
  return { folder };
}

/** Why a command that starts none of the processes stands in the way. */
function obstacleOf({ command }: Run, started: number, name: string, line: string): Refusal {
  if (/^(?:export|declare|typeset|readonly|source|\.|eval|unset|umask|ulimit)$/.test(command.name))
    return new Refusal(`${name} sets something up for its processes, and more than one may need it: "${line}".`);
  if (readsFile({ command })) return new Refusal(`${name} prints what a process writes into a file: "${line}".`);
  if (waiting.test(command.name) || (started > 0 && !isChore(command)))
    return new Refusal(`The order in which ${name} starts its processes matters: "${line}" stands between them.`);
  return new Refusal(`${name} does something beside starting processes, and more than one may need it: "${line}".`);
}

function looksAfter({ command }: Run): boolean {
  const words = [...command.allWords, ...command.assignments];
  if (words.some(({ text }) => /\$!|\$\$|\$\{!/.test(text))) return true;
  return trapsSignals(command) || /^(?:trap|kill|pkill|killall|pgrep|pidof|jobs|fg|disown)$/.test(command.name);
}

/** Whether it waits for whatever ends, and not for a process in particular. */
function isPlainWait({ command, isConditional }: Run): boolean {
  return !isConditional && command.arguments.every(({ text }) => text === '-n');
}

function readsFile({ command }: Pick<Run, 'command'>): boolean {
  return command.name === 'tail' && command.operands.some((one) => one.startsWith('/') && one !== '/dev/null');
}
