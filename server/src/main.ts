import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { pins } from './lsp/features/pins.ts';
import type { LoadYamlService } from './lsp/libraries/yaml-assistant.ts';
import { startServer } from './lsp/server.ts';
import { DiskHost } from './node/disk-host.ts';
import { Git } from './node/git.ts';
import { resourcesIn } from './node/resources.ts';
import { ShellCheck } from './node/shellcheck.ts';
import { version } from './version.ts';

/** It is a bundle of its own beside this one, so that starting does not wait for it. */
const yamlService = './yaml-service.js';

const shellcheck = new ShellCheck();

// Node: over standard input and output, or over IPC when VS Code starts it.
startServer(createConnection(ProposedFeatures.all), {
  version,
  diskHost: (folders) => new DiskHost(folders, folders, undefined, new Git()),
  readResource: resourcesIn(__dirname),
  inquire: (signal) => shellcheck.inquiry(signal),
  // What speaks over the network is loaded when somebody asks for digests.
  features: [pins(async (proxy) => (await import('./node/registry/open-registry.ts')).openRegistry(proxy))],
  loadYamlService: () => import(yamlService) as ReturnType<LoadYamlService>,
});
