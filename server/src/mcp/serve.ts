import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { agentTools, callTool, inputSchemaOf } from '../agent-tools/index.ts';
import { Engine } from '../engine/engine.ts';
import { DiskHost } from '../node/disk-host.ts';

/** What a server for models is started with. */
export interface McpOptions {
  /** The folders whose files may be read, as paths: nothing outside of them is. */
  readonly folders: readonly string[];
  readonly version: string;
  /** The folder with what ships beside the program. */
  readonly resources: string;
}

/**
 * Offers the tools to a client of the Model Context Protocol over standard input and output. Comes back when the client
 * has gone.
 */
export async function serveTools({ folders, version, resources }: McpOptions): Promise<void> {
  const given = folders.map((folder) => path.resolve(folder));
  const host = new DiskHost(
    () => given,
    () => given,
    resources,
  );
  const engine = new Engine(host);
  const uris = given.map((folder) => pathToFileURL(folder).toString().replace(/\/$/, ''));
  const server = new Server({ name: 'seaworthy', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: agentTools.map(describe) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    // Nobody tells what has been written since the last call.
    engine.filesChanged();
    const { blocks, isError } = await callTool(params.name, params.arguments, { engine, host, folders: uris });
    return { content: blocks.map((text) => ({ type: 'text' as const, text })), isError };
  });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    server.onclose = resolve;
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();

  function describe(tool: (typeof agentTools)[number]): Tool {
    const { name, title, description } = tool;
    const annotations = { title, readOnlyHint: true, idempotentHint: true, openWorldHint: false };
    return { name, title, description, inputSchema: inputSchemaOf(tool) as Tool['inputSchema'], annotations };
  }
}
