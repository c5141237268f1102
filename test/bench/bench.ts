/**
 * Prints how fast what ships is, against the budgets of the design. `npm run bench`, after `npm run build`. Compare runs
 * on one machine only.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist } from '../support/built.ts';
import { LspClient } from '../support/lsp-client.ts';
import { dockerfileOf, manifestOf } from './inputs.ts';

const edits = 60;
const rows: string[][] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-bench-'));

async function keystrokes(
  label: string,
  name: string,
  languageId: string,
  text: string,
  budget: number,
): Promise<void> {
  const uri = pathToFileURL(path.join(folder, name)).toString();
  const started = performance.now();
  const client = await LspClient.start({ folders: [pathToFileURL(folder).toString()] });
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
  const { p50, p95 } = percentiles(times);
  const lines = text.split('\n').length - 1;
  row(
    `${label}, ${lines} lines, ${found.length} findings: keystroke p95`,
    p95,
    budget,
    'ms',
    `p50 ${p50.toFixed(1)} ms, ${memory} MB`,
  );
  row(`${label}, ${lines} lines: start of the server to first diagnostics`, first, 400, 'ms');
}

function throughput(
  label: string,
  count: number,
  name: string,
  text: (index: number) => string,
  budget: number,
): number {
  const root = path.join(folder, label);
  for (let index = 0; index < count; index++) {
    mkdirSync(path.join(root, String(index)), { recursive: true });
    writeFileSync(path.join(root, String(index), name), text(index));
  }
  const before = performance.now();
  const run = spawnSync(
    '/usr/bin/env',
    ['time', '-f', '%M', 'node', path.join(dist, 'cli.js'), 'lint', root, '--format', 'json'],
    { maxBuffer: 1e9 },
  );
  const seconds = (performance.now() - before) / 1000;
  const peak = Number(/(\d+)\s*$/.exec(run.stderr.toString())?.[1] ?? Number.NaN) / 1024;
  row(`${label}: command line`, seconds, budget, 's', Number.isNaN(peak) ? '' : `${peak.toFixed(0)} MB at most`);
  return seconds;
}

/** How much longer ten times the text takes, with the start of the program taken off. */
function growth(label: string, name: string, text: (size: number) => string): void {
  const time = (size: number) => {
    const file = path.join(folder, `${size}-${name}`, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text(size));
    const runs = Array.from({ length: 5 }, () => {
      const before = performance.now();
      spawnSync('node', [path.join(dist, 'cli.js'), 'lint', file, '--format', 'json'], { maxBuffer: 1e9 });
      return performance.now() - before;
    });
    return Math.min(...runs);
  };
  const [start, one, ten] = [time(1), time(1000), time(10_000)];
  row(
    `${label}: ten times the lines`,
    (ten - start) / (one - start),
    11,
    'times',
    `${one.toFixed(0)} ms, then ${ten.toFixed(0)} ms`,
  );
}

function percentiles(times: readonly number[]): { p50: number; p95: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

function memoryOf(pid: number | undefined): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
  } catch {
    return '?';
  }
}

function row(what: string, value: number, budget: number, unit: string, note = ''): void {
  rows.push([
    what,
    `${value.toFixed(1)} ${unit}`,
    `${budget} ${unit}`,
    `${((value / budget) * 100).toFixed(0)} %`,
    note,
  ]);
}

await keystrokes('Dockerfile', 'Dockerfile', 'dockerfile', dockerfileOf(157), 16);
await keystrokes('Manifest', 'web.yaml', 'yaml', manifestOf(13), 30);
await keystrokes('Manifest of 120 documents', 'all.yaml', 'yaml', manifestOf(125), 60);
throughput('1,000 Dockerfiles', 1000, 'Dockerfile', (index) => dockerfileOf(25 * (1 + (index % 3))), 3);
throughput('2,000 manifests', 2000, 'app.yaml', (index) => manifestOf(1 + (index % 3)), 10);
growth('Dockerfile', 'Dockerfile', dockerfileOf);
growth('Manifest', 'grow.yaml', (lines) => manifestOf(Math.max(1, Math.round(lines / 24))));
rmSync(folder, { recursive: true });

process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n\n`);
process.stdout.write('| what | measured | budget | share | |\n|---|---|---|---|---|\n');
for (const cells of rows) process.stdout.write(`| ${cells.join(' | ')} |\n`);
