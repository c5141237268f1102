import { buildElsewhere, type Crash } from '../core/build-fix.ts';
import type { Finding } from '../core/finding.ts';
import { type FileChange, type FixContext, Refusal, type Safety } from '../core/fix.ts';
import { type FixedText, fixAll, type Judged } from '../core/fix-all.ts';
import type { Host, SharedHost } from '../core/host.ts';
import { Ledger } from '../core/ledger.ts';
import { type FileResult, Linter } from '../core/linter.ts';
import { type Answers, RememberedFiles } from '../core/remembered-files.ts';
import type { ScriptChecker } from '../core/script-checker.ts';
import type { Settings } from '../core/settings.ts';
import { suppressionComment } from '../core/suppression-comment.ts';
import type { Language, PlacedUnit, Unit } from '../core/unit.ts';
import { dockerfileLanguage } from '../dockerfile/language.ts';
import { kubernetesLanguage } from '../kubernetes/language.ts';
import { insert, type TextEdit } from '../text/edit.ts';
import { LineMap, lineBreakOf } from '../text/lines.ts';
import { helmLanguage } from '../workspace/helm/language.ts';
import { definitionIn, definitionLanguage } from '../workspace/image-links/definition-language.ts';
import { surveyManifests } from '../workspace/manifests/survey.ts';

/** The languages that are understood, by id. */
export const languages: Readonly<Record<LanguageId, Language>> = {
  dockerfile: dockerfileLanguage,
  kubernetes: kubernetesLanguage,
  helm: helmLanguage,
  builds: definitionLanguage,
};
export type LanguageId = 'dockerfile' | 'kubernetes' | 'helm' | 'builds';

/** The language of a file, by its name; undefined when it is none of ours. A YAML file may still declare nothing. */
export function languageOfFile(fileName: string): LanguageId | undefined {
  const ids = Object.keys(languages) as LanguageId[];
  return ids.find((id) => languages[id].claims(fileName));
}

/** The language of a unit, which may be another one than that of the file: YAML holds several. */
function languageOfUnit({ language }: Unit): Language {
  return languages[language as LanguageId];
}

/** What a file with such a name is for is known, whatever word it begins with. */
const otherFiles =
  /\.(?:dockerignore|gitignore|md|rst|txt|json|toml|xml|html?|css|csv|lock|log|sh|bash|ps1|py|rb|go|rs|js|ts)$/i;

/** The language of a file that somebody asks to look at: by its name or, where that tells nothing, by what it says. */
export function languageOfNamedFile(fileName: string, text: string): LanguageId | undefined {
  const claimed = languageOfFile(fileName);
  if (claimed || otherFiles.test(fileName)) return claimed;
  const ids = Object.keys(languages) as LanguageId[];
  return ids.find((id) => languages[id].recognises(text));
}

/** How much text is read at a stretch, in UTF-16 units, before others have their turn: a few milliseconds' worth. */
const pieceSize = 20_000;

/** One version of a file, read. */
export interface SourceFile {
  readonly uri: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly lines: LineMap;
  readonly units: readonly PlacedUnit[];
}

/** Longer texts, in characters, are data that nobody wrote: reading them takes all the memory there is. Nothing is found in them. */
export const largestText = 10_000_000;

/**
 * What the command line and the language server share: reads files, judges them, fixes them. Pure but for what it asks
 * of its host, and that only in `lookAround` and while a fix is built.
 */
export class Engine {
  private readonly host: Host;
  private readonly files: RememberedFiles;
  private readonly linter: Linter;

  constructor(host: Host) {
    this.host = host;
    this.files = new RememberedFiles(host);
    this.linter = new Linter(this.files, { kubernetes: surveyManifests });
  }

  /** A host that answers from memory what was asked before, until `filesChanged` says otherwise. */
  get sharedHost(): SharedHost {
    return this.files.recording().host;
  }

  /** Reads a text. What did not change since `previous` is taken over from it, findings included. */
  read(uri: string, language: LanguageId, text: string, previous?: SourceFile): SourceFile {
    const units = text.length > largestText ? [] : [...this.parse(uri, language, text, previous)];
    return { uri, language, text, lines: new LineMap(text), units };
  }

  /**
   * Reads and judges a large text piece by piece, so that others have their turn in between: `pause` is awaited again
   * and again, and ends the work when it yields false. Undefined when it was ended.
   */
  async readGradually(
    uri: string,
    language: LanguageId,
    text: string,
    settings: Settings,
    previous: SourceFile | undefined,
    pause: () => Promise<boolean>,
  ): Promise<SourceFile | undefined> {
    if (text.length > largestText) return this.read(uri, language, text);
    const units: PlacedUnit[] = [];
    let read = 0;
    for (const placed of this.parse(uri, language, text, previous)) {
      this.linter.judge(placed.unit, settings);
      units.push(placed);
      read += placed.unit.text.length;
      if (read < pieceSize) continue;
      read = 0;
      if (!(await pause())) return undefined;
    }
    return { uri, language, text, lines: new LineMap(text), units };
  }

  private *parse(uri: string, language: LanguageId, text: string, previous?: SourceFile): Iterable<PlacedUnit> {
    const known = previous?.language === language ? previous.units : undefined;
    let isEmpty = true;
    for (const placed of languages[language].parse(text, known, uri.slice(uri.lastIndexOf('/') + 1))) {
      isEmpty = false;
      yield placed;
    }
    // YAML that declares no resource may say how images are built.
    const definition = isEmpty && language === 'kubernetes' ? definitionIn(uri, text, known) : undefined;
    if (definition) yield definition;
  }

