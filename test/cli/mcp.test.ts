import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it } from 'vitest';
import { dist } from '../support/built.ts';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();

/** Does something with the server for models, started in the folder of the test. */
async function served(args: readonly string[], use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const command = { command: process.execPath, args: [path.join(dist, 'cli.js'), 'mcp', ...args], cwd: desk.folder };
  await client.connect(new StdioClientTransport(command));
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

async function textOf(client: Client, name: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  const { content } = await client.callTool({ name, arguments: input });
  return (content as readonly { readonly text: string }[]).map(({ text }) => text).join('\n');
}

it('offers tools that only read, and answers with what is found in the file as it is now', () =>
  served([], async (client) => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['seaworthy_lint', 'seaworthy_explain', 'seaworthy_fix']);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    desk.write({ Dockerfile: 'FROM alpine:3.24\nMAINTAINER me\n' });
    expect(await textOf(client, 'seaworthy_lint', { path: 'Dockerfile' })).toContain('[maintainer-is-a-label]');
    expect(await textOf(client, 'seaworthy_fix', { path: 'Dockerfile' })).toContain('authors="me"');
    expect(desk.read('Dockerfile')).toBe('FROM alpine:3.24\nMAINTAINER me\n');
    desk.write({ Dockerfile: 'FROM alpine:3.24\n' });
    expect(await textOf(client, 'seaworthy_lint', { path: 'Dockerfile' })).not.toContain('[maintainer-is-a-label]');
  }));

it('tells what it cannot do, and goes on', () =>
  served([], async (client) => {
    const answer = await client.callTool({ name: 'seaworthy_lint', arguments: { path: '/etc/passwd' } });
    expect(answer.isError).toBe(true);
    expect(await textOf(client, 'seaworthy_lint', {})).toContain('path');
    expect(await textOf(client, 'seaworthy_explain', { rule: 'DL3006' })).toContain('pin-base-image');
  }));

it('reads the folders that are named, and no others', async () => {
  desk.write({ 'a/Dockerfile': 'FROM alpine\n', 'b/Dockerfile': 'FROM alpine\n' });
  await served(['a'], async (client) => {
    expect(await textOf(client, 'seaworthy_lint', { path: 'Dockerfile' })).toContain('[pin-base-image]');
    expect(await textOf(client, 'seaworthy_lint', { path: path.join(desk.folder, 'b/Dockerfile') })).toContain(
      'outside',
    );
    expect(await textOf(client, 'seaworthy_lint', { path: '../b/Dockerfile' })).toContain('outside');
  });
});
