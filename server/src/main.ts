import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server.ts';
import { DiskHost } from './node/disk-host.ts';
import { version } from './version.ts';

// Node: over standard input and output, or over IPC when VS Code starts it.
startServer(createConnection(ProposedFeatures.all), {
  version,
  diskHost: (folders) => new DiskHost(folders),
});
