import * as l10n from '@vscode/l10n';
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { isHead } from '../core/history.ts';
import type { Host } from '../core/host.ts';
import type { ScriptInquiry } from '../core/script-checker.ts';
import { Engine } from '../engine/engine.ts';
import type { Assistant, Neighbour } from '../ide/assistant.ts';
import { assistants as ownAssistants } from '../ide/assistants.ts';
import { registry } from '../rules/index.ts';
import { Diagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { type Client, type Feature, Server } from './feature.ts';
import { features } from './features/index.ts';
import { CombinedHost, EditorHost } from './hosts.ts';
import { configAssistant, fieldAssistant, LazyYamlService, type LoadYamlService } from './libraries/yaml-assistant.ts';
import { Practice } from './practice.ts';
import type { InitializationOptions } from './protocol.ts';
import { Typing } from './typing.ts';
import { Workspace } from './workspace.ts';

/** What differs between Node and a browser. */
export interface Platform {
  readonly version: string;
  /** A host that reads the disk below the given folders; undefined where there is no disk. */
  readonly diskHost: ((folders: () => readonly string[]) => Host) | undefined;
  /** Reads a file that ships beside the server, by its path there; undefined when there is none. */
  readonly readResource: (name: string) => Promise<Uint8Array | undefined>;
  /** Asks about shell scripts until a signal, by running a program; undefined where none can be run. */
  readonly inquire: ((signal: AbortSignal) => ScriptInquiry) | undefined;
  readonly loadYamlService: LoadYamlService;
  /** What is served here alone. */
  readonly features?: readonly Feature[];
}

/** Serves one client over a connection: wires its messages to the parts that answer them. */
export function startServer(connection: Connection, platform: Platform): void {
  connection.onInitialize((params) => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    l10n.config({ contents: options.translations ?? {} });
    const folders = foldersOf(params);
    const disk = platform.diskHost?.(() => workspace.folderUris.flatMap(pathOf));
    const editor = options.answersFileRequests ? new EditorHost(connection) : undefined;
    const host: Host = new CombinedHost({
      disk,
      editor,
      openText: (uri) => documents.get(uri)?.text.getText(),
      folders: () => workspace.folderUris,
      readResource: platform.readResource,
      // Git is run in trusted workspaces only, and when a lens or somebody asks for what it knows.
      history: options.isTrusted ? (folder) => disk?.history?.(folder) ?? Promise.resolve(undefined) : undefined,
    });
    const engine = new Engine(host);
    const workspace = new Workspace(connection, host, registry);
    workspace.setFolders(folders);
    const client: Client = { capabilities: params.capabilities, options };
    const documents = new Documents(engine, workspace, connection, inquirer(client, platform));
    const yaml = new LazyYamlService(platform.loadYamlService);
    const assistants = assistantsFor(client, yaml);
    const served = [...features, ...(platform.features ?? [])];
    serve(new Server({ connection, client, engine, workspace, documents, assistants, yaml }), served);
    return initializeResult(client, platform.version, served);
  });
  connection.listen();
}

/**
 * What asks about scripts. Programs are run in trusted workspaces only. Nor are they where what comes later cannot be
 * told: the client would have to wait for all of it.
 */
function inquirer(client: Client, { inquire }: Platform) {
  const canRefresh = client.capabilities.workspace?.diagnostics?.refreshSupport === true;
  return client.options.isTrusted === true && (!pulls(client) || canRefresh) ? inquire : undefined;
}

/** Who helps: our own and the libraries of others, without those whose work another extension does. */
function assistantsFor({ options }: Client, yaml: LazyYamlService): readonly Assistant[] {
  const isThere: Readonly<Record<Neighbour, boolean | undefined>> = {
    yaml: options.hasYamlSupport,
    'manifest fields': options.hasManifestSupport,
    dockerfile: options.hasDockerfileSupport,
  };
  return [...ownAssistants, configAssistant(yaml), fieldAssistant(yaml)].filter(
    ({ alsoBy }) => !alsoBy || !isThere[alsoBy],
  );
}

function serve(server: Server, served: readonly Feature[]): void {
  const { connection, client, engine, workspace, documents } = server;
  const { capabilities } = client;
  workspace.setAsksForSettings(capabilities.workspace?.configuration === true);
  const diagnostics = new Diagnostics(connection, documents, workspace, {
    pull: pulls(client),
    canRefresh: capabilities.workspace?.diagnostics?.refreshSupport === true,
    showsRelated: capabilities.textDocument?.publishDiagnostics?.relatedInformation === true,
  });
  for (const feature of served) feature.serve(server);
  connection.onExecuteCommand(({ command, arguments: given }) => server.runCommand(command, given ?? []));

  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'seaworthy' });
    }
    server.initialized();
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri.replace(/\/$/, '')));
        const kept = workspace.folderUris.filter((uri) => !gone.has(uri));
        workspace.setFolders([...kept, ...added.map(({ uri }) => uri)]);
        void diagnostics.refresh();
      });
    }
  });

  // What others say of the document that somebody types in is said again when they pause.
  const typing = new Typing((uris) => {
    if (engine.filesChanged(uris)) void diagnostics.again();
  });
  const practice = new Practice(engine);
  const reconfigure = () => {
    workspace.forget();
    void diagnostics.refresh();
    server.refresh();
  };
  connection.onDidChangeConfiguration(reconfigure);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri);
    if (uris.some((uri) => workspace.isConfigFile(uri))) reconfigure();
    if (engine.filesChanged(uris)) void diagnostics.again();
    // What lenses tell of the history is another after each commit.
    if (uris.some(isHead)) server.refresh();
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    // Not every client watches files for us, so who opens a document gets a fresh look around.
    engine.filesChanged();
    const document = documents.add(textDocument);
    diagnostics.changed(document);
    practice.after(document);
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const document = documents.change(textDocument, contentChanges);
    if (!document) return;
    diagnostics.changed(document);
    practice.after(document);
    if (documents.all.length > 1) typing.changed(textDocument.uri);
  });
  connection.onDidSaveTextDocument(({ textDocument }) => {
    const document = documents.save(textDocument.uri);
    if (!document) return;
    // Not every client watches files for us, but each tells what it saves.
    if (workspace.isConfigFile(document.uri)) reconfigure();
    else diagnostics.changed(document);
    if (engine.filesChanged([document.uri])) void diagnostics.again();
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    documents.close(textDocument.uri);
    practice.stop();
    diagnostics.closed(textDocument.uri);
  });

  connection.languages.diagnostics.on(({ textDocument }) => diagnostics.pull(textDocument.uri));
}

function initializeResult(client: Client, version: string, served: readonly Feature[]): InitializeResult {
  const announced = served.map((feature): ServerCapabilities => feature.capabilities?.(client) ?? {});
  const commands = served.flatMap((feature) => feature.commands?.(client) ?? []);
  return {
    serverInfo: { name: 'Seaworthy', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(pulls(client) && {
        diagnosticProvider: { identifier: 'seaworthy', interFileDependencies: false, workspaceDiagnostics: false },
      }),
      ...(commands.length > 0 && { executeCommandProvider: { commands } }),
      ...(Object.assign({}, ...announced) as ServerCapabilities),
    },
  };
}

/** Whether the client asks for diagnostics. They are then not sent as well, or people would see everything twice. */
function pulls({ capabilities }: Client): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders && workspaceFolders.length > 0) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

function pathOf(uri: string): string[] {
  return uri.startsWith('file:') ? [URI.parse(uri).fsPath] : [];
}
