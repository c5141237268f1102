import type { Connection, TextDocumentItem, VersionedTextDocumentIdentifier } from 'vscode-languageserver';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI, Utils } from 'vscode-uri';
import { ConfigReader } from '../config/config-file.ts';
import type { Finding } from '../core/finding.ts';
import type { ScriptInquiry } from '../core/script-checker.ts';
import type { Settings } from '../core/settings.ts';
import { type Engine, type LanguageId, languageOfFile, largestText, type SourceFile } from '../engine/engine.ts';
import { registry } from '../rules/index.ts';
import { isTemplateText } from '../workspace/helm/language.ts';
import { definesBuilds } from '../workspace/image-links/definition-language.ts';
import type { EditorSettings } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** One version of an open document, judged. */
export interface Judged {
  readonly version: number;
  readonly source: SourceFile;
  readonly findings: readonly Finding[];
}

/** What holds for a document: undefined settings mean that it is not to be looked at. */
interface Terms {
  readonly settings: Settings | undefined;
  readonly editor: EditorSettings;
}

/** What is being found out about one version of a document by a program. */
interface Inquiry {
  readonly source: SourceFile;
  readonly cancel: AbortController;
  readonly scripts: ScriptInquiry;
}

/** An open document: its text, what holds for it, and what was found in it. */
export class OpenDocument {
  readonly uri: string;
  readonly language: LanguageId | undefined;
  text: TextDocument;
  /** The version that was last saved or opened: the one to judge when judging waits for saving. */
  savedText: TextDocument;
  terms: Terms | undefined;
  judged: Judged | undefined;
  /** The version that was last asked about. */
  latest: SourceFile | undefined;
  /** How long it took to read and judge the version that was last judged, in milliseconds. */
  took = 0;
  /** Cancelled when there is another version. */
  inquiry: Inquiry | undefined;

  constructor(item: TextDocumentItem) {
    this.uri = item.uri;
    this.language = languageOf(item);
    this.text = TextDocument.create(item.uri, item.languageId, item.version, item.text);
    this.savedText = this.text;
  }
}

function languageOf({ uri, languageId }: TextDocumentItem): LanguageId | undefined {
  if (languageId === 'dockerfile') return 'dockerfile';
  if (isTemplateText(uri)) return 'helm';
  if (languageId === 'yaml') return 'kubernetes';
  // What an editor takes for something else is left to those who help to write it; what it builds is judged.
  if (definesBuilds(uri)) return 'builds';
  return languageOfFile(Utils.basename(URI.parse(uri)));
}

/** Larger texts, in UTF-16 units, are judged piece by piece, so that other documents do not have to wait for them. */
const largeText = 200_000;

