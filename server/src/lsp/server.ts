import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Host } from '../core/host.ts';
import type { ScriptInquiry } from '../core/script-checker.ts';
import { Engine } from '../engine/engine.ts';
import { registry } from '../rules/index.ts';
import { CodeActions, fixAllKind, showDocumentationCommand } from './code-actions.ts';
import { codeLenses } from './code-lens.ts';
import { ConfigLanguage, type LoadYamlService } from './config-language.ts';
import { Diagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { format } from './formatting.ts';
import { CombinedHost, EditorHost } from './hosts.ts';
import { hover } from './hover.ts';
import type { InitializationOptions } from './protocol.ts';
import { Typing } from './typing.ts';
import { Workspace } from './workspace.ts';

/** What differs between Node and a browser. */
export interface Platform {
  readonly version: string;
  /** A host that reads the disk below the given folders; undefined where there is no disk. */
  readonly diskHost: ((folders: () => readonly string[]) => Host) | undefined;
  /** Asks about shell scripts until a signal, by running a program; undefined where none can be run. */
  readonly inquire: ((signal: AbortSignal) => ScriptInquiry) | undefined;
  readonly loadYamlService: LoadYamlService;
}

/** Serves one client over a connection: wires its messages to the parts that answer them. */
export function startServer(connection: Connection, platform: Platform): void {
  connection.onInitialize((params) => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const folders = foldersOf(params);
    const disk = platform.diskHost?.(() => workspace.folderUris.flatMap(pathOf));
    const editor = options.answersFileRequests ? new EditorHost(connection) : undefined;
    const host: Host = new CombinedHost({
      disk,
      editor,
      openText: (uri) => documents.get(uri)?.text.getText(),
      folders: () => workspace.folderUris,
    });
    const engine = new Engine(host);
    const workspace = new Workspace(connection, host, registry);
    workspace.setFolders(folders);
    const documents = new Documents(engine, workspace, connection, inquirer(params, options, platform));
    serve(connection, params, options, engine, workspace, documents, platform);
    return initializeResult(params, options, platform.version);
  });
  connection.listen();
}

/**
 * What asks about scripts. Programs are run in trusted workspaces only. Nor are they where what comes later cannot be
 * told: the client would have to wait for all of it.
 */
function inquirer({ capabilities }: InitializeParams, options: InitializationOptions, { inquire }: Platform) {
  const canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true;
  return options.isTrusted === true && (!pulls({ capabilities }) || canRefresh) ? inquire : undefined;
}

function serve(
  connection: Connection,
  { capabilities }: InitializeParams,
  options: InitializationOptions,
  engine: Engine,
  workspace: Workspace,
  documents: Documents,
  platform: Platform,
): void {
  const configLanguage = new ConfigLanguage(platform.loadYamlService);
  workspace.setAsksForSettings(capabilities.workspace?.configuration === true);
  const pull = pulls({ capabilities });
  const canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true;
  const diagnostics = new Diagnostics(connection, documents, workspace, {
    pull,
    canRefresh,
    showsRelated: capabilities.textDocument?.publishDiagnostics?.relatedInformation === true,
  });
  const actions = new CodeActions(engine, documents, options.showDocumentationCommand ?? showDocumentationCommand);

  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'seaworthy' });
    }
    // Only for Dockerfiles: for YAML there are formatters enough.
    if (registersFormatting({ capabilities })) {
      const documentSelector = [{ language: 'dockerfile' }];
      void connection.client.register(DocumentFormattingRequest.type, { documentSelector });
      void connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector });
    }
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
  const reconfigure = () => {
    workspace.forget();
    void diagnostics.refresh();
    if (capabilities.workspace?.codeLens?.refreshSupport)
      void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };
  connection.onDidChangeConfiguration(reconfigure);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri);
    if (uris.some((uri) => workspace.isConfigFile(uri))) reconfigure();
    if (engine.filesChanged(uris)) void diagnostics.again();
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    // Not every client watches files for us, so who opens a document gets a fresh look around.
    engine.filesChanged();
    diagnostics.changed(documents.add(textDocument));
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const document = documents.change(textDocument, contentChanges);
    if (!document) return;
    diagnostics.changed(document);
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
    diagnostics.closed(textDocument.uri);
  });

  connection.languages.diagnostics.on(({ textDocument }) => diagnostics.pull(textDocument.uri));
  connection.onCodeAction((params) => actions.provide(params));
  /** An open configuration file, unless another extension speaks for YAML files. */
  const configFile = (uri: string) =>
    workspace.isConfigFile(uri) && !options.hasYamlSupport ? documents.get(uri) : undefined;
  connection.onHover((params) => {
    const config = configFile(params.textDocument.uri);
    return config ? configLanguage.hover(config, params.position) : hover(params, documents, engine);
  });
  connection.onCodeLens((params) => codeLenses(params, documents));
  connection.onCompletion(({ textDocument, position }) => {
    const config = configFile(textDocument.uri);
    return config ? configLanguage.complete(config, position) : null;
  });
  connection.onDocumentFormatting(({ textDocument, options: wanted }) => {
    const document = documents.get(textDocument.uri);
    return document ? format(document, wanted) : [];
  });
  connection.onDocumentRangeFormatting(({ textDocument, options: wanted, range }) => {
    const document = documents.get(textDocument.uri);
    return document ? format(document, wanted, range) : [];
  });
  connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const uri: unknown = given?.[1];
    if (command !== showDocumentationCommand || typeof uri !== 'string') return;
    await connection.window.showDocument({ uri, external: true });
  });
}

function initializeResult(params: InitializeParams, options: InitializationOptions, version: string): InitializeResult {
  return {
    serverInfo: { name: 'Seaworthy', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind] },
      hoverProvider: true,
      codeLensProvider: {},
      ...(!registersFormatting(params) && { documentFormattingProvider: true, documentRangeFormattingProvider: true }),
      completionProvider: { triggerCharacters: [':', ' '] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(pulls(params) && {
        diagnosticProvider: { identifier: 'seaworthy', interFileDependencies: false, workspaceDiagnostics: false },
      }),
      ...(options.showDocumentationCommand === undefined && {
        executeCommandProvider: { commands: [showDocumentationCommand] },
      }),
    },
  };
}

/** Whether the client asks for diagnostics. They are then not sent as well, or people would see everything twice. */
function pulls({ capabilities }: Pick<InitializeParams, 'capabilities'>): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

/** Whether the client can be told of which files formatting is offered. */
function registersFormatting({ capabilities }: Pick<InitializeParams, 'capabilities'>): boolean {
  return capabilities.textDocument?.formatting?.dynamicRegistration === true;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders && workspaceFolders.length > 0) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

function pathOf(uri: string): string[] {
  return uri.startsWith('file:') ? [URI.parse(uri).fsPath] : [];
}
