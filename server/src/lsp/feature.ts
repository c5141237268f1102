import type { ClientCapabilities, CodeAction, Connection, Position, ServerCapabilities } from 'vscode-languageserver';
import type { Engine } from '../engine/engine.ts';
import type { Assistant } from '../ide/assistant.ts';
import type { Spot, WorkedOn } from '../ide/spot.ts';
import type { Span } from '../text/span.ts';
import { archiveOf } from '../workspace/schemas/archive.ts';
import { type Documents, describe, type Judged, type OpenDocument } from './documents.ts';
import type { LazyYamlService } from './libraries/yaml-assistant.ts';
import type { EditorSettings, InitializationOptions } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** The client, as it introduced itself. */
export interface Client {
  readonly capabilities: ClientCapabilities;
  readonly options: InitializationOptions;
}

/** A feature of the protocol: what is said of it at the beginning, and how it is served. */
export interface Feature {
  /** What the server says that it can do. What it registers later, it leaves out. */
  capabilities?(client: Client): ServerCapabilities;
  /** The commands that it can be asked to carry out. */
  commands?(client: Client): readonly string[];
  /** Answers the client's requests. */
  serve(server: Server): void;
}

/** What somebody asks of the light bulb. */
export interface ActionsAsked {
  readonly document: OpenDocument;
  readonly judged: Judged;
  /** What is selected, or where the cursor is. */
  readonly at: Span;
  /** Whether a kind of code actions is asked for. */
  readonly wants: (kind: string) => boolean;
}

/** Offers code actions, beside those that are made of findings and refactorings. */
export type ActionOffer = (asked: ActionsAsked) => Promise<readonly CodeAction[]>;

/** Carries out a command with the arguments that it was given. */
export type RunCommand = (given: readonly unknown[]) => Promise<void>;

/** What a server is put together from. */
export interface ServerParts {
  readonly connection: Connection;
  readonly client: Client;
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly documents: Documents;
  readonly assistants: readonly Assistant[];
  readonly yaml: LazyYamlService;
}

/** What the features work with. */
export class Server implements ServerParts {
  readonly connection: Connection;
  readonly client: Client;
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly documents: Documents;
  readonly assistants: readonly Assistant[];
  readonly yaml: LazyYamlService;

  constructor(parts: ServerParts) {
    this.connection = parts.connection;
    this.client = parts.client;
    this.engine = parts.engine;
    this.workspace = parts.workspace;
    this.documents = parts.documents;
    this.assistants = parts.assistants;
    this.yaml = parts.yaml;
  }

  readonly actionOffers: ActionOffer[] = [];
  private readonly commands = new Map<string, RunCommand>();
  private readonly whenInitialized: (() => void)[] = [];
  private readonly whenStale: (() => void)[] = [];

  /** Has the light bulb offer something more. */
  offerActions(offer: ActionOffer): void {
    this.actionOffers.push(offer);
  }

  /** Carries out a command that a feature has announced. */
  onCommand(command: string, run: RunCommand): void {
    this.commands.set(command, run);
  }

  async runCommand(command: string, given: readonly unknown[]): Promise<void> {
    await this.commands.get(command)?.(given);
  }

  /** Does something when the client is ready to be asked, as for registering what was not announced. */
  onInitialized(run: () => void): void {
    this.whenInitialized.push(run);
  }

  initialized(): void {
    for (const run of this.whenInitialized) run();
  }

  /** Does something when settings have changed, as for telling the client to ask again. */
  onRefresh(run: () => void): void {
    this.whenStale.push(run);
  }

  refresh(): void {
    for (const run of this.whenStale) run();
  }

  /** An open document as it stands; undefined when it is none of ours, or is not to be looked at. */
  async open(uri: string): Promise<WorkedOn | undefined> {
    const document = this.documents.get(uri);
    const file = document && (await this.documents.current(document));
    const { settings, editor } = document?.terms ?? {};
    if (!file || !settings || !editor) return undefined;
    const { kubernetesVersion } = settings;
    const host = this.engine.sharedHost;
    const schemas = { archive: await archiveOf(host), paths: editor.schemas };
    return { file, around: { host, kubernetesVersion, schemas } };
  }

  /** A place in an open document. */
  async spotAt({
    textDocument,
    position,
  }: {
    textDocument: { uri: string };
    position: Position;
  }): Promise<Spot | undefined> {
    const worked = await this.open(textDocument.uri);
    return worked && { ...worked, offset: worked.file.lines.offsetAt(position) };
  }

  /** The settings of the editor for a document that has been looked at. */
  settingsOf(uri: string): EditorSettings | undefined {
    return this.documents.get(uri)?.terms?.editor;
  }

  /** What all assistants answer, in their order. One that fails is reported, and the others are heard. */
  async gather<T>(
    ask: (assistant: Assistant) => readonly T[] | Promise<readonly T[]> | undefined,
    assistants = this.assistants,
  ): Promise<T[]> {
    const answers = await Promise.all(
      assistants.map(async (assistant) => {
        try {
          return (await ask(assistant)) ?? [];
        } catch (error) {
          this.connection.console.error(`an assistant failed: ${describe(error)}`);
          return [];
        }
      }),
    );
    return answers.flat();
  }
}
