import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LspClient } from '../support/lsp-client.ts';

/** What a measurement gave: milliseconds, seconds or a ratio, and what else is worth knowing. */
export interface Measured {
  readonly value: number;
  readonly note?: string;
}

/** How an editor sees the server of a build with one document open. */
export interface Editing {
  /** From the start of the server to the first diagnostics. */
  readonly first: Measured;
  /** From an edit to its diagnostics: the 95th percentile. */
  readonly keystroke: Measured;
  /** What the server keeps in memory after the last edit, in megabytes. */
  readonly memory: Measured;
}

const edits = 60;

/**
 * Opens a file in the server of a build, then inserts and removes a line at its top, again and again. The workspace is
 * the file's folder, or the one given.
 */
export async function measureEditing(
  build: string,
  file: string,
  languageId: string,
  workspace = path.dirname(file),
): Promise<Editing> {
  const uri = pathToFileURL(file).toString();
  const text = readFileSync(file, 'utf8');
  const started = performance.now();
  const client = await LspClient.start({ build, folders: [pathToFileURL(workspace).toString()] });
  const found = await client.open(uri, languageId, text);
  const first = performance.now() - started;
  const times: number[] = [];
  for (let edit = 1; edit <= edits; edit++) {
    const begin = { line: 0, character: 0 };
    const insert = { range: { start: begin, end: begin }, text: '# x\n' };
    const remove = { range: { start: begin, end: { line: 1, character: 0 } }, text: '' };
    const told = client.next(uri, edit + 1);
    const before = performance.now();
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: edit + 1 },
      contentChanges: [edit % 2 ? insert : remove],
    });
    await told;
    times.push(performance.now() - before);
  }
  const memory = memoryOf(client.process.pid);
  await client.stop();
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  const note = `${found.length} findings, p50 ${p50.toFixed(1)} ms, ${memory} MB`;
  return { first: { value: first }, keystroke: { value: p95, note }, memory: { value: Number(memory) } };
}

/** How quickly the server of a build helps somebody who writes. */
export interface Writing {
  /** From a line being typed to what can be written on it: the 95th percentile. */
  readonly completion: Measured;
  /** What stands under the pointer, explained: the 95th percentile. */
  readonly hover: Measured;
  /** Where it is defined: the 95th percentile. */
  readonly definition: Measured;
}

/**
 * Opens a file in the server of a build and begins a line, at ever other places behind lines that end with `behind`;
 * then points at the words of ever other lines.
 */
export async function measureWriting(
  build: string,
  file: string,
  languageId: string,
  { behind, typed, workspace = path.dirname(file) }: { behind: string; typed: string; workspace?: string },
): Promise<Writing> {
  const uri = pathToFileURL(file).toString();
  const textDocument = { uri };
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const places = lines.flatMap((line, index) => (line.endsWith(behind) ? [index] : []));
  const client = await LspClient.start({ build, folders: [pathToFileURL(workspace).toString()] });
  await client.open(uri, languageId, text);
  let version = 1;
  const edit = (range: unknown, newText: string) => {
    const told = client.next(uri, ++version);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: newText }],
    });
    return told;
  };
  const timed = async (method: string, position: { line: number; character: number }) => {
    const before = performance.now();
    const answer = await client.request(method, { textDocument, position });
    return { took: performance.now() - before, answer };
  };
  const completions: number[] = [];
  let suggested = 0;
  for (let round = 0; round < edits + 1; round++) {
    const line = (places[(round * 7) % places.length] ?? 0) + 1;
    const start = { line, character: 0 };
    const before = performance.now();
    const told = edit({ start, end: start }, `${typed}\n`);
    const { answer } = await timed('textDocument/completion', { line, character: typed.length });
    // The first loads what is loaded when it is first asked for.
    if (round > 0) completions.push(performance.now() - before);
    suggested = Math.max(suggested, answer?.items?.length ?? 0);
    await told;
    await edit({ start, end: { line: line + 1, character: 0 } }, '');
  }
  const asked = async (method: string) => {
    const times: number[] = [];
    let answered = 0;
    for (let round = 0; round < edits * 2; round++) {
      const line = (round * 31) % lines.length;
      const character = (/\S/.exec(lines[line] ?? '')?.index ?? 0) + 1;
      const { took, answer } = await timed(method, { line, character });
      times.push(took);
      if (answer && !(Array.isArray(answer) && answer.length === 0)) answered++;
    }
    return { value: percentile(times, 0.95), note: `p50 ${percentile(times, 0.5).toFixed(1)} ms, ${answered} answers` };
  };
  const hover = await asked('textDocument/hover');
  const definition = await asked('textDocument/definition');
  await client.stop();
  const note = `p50 ${percentile(completions, 0.5).toFixed(1)} ms, up to ${suggested} suggestions`;
  return { completion: { value: percentile(completions, 0.95), note }, hover, definition };
}

/** A run of a command, and the memory it needed at most. */
export interface CommandRun {
  readonly seconds: number;
  /** Not a number where nobody can tell. */
  readonly megabytes: number;
}

/** Runs a command twice and takes the faster run. */
export function runOf(command: readonly string[]): CommandRun {
  const hasTime = existsSync('/usr/bin/time');
  const [program = '', ...args] = hasTime ? ['/usr/bin/time', '-f', '%M', ...command] : command;
  const runs = [0, 1].map(() => {
    const before = performance.now();
    const { stderr, error } = spawnSync(program, args, { maxBuffer: 1e9 });
    if (error) throw error;
    const megabytes = Number(/(\d+)\s*$/.exec(stderr.toString())?.[1] ?? Number.NaN) / 1024;
    return { seconds: (performance.now() - before) / 1000, megabytes };
  });
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

/** Runs a command twice and takes the faster run, in seconds, with the memory it needed at most. */
export function measureCommand(command: readonly string[]): Measured {
  const { seconds, megabytes } = runOf(command);
  return { value: seconds, note: Number.isNaN(megabytes) ? '' : `${megabytes.toFixed(0)} MB at most` };
}

/** How much longer the command line takes for 100,000 lines than for 10,000, its start taken off. */
export function measureGrowth(build: string, folder: string, name: string, text: (lines: number) => string): Measured {
  const time = (lines: number) => {
    const file = path.join(folder, `${lines}-lines`, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text(lines));
    const runs = Array.from({ length: 3 }, () => {
      const before = performance.now();
      spawnSync('node', [path.join(build, 'cli.js'), 'lint', file, '--format', 'json'], { maxBuffer: 1e9 });
      return performance.now() - before;
    });
    return Math.min(...runs);
  };
  const [start, one, ten] = [time(1), time(10_000), time(100_000)];
  return { value: (ten - start) / (one - start), note: `${one.toFixed(0)} ms, then ${ten.toFixed(0)} ms` };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function memoryOf(pid: number | undefined): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
  } catch {
    return '?';
  }
}