  /** What is found in a file; what the files beside it say is among it once `lookAround` has come back. */
  lint(file: SourceFile, settings: Settings): FileResult {
    return this.linter.lint(file.text, file.units, settings);
  }

  /**
   * Asks the host for what the rules want to know of the files beside a file, and the program that checks scripts, if
   * one is given, for what it says of those in it. Comes back without waiting for anything
   * when the host has been asked before. Returns whether `lint` may have more to say than before.
   */
  lookAround(file: SourceFile, settings: Settings, scripts?: ScriptChecker): Promise<boolean> {
    return this.linter.survey(file, settings, scripts);
  }

  /** What other files were asked for what `lint` says of a file, as far as `lookAround` has looked at them. */
  answersAbout(file: SourceFile, settings: Settings): readonly Answers[] {
    return this.linter.answersAbout(file.units, settings);
  }

  /** Says what things rest upon, for whoever keeps them longer than this engine lives; texts are told by their digests. */
  ledger(digest: (value: unknown) => string): Ledger {
    return new Ledger(this.files, digest);
  }

  /** What is answered to a question that a ledger has written down. */
  answerTo(question: string): Promise<unknown> {
    return this.files.answerTo(question);
  }

  /** Says that files have changed, come or gone; all of them when none are named. Returns whether that may matter. */
  filesChanged(uris?: readonly string[]): boolean {
    return this.files.forget(uris);
  }

  /** The text of a file after all fixes of the given safeties, to a fixed point. */
  fixAll(
    file: SourceFile,
    settings: Settings,
    safeties: readonly Safety[],
    scripts?: ScriptChecker,
  ): Promise<FixedText> {
    let current = file;
    const judge = async (text: string): Promise<Judged> => {
      current = this.read(file.uri, file.language, text, current);
      await this.lookAround(current, settings, scripts);
      const { findings } = this.lint(current, settings);
      const partOf = (offset: number) => this.commentTarget(current, offset);
      return { findings, defects: this.defectsOf(current), partOf };
    };
    return fixAll(file.text, safeties, judge, this.fixContext(file.uri));
  }

  /**
   * The changes to files beside a file that its findings offer: of each finding the first that qualifies and is not among
   * those whose titles are `tried`, to which they are added. Each is made for the files as they are.
   */
  async changeElsewhere(
    file: SourceFile,
    settings: Settings,
    safeties: readonly Safety[],
    tried: Set<string>,
  ): Promise<FileChange | Crash | undefined> {
    const { findings } = this.lint(file, settings);
    for (const finding of findings) {
      for (const fix of finding.elsewhere ?? []) {
        const key = `${finding.rule.id} ${fix.title}`;
        if (!safeties.includes(fix.safety) || tried.has(key)) continue;
        tried.add(key);
        const built = await buildElsewhere(finding, fix, this.fixContext(file.uri));
        if (!(built instanceof Refusal)) return built;
      }
    }
    return undefined;
  }

  /** Why a builder or a cluster could not read a file: what its language says, and characters no file may hold. */
  private defectsOf({ text, units }: SourceFile): readonly string[] {
    const inUnits = units.flatMap(({ unit }) => languageOfUnit(unit).defectsOf(unit));
    return [...inUnits, ...(text.match(/[\0\uFFFD]/g) ?? [])];
  }

  /** The edit that suppresses a finding with a comment above its line, or for all of its file. */
  suppressionEdit(file: SourceFile, finding: Finding, scope: 'next-line' | 'file'): TextEdit {
    const language = languages[file.language];
    const comment = suppressionComment(finding.rule.id, scope);
    const target = this.commentTarget(file, finding.span.start);
    const line = scope === 'file' ? file.lines.lineAt(language.topOf(file.text)) : file.lines.lineAt(target);
    const indent = scope === 'file' ? '' : (/^[ \t]*/.exec(file.lines.lineText(line))?.[0] ?? '');
    return insert(file.lines.lineStart(line), indent + comment + lineBreakOf(file.text));
  }

  /** The offset of what a comment must stand above in order to speak about the text at an offset of a file. */
  private commentTarget({ units }: SourceFile, offset: number): number {
    const placed = units.findLast(({ start }) => start <= offset);
    return placed ? placed.start + languageOfUnit(placed.unit).commentTarget(placed.unit, offset - placed.start) : 0;
  }

  /** What the fixes of a file's findings are built with where no file changes meanwhile, and what they ask. */
  recordedFixContext(uri: string): { readonly context: FixContext; readonly answers: Answers } {
    const { host, answers } = this.files.recording();
    return { context: { uri, host }, answers };
  }

  /** What the fixes of a file's findings are built with. */
  fixContext(uri: string): FixContext {
    // What stands in files is asked for anew; what was made of many of them is not made again.
    const { derive } = this.sharedHost;
    const { host } = this;
    return {
      uri,
      host: {
        readText: (file) => host.readText(file),
        listFolder: (folder) => host.listFolder(folder),
        rootOf: (file) => host.rootOf(file),
        readResource: async (name) => host.readResource?.(name),
        history: async (folder) => host.history?.(folder),
        isExecutable: async (file) => host.isExecutable?.(file),
        derive,
      },
    };
  }
}
