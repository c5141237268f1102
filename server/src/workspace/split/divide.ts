import { Refusal } from '../../core/fix.ts';
import { type ImageReference, officialName } from '../../image/reference.ts';
import { isChore } from '../../shell/chores.ts';
import { isSupervisor } from '../../shell/processes.ts';
import { nameOf, type ScriptFiles } from '../processes/image-files.ts';
import type { Process, ProcessScript } from '../processes/process.ts';
import type { ProcessTree } from '../processes/tree.ts';
import { divideScript } from './divide-script.ts';
import { divideSupervised } from './divide-supervised.ts';
import type { Division } from './part.ts';

/** Entrypoints of base images that only put an interpreter before what begins like its option (their sources). */
const handingOver: ReadonlySet<string> = new Set(['docker-php-entrypoint']);

/** The official images whose `docker-entrypoint.sh` does no more than that. */
const handingOverIn: ReadonlySet<string> = new Set(['node']);

/** How far scripts that only start another one are followed. */
const furthest = 8;

/**
 * What becomes of a container that starts several processes, each on its own. Undefined when it does not; refused where it
 * is not certain that they can do without what starts them. `uri` is the Dockerfile's.
 */
export async function divide(
  { root, image }: ProcessTree,
  files: ScriptFiles,
  uri: string,
): Promise<Division | Refusal | undefined> {
  let at: Process | undefined = root;
  let entry: Refusal | undefined;
  let keepsEntrypoint = false;
  for (let step = 0; at && step < furthest; step++) {
    const name = nameOfScript(at, uri);
    if (step > 0 && at.command?.wrappers.some((one) => one !== 'exec'))
      entry ??= new Refusal(`"${at.text}" is run by way of another program.`);
    if (isStartedSupervisor(at)) {
      const divided = await divideSupervised(at, files);
      if (!divided) return undefined;
      if (entry) return entry;
      if (divided instanceof Refusal) return divided;
      return { ...divided, keepsEntrypoint, replaced: 'supervisord' };
    }
    const divided = at.script && divideScript(at, at.script, name);
    if (divided) {
      if (entry) return entry;
      if (divided instanceof Refusal) return divided;
      return { ...divided, keepsEntrypoint, replaced: at.script?.file ? name : undefined };
    }
    const next: Process | undefined = at.children.at(-1);
    if (!next || next.how === 'scheduled') return undefined;
    if (at.script?.file) entry ??= obstacleBefore(at, at.script, next, name);
    else if (!at.script) {
      const isHanded = at.how === 'first' && next.how === 'exec';
      entry ??= isHanded
        ? knownEntrypoint(at, image.stage?.rootImage?.reference)
        : new Refusal(`"${at.text}" starts what starts the processes.`);
    }
    // What takes over what the script was given is named by the CMD, and the script is kept.
    if (!at.script || at.script.runs.some(({ command }) => /^"?\$[@*]"?$/.test(command.words[0]?.text ?? '')))
      keepsEntrypoint = true;
    at = next;
  }
  return undefined;
}

function isStartedSupervisor({ command }: Process): boolean {
  return command !== undefined && isSupervisor(command);
}

function nameOfScript({ script }: Process, uri: string): string {
  return script?.file ? nameOf(script.file, uri) : 'The command line';
}

/** Why a script that stands before the one that starts the processes cannot be run before each of them. */
function obstacleBefore(at: Process, { runs }: ProcessScript, next: Process, name: string): Refusal | undefined {
  const handsOver = next.run !== undefined && /^"?\$[@*]"?$/.test(next.run.command.words[0]?.text ?? '');
  const before = runs.filter((run) => run !== next.run);
  const words = before.flatMap(({ command }) => command.allWords);
  if (handsOver && at.how === 'first') {
    const asks = words.some(({ text }) => /\$(?:[1-9#@*]|\{[1-9#@*])/.test(text));
    if (asks) return new Refusal(`${name} does different things for different commands.`);
    const work = before.find(({ command }) => !isChore(command) && command.words.length > 0);
    return work && new Refusal(`${name} does more than to prepare what it starts: "${work.command.text}".`);
  }
  return before.some(({ command }) => !/^(?:set|echo)$/.test(command.name))
    ? new Refusal(`${name} does something before it starts what starts the processes.`)
    : undefined;
}

function knownEntrypoint({ command }: Process, image: ImageReference | undefined): Refusal | undefined {
  const name = command?.name ?? '';
  const official = (image && officialName(image)) ?? '';
  const isKnown = handingOver.has(name) || (name === 'docker-entrypoint.sh' && handingOverIn.has(official));
  return isKnown
    ? undefined
    : new Refusal(`"${name}" of the base image may do different things for different commands.`);
}
