import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
  type Registration,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { dist } from './built.ts';

type Capabilities = InitializeParams['capabilities'];

interface Started {
  readonly folders?: readonly string[];
  readonly capabilities?: Capabilities;
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
  /** The folder of the build to run; `dist/` unless named. */
  readonly build?: string;
  /** What to run instead of that, with its arguments. */
  readonly command?: readonly [string, ...string[]];
}

/** A client of the real server, which runs in a process of its own and is spoken to over standard input and output. */
export class LspClient {
  /** What the server has written into its log. */
  readonly logged: string[] = [];
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  private readonly published = new Map<string, Diagnostic[]>();
  private readonly waiting: { uri: string; version: number | undefined; tell: (diagnostics: Diagnostic[]) => void }[] =
    [];
  private version = 1;

  private constructor(process: ChildProcess) {
    this.process = process;
    if (!process.stdout || !process.stdin) throw new Error('the server has no streams');
    this.connection = createProtocolConnection(
      new StreamMessageReader(process.stdout),
      new StreamMessageWriter(process.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
      this.published.set(uri, diagnostics);
      for (const one of this.waiting.filter(
        (waiting) => waiting.uri === uri && (waiting.version ?? version) === version,
      )) {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        one.tell(diagnostics);
      }
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
  }

  static async start({
    folders = [],
    capabilities = {},
    settings,
    initializationOptions,
    build = dist,
    command = ['node', path.join(build, 'server.js'), '--stdio'],
  }: Started = {}): Promise<LspClient> {
    const [program, ...args] = command;
    const client = new LspClient(spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
    client.connection.listen();
    client.connection.onRequest('workspace/configuration', ({ items }) => items.map(() => settings ?? null));
    client.connection.onRequest('client/registerCapability', ({ registrations }) => {
      client.registered.push(...registrations);
      return null;
    });
    const result = await client.request('initialize', {
      processId: null,
      rootUri: folders[0] ?? null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities,
      initializationOptions,
    });
    client.initialized = result;
    client.notify('initialized', {});
    return client;
  }

  /** What the server registered after that. */
  readonly registered: Registration[] = [];

  /** What the server answered to `initialize`. */
  initialized: unknown;

  // biome-ignore lint/suspicious/noExplicitAny: the answers of a protocol are looked at field by field
  request(method: string, params: unknown): Promise<any> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params: unknown): void {
    void this.connection.sendNotification(method, params);
  }

  /** Opens a document and waits for what is found in it. */
  open(uri: string, languageId: string, text: string): Promise<Diagnostic[]> {
    const told = this.next(uri, this.version);
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: this.version, text } });
    return told;
  }

  /** Replaces the whole text of an open document and waits for what is found in it. */
  change(uri: string, text: string): Promise<Diagnostic[]> {
    this.version++;
    const told = this.next(uri, this.version);
    this.notify('textDocument/didChange', { textDocument: { uri, version: this.version }, contentChanges: [{ text }] });
    return told;
  }

  /** The next diagnostics of a document, of a given version if one is named. */
  next(uri: string, version?: number): Promise<Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no diagnostics for ${uri}`)), 100_000);
      const tell = (diagnostics: Diagnostic[]) => {
        clearTimeout(timer);
        resolve(diagnostics);
      };
      this.waiting.push({ uri, version, tell });
    });
  }

  /** Ends the server as the protocol wants it, and waits until it is gone. */
  async stop(): Promise<void> {
    const gone = once(this.process, 'exit');
    await this.request('shutdown', undefined);
    await this.connection.sendNotification('exit');
    await gone;
    this.connection.dispose();
  }
}
