import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createConnection } from 'vscode-languageserver/node';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { resourcesOf } from '../../server/src/lsp/hosts.ts';
import { readResourceRequest } from '../../server/src/lsp/protocol.ts';
import { resourcesIn } from '../../server/src/node/resources.ts';

const bytes = new Uint8Array([0, 127, 128, 255]);

describe('what ships with the server', () => {
  it('is read beside it', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-resources-'));
    await writeFile(path.join(folder, 'index'), bytes);
    const read = resourcesIn(folder);
    expect(Uint8Array.from((await read('index')) ?? [])).toEqual(bytes);
    expect(await read('nothing')).toBeUndefined();
  });

  it('is asked of the client where there is no disk', async () => {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(up, down);
    const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onRequest(readResourceRequest.method, ({ name }: { name: string }) =>
      name === 'schemas/index' ? btoa(String.fromCharCode(...bytes)) : null,
    );
    client.listen();
    server.listen();
    const read = resourcesOf(server);
    expect(await read('schemas/index')).toEqual(bytes);
    expect(await read('schemas/nothing')).toBeUndefined();
    client.dispose();
  });
});
