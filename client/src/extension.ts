import { type ExtensionContext, type LogOutputChannel, l10n, type Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import type { InitializationOptions } from '../../server/src/lsp/protocol.ts';
import { offerAgentTools } from './agent-tools.ts';
import { buildFilePattern } from './build-files.ts';
import { registerCommands } from './commands.ts';
import { configFilePattern } from './config-file.ts';
import { answerFileRequests, answerResourceRequests } from './file-requests.ts';
import { deployImageCommand, pinCommand, showBuildCacheCommand, showDocumentationCommand } from './names.ts';
import { explainNeighbours, findNeighbours, onNeighboursChanged } from './neighbours.ts';
import { announcePins } from './pins.ts';
import { onlyWorkedOn, selector } from './selection.ts';
import { Status } from './status.ts';

/** Makes a client for one run of the server: over IPC on a machine, with a worker in a browser. */
export type ClientFactory = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** Runs the language server and shows how it fares. The same on a machine and in a browser. */
export class Extension {
  private readonly createClient: ClientFactory;
  private readonly options: LanguageClientOptions;
  private readonly extensionUri: Uri;
  private readonly output: LogOutputChannel;
  private readonly status: Status;
  private client: BaseLanguageClient | undefined;

  constructor(context: ExtensionContext, createClient: ClientFactory) {
    this.createClient = createClient;
    this.extensionUri = context.extensionUri;
    this.output = window.createOutputChannel('Seaworthy', { log: true });
    const trace = window.createOutputChannel('Seaworthy Trace', { log: true });
    const watchers = [
      workspace.createFileSystemWatcher(configFilePattern),
      workspace.createFileSystemWatcher('**/{*.dockerignore,.gitignore}'),
      // What manifests say of each other changes with a checkout, too, when nobody has them open.
      workspace.createFileSystemWatcher('**/*.{yaml,yml}', true, false, true),
      // So does what says which Dockerfile builds which image, and what that image is.
      workspace.createFileSystemWatcher(buildFilePattern, true, false, true),
      // With every commit there is one more that a build can be replayed with.
      workspace.createFileSystemWatcher('**/.git/{HEAD,logs/HEAD}'),
      // What a Dockerfile copies may come and go; what is in it is no matter.
      workspace.createFileSystemWatcher('**/*', false, true, false),
    ];
    this.status = new Status();
    this.options = {
      documentSelector: selector,
      initializationOptions,
      outputChannel: this.output,
      traceOutputChannel: trace,
      synchronize: { fileEvents: watchers },
      diagnosticPullOptions: { onChange: true, onSave: true },
      middleware: { provideDiagnostics: onlyWorkedOn },
    };
    // What is left to others, and what may be run, is decided when the server starts.
    onNeighboursChanged(context, () => void this.restart());
    void explainNeighbours(context.globalState);
    const trust = workspace.onDidGrantWorkspaceTrust(() => this.restart());
    const commands = registerCommands({
      extensionUri: context.extensionUri,
      output: this.output,
      trace,
      restart: () => this.restart(),
      client: () => this.client,
    });
    const tools = offerAgentTools(agentToolsOf(context), () => this.client);
    context.subscriptions.push(tools, this.output, trace, ...watchers, this.status, trust, ...commands);
  }

  /** Starts the server. When that fails the status and the output say why; people can then try again. */
  async start(): Promise<void> {
    const client = this.createClient('seaworthy', 'Seaworthy', this.options);
    this.client = client;
    answerFileRequests(client);
    answerResourceRequests(client, this.extensionUri);
    client.onDidChangeState(({ newState }) => {
      // A client that has been replaced has nothing more to say.
      if (client === this.client) this.show(client, newState);
    });
    await client.start().catch((error: unknown) => this.output.error('The language server did not start.', error));
  }

  /** Stops the server for good. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => this.output.warn('The language server did not stop.', error));
  }

  private async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private show(client: BaseLanguageClient, state: State): void {
    if (state === State.Running) announcePins(client);
    if (state === State.Running) this.status.running(client.initializeResult?.serverInfo?.version);
    else if (state === State.Starting) this.status.starting();
    else this.status.stopped();
  }
}

/** The names of the tools for language models that package.json lists. */
function agentToolsOf({ extension }: ExtensionContext): readonly string[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly languageModelTools: readonly { readonly name: string }[] };
  };
  return contributes.languageModelTools.map(({ name }) => name);
}

function initializationOptions(): InitializationOptions {
  return {
    answersFileRequests: true,
    showBuildCacheCommand,
    showDocumentationCommand,
    pinCommand,
    deployImageCommand,
    suggestCommand: 'editor.action.triggerSuggest',
    ...findNeighbours(),
    isTrusted: workspace.isTrusted,
    ...(l10n.bundle && { translations: l10n.bundle }),
  };
}
