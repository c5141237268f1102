import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from '../../core/fix.ts';
import { RememberedFiles } from '../../core/remembered-files.ts';
import { languageOfNamedFile } from '../../engine/engine.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { readSource } from '../../node/read-source.ts';
import {
  type Containerized,
  containerize,
  deployDockerfile,
  type Wishes,
} from '../../workspace/containerize/containerize.ts';
import { relativePath, type Surroundings } from '../surroundings.ts';
import { toldPlan } from './init-report.ts';

/** What `seaworthy init` is asked to do. */
export interface InitRequest extends Wishes {
  /** Whether it only prints what it would write. */
  readonly dryRun: boolean;
}

/**
 * Runs `seaworthy init`: writes the files that make an image of a folder, or the manifests that run the image of a
 * Dockerfile. A file that is there already is left as it is. Returns the exit status: 0, or 2 where nothing is known of the
 * folder, or a file cannot be written.
 */
export async function init(given: string, { dryRun, ...wishes }: InitRequest, around: Surroundings): Promise<number> {
  const target = path.resolve(around.workingFolder, given);
  const found = await stat(target).catch(() => undefined);
  if (!found) return complain(`${given}: there is no such file or folder`, around);
  const folder = found.isDirectory() ? target : path.dirname(target);
  const plan = await planFor(target, found.isDirectory(), wishes, around);
  if (plan instanceof Refusal) return complain(`${given}: ${plan.reason}`, around);
  const pathOf = (file: string) => relativePath(path.join(folder, file), around);
  const standing = [...plan.standing];
  const written: string[] = [];
  let failure: string | undefined;
  for (const file of dryRun ? [] : plan.files) {
    const outcome = await write(path.join(folder, file.path), file.text);
    if (outcome === 'exists') standing.push(file.path);
    else if (outcome) failure ??= `${pathOf(file.path)}: ${outcome.message}`;
    else written.push(file.path);
  }
  around.stdout.write(toldPlan({ ...plan, standing }, { written, dryRun, pathOf }));
  return failure === undefined ? 0 : complain(failure, around);
}

async function planFor(
  target: string,
  isFolder: boolean,
  wishes: Wishes,
  around: Surroundings,
): Promise<Containerized | Refusal> {
  const folder = isFolder ? target : path.dirname(target);
  const isBelow = `${folder}${path.sep}`.startsWith(around.workingFolder + path.sep);
  const disk = new DiskHost(
    () => [path.parse(around.workingFolder).root],
    () => [isBelow ? around.workingFolder : folder],
    around.resources,
  );
  const { host } = new RememberedFiles(disk).recording();
  const uri = pathToFileURL(target).toString();
  if (isFolder) return containerize(uri, host, wishes);
  const text = await readSource(target).then(
    (source) => source.text,
    (error: Error) => new Refusal(error.message),
  );
  if (text instanceof Refusal) return text;
  if (languageOfNamedFile(path.basename(target), text) !== 'dockerfile') return new Refusal('This is no Dockerfile.');
  return deployDockerfile(uri, text, host, wishes.image);
}

/** Makes a file that is not there yet, and the folders it lies in; `exists` where there is one. */
async function write(file: string, text: string): Promise<Error | 'exists' | undefined> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
  } catch (error) {
    return asError(error);
  }
  try {
    // With `wx` a file is made or nothing is done, whatever has happened since somebody looked.
    await writeFile(file, text, { flag: 'wx' });
    return undefined;
  } catch (error) {
    const failure: NodeJS.ErrnoException = asError(error);
    return failure.code === 'EEXIST' ? 'exists' : failure;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function complain(what: string, around: Surroundings): number {
  around.stderr.write(`seaworthy: ${what.replace(/\.$/, '')}\n`);
  return 2;
}
