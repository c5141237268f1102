import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { resourcesOf } from './lsp/hosts.ts';
import { startServer } from './lsp/server.ts';
import { version } from './version.ts';

// dockerfile-ast, below the formatter, asks Node's Buffer whether a text begins with a byte order mark.
if (!('Buffer' in globalThis))
  Object.assign(globalThis, { Buffer: { from: (text: string) => new TextEncoder().encode(text) } });

// A web worker: there is no disk, files are read by the editor.
const worker = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
startServer(connection, {
  version,
  diskHost: undefined,
  readResource: resourcesOf(connection),
  inquire: undefined,
  loadYamlService: () => import('./lsp/libraries/yaml-service.ts'),
});
