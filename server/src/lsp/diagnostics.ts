import {
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import { LineMap } from '../text/lines.ts';
import { diagnosticSource, toDiagnostic } from './convert.ts';
import { type Documents, describe, type Judged, type OpenDocument } from './documents.ts';
import type { Workspace } from './workspace.ts';

/** How the client wants to have its diagnostics. */
export interface DiagnosticsMode {
  /** Whether the client asks for them; otherwise they are sent whenever they change. */
  readonly pull: boolean;
  /** Whether a client that asks can be told to ask again. */
  readonly canRefresh: boolean;
  /** Whether it shows the related places of a diagnostic. */
  readonly showsRelated: boolean;
}

/** How long something may take, in milliseconds, before who waits for it notices. */
const noticeable = 50;

/** How long after a change an editor asks what can be written there, in milliseconds, and then some. */
const moment = 40;

/** Tells the client what was found: at once after each change, or when it asks. */
export class Diagnostics {
  private readonly connection: Connection;
  private readonly documents: Documents;
  private readonly workspace: Workspace;
  private readonly mode: DiagnosticsMode;
  private readonly waiting = new Set<OpenDocument>();

  constructor(connection: Connection, documents: Documents, workspace: Workspace, mode: DiagnosticsMode) {
    this.connection = connection;
    this.documents = documents;
    this.workspace = workspace;
    this.mode = mode;
  }

  /** Says that a document has changed. Changes that have arrived together are judged together. */
  changed(document: OpenDocument): void {
    if (this.mode.pull || this.waiting.has(document)) return;
    this.waiting.add(document);
    void this.turnFor(document).then(() => {
      this.waiting.delete(document);
      void this.publish(document);
    });
  }

  /**
   * When it is time to judge a document: as soon as the messages that have arrived together have been taken in. One that
   * takes longer than somebody notices lets what is asked about it go first, as what can be written there, for which it
   * need not be judged and which is asked a moment later.
   */
  private async turnFor({ took }: OpenDocument): Promise<void> {
    if (took >= noticeable) {
      await new Promise((resolve) => setTimeout(resolve, moment));
      // Where the server was busy meanwhile, what was asked has arrived and not yet been read.
      await nextTurn();
    }
    await nextTurn();
  }

  /** Says that settings or configuration have changed, so that everything must be looked at again. */
  refresh(): Promise<void> {
    this.documents.forgetTerms();
    return this.again();
  }

  /** Says everything again that has changed. */
  async again(): Promise<void> {
    if (!this.mode.pull) for (const document of this.documents.all) this.changed(document);
    else if (this.mode.canRefresh) await this.connection.languages.diagnostics.refresh().catch(() => undefined);
  }

  /** Takes back what was said about a document that is no longer open. */
  closed(uri: string): void {
    if (!this.mode.pull) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Answers a client that asks. */
  async pull(uri: string): Promise<DocumentDiagnosticReport> {
    const document = this.documents.get(uri);
    const items = document ? await this.diagnosticsToAnswer(document) : [];
    return { kind: DocumentDiagnosticReportKind.Full, items };
  }

  /** What is known at once; what the files beside the document say only when the client cannot be told to ask again. */
  private async diagnosticsToAnswer(document: OpenDocument): Promise<Diagnostic[]> {
    if (document.took >= noticeable) await this.turnFor(document);
    const diagnostics = await this.diagnosticsOf(document);
    const looked = this.documents.lookAround(document);
    const isMore = this.mode.canRefresh ? await Promise.race([looked, nextTurn()]) : await looked;
    if (isMore === undefined) void looked.then((more) => (more ? this.again() : undefined));
    // What is known without waiting is there by now, even where more is to come.
    return isMore === false ? diagnostics : this.diagnosticsNow(document);
  }

  private async publish(document: OpenDocument): Promise<void> {
    // Where nothing has to be waited for, nothing is: the answer goes out in this very turn.
    const diagnostics = this.documents.canJudgeAtOnce(document)
      ? this.diagnosticsNow(document)
      : await this.diagnosticsOf(document);
    const looked = this.documents.lookAround(document);
    const inThisTurn = await Promise.race([looked, nextTurn()]);
    if (inThisTurn !== undefined) {
      this.send(document, inThisTurn ? this.diagnosticsNow(document) : diagnostics);
      return;
    }
    // The files beside it are still being read: what they say comes after what the text itself says.
    this.send(document, this.diagnosticsNow(document));
    const isMore = await looked;
    // Where the text has changed meanwhile, all of it is about to be said.
    if (isMore && !this.waiting.has(document)) this.send(document, this.diagnosticsNow(document));
  }

  private send(document: OpenDocument, diagnostics: Diagnostic[]): void {
    // A document that was closed or changed in the meantime has had its own say, or will have.
    if (this.documents.get(document.uri) !== document) return;
    void this.connection.sendDiagnostics({ uri: document.uri, version: document.text.version, diagnostics });
  }

  private async diagnosticsOf(document: OpenDocument): Promise<Diagnostic[]> {
    try {
      if (this.workspace.isConfigFile(document.uri)) return this.aboutConfig(document);
      return this.describe(document, await this.documents.judgement(document));
    } catch (error) {
      return [this.failure(document, error)];
    }
  }

  private diagnosticsNow(document: OpenDocument): Diagnostic[] {
    try {
      if (this.workspace.isConfigFile(document.uri)) return this.aboutConfig(document);
      return this.describe(document, this.documents.judge(document));
    } catch (error) {
      return [this.failure(document, error)];
    }
  }

  private describe({ uri }: OpenDocument, judged: Judged | undefined): Diagnostic[] {
    const { showsRelated } = this.mode;
    return judged?.findings.map((finding) => toDiagnostic(finding, uri, judged.source.lines, showsRelated)) ?? [];
  }

  private aboutConfig(document: OpenDocument): Diagnostic[] {
    const { problems, text } = this.documents.configProblems(document);
    const lines = new LineMap(text);
    return problems.map(({ message, span }) => ({
      range: lines.rangeOf(span),
      severity: DiagnosticSeverity.Error,
      source: diagnosticSource,
      message,
    }));
  }

  /** A defect of ours must not be mistaken for a clean file. */
  private failure(document: OpenDocument, error: unknown): Diagnostic {
    this.connection.console.error(`${document.uri}: ${describe(error)}`);
    const start = { line: 0, character: 0 };
    return {
      range: { start, end: start },
      severity: DiagnosticSeverity.Information,
      source: diagnosticSource,
      message: 'Seaworthy could not check this file; the reason is in its output',
    };
  }
}

/** Comes back, with nothing, when all has been done that waits for nothing from outside. */
const nextTurn = () => new Promise<undefined>((resolve) => afterThis(() => resolve(undefined)));

/** Runs something when the messages that have arrived together have been taken in; at once, where that can be had. */
const afterThis: (run: () => void) => void = globalThis.setImmediate ?? ((run) => setTimeout(run, 0));