/** The open documents, and what the engine makes of them. */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();
  private readonly engine: Engine;
  private readonly workspace: Workspace;
  private readonly connection: Connection;
  private readonly inquire: ((signal: AbortSignal) => ScriptInquiry) | undefined;
  /** Counts how often what holds for the documents was forgotten. */
  private generation = 0;
  private readonly configReader = new ConfigReader(registry);

  /** `inquire` asks about scripts until a signal; undefined where no program may be run. */
  constructor(
    engine: Engine,
    workspace: Workspace,
    connection: Connection,
    inquire: ((signal: AbortSignal) => ScriptInquiry) | undefined,
  ) {
    this.engine = engine;
    this.workspace = workspace;
    this.connection = connection;
    this.inquire = inquire;
  }

  get all(): readonly OpenDocument[] {
    return [...this.open.values()];
  }

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri);
  }

  add(item: TextDocumentItem): OpenDocument {
    const document = new OpenDocument(item);
    this.open.set(item.uri, document);
    if (document.language && item.text.length > largestText)
      this.connection.console.warn(`${item.uri} is larger than 10 MB, and nothing is looked for in it`);
    return document;
  }

  /** Takes in an edit; undefined when the document is not open. */
  change(id: VersionedTextDocumentIdentifier, changes: TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const document = this.open.get(id.uri);
    if (!document) return undefined;
    // The text before may be the saved one, so it is not changed in place.
    const base = document.text === document.savedText ? copyOf(document.text) : document.text;
    document.text = TextDocument.update(base, changes, id.version);
    return document;
  }

  save(uri: string): OpenDocument | undefined {
    const document = this.open.get(uri);
    if (document) document.savedText = document.text;
    return document;
  }

  close(uri: string): void {
    this.open.get(uri)?.inquiry?.cancel.abort();
    this.open.delete(uri);
  }

  /** Forgets what holds for the documents, because settings or configuration files have changed. */
  forgetTerms(): void {
    this.generation++;
    for (const document of this.open.values()) document.terms = undefined;
  }

  /** Finds out what holds for a document, unless that is known. */
  async prepare(document: OpenDocument): Promise<void> {
    while (!document.terms) {
      const { generation } = this;
      const [loaded, editor] = await Promise.all([
        this.workspace.configFor(document.uri),
        this.workspace.settingsFor(document.uri),
      ]);
      // What was asked before a change tells what held before it.
      if (generation !== this.generation) continue;
      const silent = !editor.enable || loaded.config.ignores(document.uri);
      document.terms = { settings: silent ? undefined : loaded.config.settingsFor(document.uri), editor };
    }
  }

  /**
   * What is found in a document as it stands, or as it was saved when judging waits for that: at once, but for large
   * documents, which are judged piece by piece. Undefined for documents that are not to be looked at, and when a large
   * one has changed in the meantime.
   */
  async judgement(document: OpenDocument): Promise<Judged | undefined> {
    await this.prepare(document);
    const { terms, language } = document;
    const text = this.textToJudge(document);
    if (!terms?.settings || !language || text.length < largeText) return this.judge(document);
    const isCurrent = () => this.open.get(document.uri) === document && this.textToJudge(document) === text;
    const pause = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(isCurrent()), 0));
    const previous = document.judged?.source;
    const started = performance.now();
    const source = await this.engine.readGradually(document.uri, language, text, terms.settings, previous, pause);
    if (!source || !isCurrent()) return undefined;
    document.took = performance.now() - started;
    document.judged = { version: document.text.version, source, findings: [] };
    return this.judge(document);
  }

  /**
   * A document as it stands, whether it has been judged or not; undefined for documents that are not to be looked at.
   * What is only asked about in passing waits for no saving.
   */
  async current(document: OpenDocument): Promise<SourceFile | undefined> {
    await this.prepare(document);
    const { terms, language, judged } = document;
    if (!terms?.settings || !language) return undefined;
    const text = document.text.getText();
    const known = [judged?.source, document.latest].find((source) => source?.text === text);
    document.latest = known ?? this.engine.read(document.uri, language, text, document.latest ?? judged?.source);
    return document.latest;
  }

  /** Whether a document can be judged at once: all that holds for it is known, and it is not large. */
  canJudgeAtOnce(document: OpenDocument): boolean {
    return document.terms !== undefined && this.textToJudge(document).length < largeText;
  }

  /** The same at once, however large the document is. */
  judge(document: OpenDocument): Judged | undefined {
    const { terms, language } = document;
    if (!terms?.settings || !language) return undefined;
    const text = this.textToJudge(document);
    const started = performance.now();
    const known = document.judged;
    const read = [known?.source, document.latest].find((source) => source?.text === text);
    const source = read ?? this.engine.read(document.uri, language, text, known?.source);
    const { findings, crashes } = this.engine.lint(source, terms.settings);
    for (const { rule, error } of crashes) this.connection.console.error(`the rule ${rule} failed: ${describe(error)}`);
    if (known?.source !== source) document.took = performance.now() - started;
    document.judged = { version: document.text.version, source, findings };
    return document.judged;
  }

  /**
   * Looks at the files beside a document as far as its rules want to know of them. Returns whether there is more to say
   * about the document as it stands; comes back without waiting for anything when these files have been looked at.
   */
  async lookAround(document: OpenDocument): Promise<boolean> {
    const { judged, terms } = document;
    if (!judged || !terms?.settings) return false;
    const { source } = judged;
    const scripts = this.scriptsFor(document, source);
    let isNew = await this.engine.lookAround(source, terms.settings, scripts);
    if (await scripts?.settled()) isNew = (await this.engine.lookAround(source, terms.settings, scripts)) || isNew;
    return isNew && document.judged?.source === source && document.terms === terms;
  }

  /** What asks about the scripts of a document as long as it stays as it is; undefined where no program may be run. */
  private scriptsFor(document: OpenDocument, source: SourceFile): ScriptInquiry | undefined {
    if (!this.inquire || !document.terms?.editor.shellcheck.enable) return undefined;
    if (document.inquiry?.source !== source) {
      document.inquiry?.cancel.abort();
      const cancel = new AbortController();
      document.inquiry = { source, cancel, scripts: this.inquire(cancel.signal) };
    }
    return document.inquiry.scripts;
  }

  private textToJudge({ terms, savedText, text }: OpenDocument): string {
    return (terms?.editor.run === 'onSave' ? savedText : text).getText();
  }

  /** What is wrong with an open configuration file. */
  configProblems(document: OpenDocument) {
    return this.configReader.read(document.uri, document.text.getText());
  }
}

function copyOf(text: TextDocument): TextDocument {
  return TextDocument.create(text.uri, text.languageId, text.version, text.getText());
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
