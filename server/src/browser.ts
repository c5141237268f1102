import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './lsp/server.ts';
import { version } from './version.ts';

// A web worker: there is no disk, files are read by the editor.
const worker = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
startServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  version,
  diskHost: undefined,
  loadYamlService: () => import('./lsp/yaml-service.ts'),
});
