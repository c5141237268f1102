import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RememberedFiles } from '../../core/remembered-files.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { languageOfFile } from '../../engine/engine.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { Git } from '../../node/git.ts';
import { readSource } from '../../node/read-source.ts';
import { LineMap } from '../../text/lines.ts';
import { adviceFor, gainInWords } from '../../workspace/build-cache/advice.ts';
import { cachePage, type PicturedHistory } from '../../workspace/build-cache/picture.ts';
import { rowsOf } from '../../workspace/build-cache/table.ts';
import type { Surroundings } from '../surroundings.ts';
import { walk } from '../walk.ts';

/** What was asked for on the command line. */
export interface CacheRequest {
  readonly format: keyof typeof cacheFormats;
  /** The name or number of the stage that is built; the last one when left out. */
  readonly target?: string | undefined;
}

/**
 * Runs `seaworthy cache`: replays the last commits through the builds of a Dockerfile, or of all Dockerfiles in a folder,
 * and prints how often each instruction would have been carried out again. Returns the exit status: 0, or 2 for what
 * cannot be read; that there is no history is said, and no failure.
 */
export async function cache(given: string, request: CacheRequest, around: Surroundings): Promise<number> {
  const { files, problems } = await walk([given], around.workingFolder);
  const complain = (what: string) => around.stderr.write(`seaworthy: ${what}\n`);
  const relative = (file: string) => path.relative(around.workingFolder, file).split(path.sep).join('/') || '.';
  for (const problem of problems) complain(`${relative(problem.path)}: ${problem.reason}`);
  const disk = new DiskHost(
    () => [path.parse(around.workingFolder).root],
    () => [path.resolve(around.workingFolder, given)],
    around.resources,
    new Git(),
  );
  const { host } = new RememberedFiles(disk).recording();
  let failed = problems.length > 0;
  const histories: PicturedHistory[] = [];
  const isNamed = (file: string) => file === path.resolve(around.workingFolder, given);
  const dockerfiles = files.filter((file) => isNamed(file) || languageOfFile(path.basename(file)) === 'dockerfile');
  for (const file of dockerfiles) {
    try {
      const { text } = await readSource(file);
      const dockerfile = new Dockerfile(text, path.basename(file));
      const { target: wanted } = request;
      const target = wanted === undefined ? dockerfile.finalStage : dockerfile.stageNamed(wanted);
      // Of several files, those without the stage are none of those that are meant.
      if (!target && !isNamed(file)) continue;
      if (!target) throw new Error(`there is no stage ${wanted}`);
      const found = await adviceFor(dockerfile, target, { uri: pathToFileURL(file).toString(), host });
      histories.push({ path: relative(file), lines: new LineMap(text), ...found });
    } catch (error) {
      failed = true;
      complain(`${relative(file)}: ${(error as Error).message}`);
    }
  }
  if (histories.length === 0 && !failed) {
    failed = true;
    complain(`${given}: there is no Dockerfile`);
  }
  if (histories.length > 0) around.stdout.write(cacheFormats[request.format](histories));
  return failed ? 2 : 0;
}

export const cacheFormats = { pretty, json, html: cachePage } as const;

/** A table for each Dockerfile. */
function pretty(histories: readonly PicturedHistory[]): string {
  return histories.map(table).join('\n');
}

function table({ path: file, lines, history, advice }: PicturedHistory): string {
  const { commits } = history.replay;
  const rows = rowsOf(history, lines).map(({ line, rebuilt, causes, instruction }) => {
    const blamed = causes.slice(0, 3).map((cause) => `${cause.path} (${cause.builds})`);
    return [
      String(line),
      commits.length > 0 ? `${rebuilt}/${commits.length}` : '-',
      blamed.join(', '),
      instruction,
    ] as const;
  });
  const head = ['line', 'rebuilt', 'because of', 'instruction'] as const;
  const [first, second, third] = [0, 1, 2].map((column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const drawn = [head, ...rows].map(([line, rebuilt, because, instruction]) =>
    [line.padStart(first ?? 0), rebuilt.padStart(second ?? 0), because.padEnd(third ?? 0), instruction].join('  '),
  );
  const advised = advice.map(
    ({ proposal: { title, at }, gain }) =>
      `line ${lines.lineAt(at[0]?.span.start ?? 0) + 1}: ${title} (${gainInWords(gain)})`,
  );
  return `${[file, ...history.notes, ...drawn, ...advised].join('\n')}\n`;
}

function json(histories: readonly PicturedHistory[]): string {
  const files = histories.map(({ path: file, lines, history, advice }) => ({
    path: file,
    target: history.graph.target.name ?? history.graph.target.index,
    notes: history.notes,
    commits: history.replay.commits.map(({ id, time, subject }) => ({ id, time, subject })),
    instructions: rowsOf(history, lines).map((row, at) => ({
      ...row,
      rebuiltIn: history.replay.steps[at]?.rebuilt.flatMap((again, commit) => (again ? [commit] : [])) ?? [],
    })),
    advice: advice.map(({ proposal: { title, at }, gain }) => ({
      title,
      line: lines.lineAt(at[0]?.span.start ?? 0) + 1,
      ...gain,
    })),
  }));
  return `${JSON.stringify({ files }, undefined, 2)}\n`;
}
