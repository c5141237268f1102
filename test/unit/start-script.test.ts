import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fill } from '../../server/src/templates/fill.ts';
import { entrypointScript } from '../../server/src/templates/scripts/entrypoint.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the script, with what it prepares, in front of a command. */
function start(prepare: string, ...command: readonly string[]) {
  const file = path.join(folder, 'entrypoint.sh');
  writeFileSync(file, fill(entrypointScript, { prepare }));
  const child = spawn('sh', [file, ...command]);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  const ended = once(child, 'exit').then(([status, signal]) => ({ status, signal, printed }));
  const said = async (text: string) => {
    while (!printed.includes(text)) await once(child.stdout, 'data');
  };
  return { child, ended, said };
}

describe.skipIf(process.platform === 'win32')('the start script', () => {
  it('prepares, and then is the program that it starts', async () => {
    const { child, ended } = start('echo prepared', 'sh', '-c', 'echo "$0 $1 $$"; exit 7', 'a  b', '*');
    expect(await ended).toEqual({ status: 7, signal: null, printed: `prepared\na  b * ${child.pid}\n` });
  });

  it('starts without anything to prepare', async () => {
    expect((await start('', 'echo', 'started').ended).printed).toBe('started\n');
  });

  it('does not start where what comes first fails', async () => {
    expect(await start('false', 'echo', 'started').ended).toEqual({ status: 1, signal: null, printed: '' });
  });

  it('stops at once when it is told to while it prepares, and stops what it prepares with', async () => {
    const { child, ended, said } = start(
      'sh -c "trap \'echo stopped; exit 0\' TERM; echo begun; while :; do sleep 0.05; done"',
      'echo',
      'started',
    );
    await said('begun');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 143, signal: null });
    await said('stopped');
  });

  it('hands signals to the program', async () => {
    const { child, ended, said } = start(
      'true',
      'sh',
      '-c',
      "trap 'echo heard; exit 3' TERM; echo ready; while :; do sleep 0.05; done",
    );
    await said('ready');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 3, signal: null, printed: 'ready\nheard\n' });
  });
});
