import type { ChildProcess } from 'node:child_process';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, eventually, found, open } from './support.ts';

describe('a server that dies', () => {
  afterEach(closeAll);

  it('is started again, and finds the same', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    await found(document, 'maintainer-is-a-label');
    const server = await eventually('the process of the server', serverProcess);
    server.kill('SIGKILL');
    await eventually('another process', () => {
      const next = serverProcess();
      return next !== undefined && next.pid !== server.pid;
    });
    await found(document, 'maintainer-is-a-label');
  });
});

/** The process of the language server, among the children of the extension host that runs this. */
function serverProcess(): ChildProcess | undefined {
  const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles(): unknown[] };
  const children = handles
    .call(process)
    .filter((one): one is ChildProcess => Array.isArray((one as ChildProcess).spawnargs));
  return children.find(({ spawnargs, killed }) => !killed && spawnargs.some((one) => one.endsWith('server.js')));
}
