import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Crash } from '../core/build-fix.ts';
import type { Safety } from '../core/fix.ts';
import type { Answers } from '../core/remembered-files.ts';
import type { ScriptChecker } from '../core/script-checker.ts';
import type { Settings } from '../core/settings.ts';
import { Engine, type LanguageId, languageOfFile, languageOfNamedFile, type SourceFile } from '../engine/engine.ts';
import { DiskHost } from '../node/disk-host.ts';
import { type DiskText, encode, NoText, readSource } from '../node/read-source.ts';
import { RememberingHost } from '../node/remembering-host.ts';
import { ShellCheck } from '../node/shellcheck.ts';
import { applyEdits } from '../text/edit.ts';
import { digestOf } from './cache/cache-file.ts';
import type { LookLedger, LookRecord } from './cache/ledgers.ts';
import { settingsDigest } from './cache/settings-digest.ts';
import { type ConfigRequest, Configurations, Ignored } from './configurations.ts';
import type { Notes } from './notes.ts';
import { pathsFrom } from './plain-report.ts';
import { type ReportedFile, withFixes } from './report.ts';
import { relativePath, type Surroundings } from './surroundings.ts';
import { workspacesOf } from './workspaces.ts';

/** What is asked of whoever looks at files. */
export interface LookRequest extends ConfigRequest {
  /** What was named on the command line: it says what belongs to one workspace. */
  readonly paths: readonly string[];
  readonly fix: boolean;
  readonly fixSuggested: boolean;
  /** Whether ShellCheck is asked about scripts. */
  readonly shellcheck?: boolean | undefined;
  readonly stdinFilename?: string | undefined;
  /** Whether it is written down what findings rest upon. */
  readonly cache?: boolean | undefined;
}

/** What came of looking at one file. */
export interface Look {
  /** Undefined for a YAML file without a manifest in it, which is none of our business. */
  readonly reported: ReportedFile | undefined;
  /** As it is after fixing. */
  readonly disk: DiskText;
  readonly isChanged: boolean;
}

/** Looks at files, one by one, with an engine of its own: judges them, and fixes them where that was asked for. */
export class Looker {
  private readonly request: LookRequest;
  private readonly around: Surroundings;
  private readonly engine: Engine;
  private readonly configs: Configurations;
  private readonly shellcheck: ShellCheck | undefined;
  private readonly notes: Notes;
  /** What looks at files rested upon, by their paths, where that is written down. */
  private readonly records = new Map<
    string,
    Omit<LookRecord, 'restsUpon'> & { readonly answers: readonly Answers[] }
  >();
  /** Whether a file was changed since somebody last set it back. */
  written = false;

  constructor(request: LookRequest, around: Surroundings, notes: Notes) {
    this.request = request;
    this.around = around;
    // The person who runs the command decides what is read; a workspace has no say here.
    const workspaces = workspacesOf(request.paths, around);
    const disk = new DiskHost(
      () => [path.parse(around.workingFolder).root],
      () => workspaces,
      around.resources,
    );
    const host = this.fixes ? disk : new RememberingHost(disk);
    this.engine = new Engine(host);
    this.notes = notes;
    this.configs = new Configurations(request, around, notes, host);
    this.shellcheck = request.shellcheck ? new ShellCheck() : undefined;
  }

  /** Whether files are fixed. */
  get fixes(): boolean {
    return this.safeties().length > 0;
  }

  /** Whether it is written down what findings rest upon: not when files change meanwhile, or a program is asked. */
  get writesDown(): boolean {
    return this.request.cache === true && !this.fixes && !this.shellcheck && this.request.stdinFilename === undefined;
  }

  /** Whether ShellCheck was asked for and is not installed. */
  get lacksShellcheck(): boolean {
    return this.shellcheck?.isMissing === true;
  }

  /** Loads the configuration that was named. False when it cannot be used, which is said. */
  begin(): Promise<boolean> {
    return this.configs.loadGiven();
  }

  /** What holds for a file: its text, with digests of it and of its settings. Undefined for what is not to be looked at. */
  async terms(file: string, isNamed: boolean) {
    const { text: source } = await readSource(file);
    const fileName = path.basename(file);
    const language = isNamed ? languageOfNamedFile(fileName, source) : languageOfFile(fileName);
    const { result: settings, notes } = await this.notes.keep(() =>
      this.configs.settingsFor(file, pathToFileURL(file).toString()),
    );
    // What is wrong with a configuration is said again.
    if (!language || notes.length > 0) return undefined;
    return { source, language, text: digestOf(source), settings: settingsDigest(settings) };
  }

  /** What is answered now to a question that was written down. */
  answerTo(question: string): Promise<unknown> {
    return this.engine.answerTo(question);
  }

  /** What the looks so far rest upon. Asked when all is done, for what was found for one file may ask more for another. */
  async ledger(): Promise<LookLedger> {
    const ledger = this.engine.ledger(digestOf);
    const files: [string, LookRecord][] = [];
    for (const [file, { answers, ...record }] of this.records) {
      files.push([file, { ...record, restsUpon: await ledger.write(answers) }]);
    }
    const { questions, made } = ledger;
    return { questions, made, files };
  }

  /** Looks at one file. Undefined for what cannot be read or is to be left out; what is none of ours is passed over. */
  async look(
    file: string,
    isNamed: boolean,
    read: () => DiskText | Promise<DiskText> = () => readSource(file),
  ): Promise<Look | 'passed over' | undefined> {
    const fileName = path.basename(file);
    try {
      const before = await read();
      const language = isNamed ? languageOfNamedFile(fileName, before.text) : languageOfFile(fileName);
      if (!language) return this.passOver(file);
      const { disk, reported } = await this.judge(file, language, before);
      return { disk, reported, isChanged: disk.text !== before.text };
    } catch (error) {
      if (error instanceof Ignored) return undefined;
      if (error instanceof NoText && !languageOfFile(fileName)) return this.passOver(file);
      this.notes.complain(`${this.relative(file)}: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Says that a file is none of ours: whoever names files with a pattern means those that are. */
  private passOver(file: string): 'passed over' {
    this.notes.note(`${this.relative(file)}: not checked, as it is no Dockerfile and no manifest`);
    return 'passed over';
  }

  /** Writes what became of a file. */
  async write(file: string, disk: DiskText): Promise<void> {
    try {
      await writeFile(file, encode(disk));
      this.written = true;
      this.engine.filesChanged([pathToFileURL(file).toString()]);
    } catch (error) {
      this.notes.complain(`${this.relative(file)}: not written: ${(error as Error).message}`);
    }
  }

  /** Judges a text, after fixing it when that was asked for. */
  private async judge(file: string, language: LanguageId, before: DiskText): Promise<Pick<Look, 'disk' | 'reported'>> {
    const uri = pathToFileURL(file).toString();
    const settings = await this.configs.settingsFor(file, uri);
    const scripts = this.shellcheck?.checker();
    let source = this.engine.read(uri, language, before.text);
    let disk = before;
    const crashed: Crash[] = [];
    if (this.fixes) {
      if (before.isFaithful) {
        const fixed = await this.engine.fixAll(source, settings, this.safeties(), scripts);
        disk = { ...before, text: fixed.text };
        source = this.engine.read(uri, language, fixed.text, source);
        crashed.push(...fixed.crashes);
      } else {
        this.notes.complain(`${this.relative(file)}: not fixed, because it is not valid UTF-8`);
      }
    }
    await this.engine.lookAround(source, settings, scripts);
    crashed.push(...(await this.fixElsewhere(source, settings, scripts)));
    const { findings, crashes } = this.engine.lint(source, settings);
    const { context, answers } = this.writesDown
      ? this.engine.recordedFixContext(uri)
      : { context: this.engine.fixContext(uri), answers: undefined };
    const built = await Promise.all(findings.map((finding) => withFixes(finding, context)));
    crashed.push(...crashes, ...built.flatMap((one) => one.crashes));
    for (const crash of new Map(crashed.map((one) => [one.rule, one])).values()) this.complainAboutCrash(crash, file);
    const { lines, units } = source;
    if (answers) {
      const record = { text: digestOf(before.text), settings: settingsDigest(settings), language };
      this.records.set(file, { ...record, answers: [answers, ...this.engine.answersAbout(source, settings)] });
    }
    if (language === 'kubernetes' && units.length === 0) return { disk, reported: undefined };
    const reported = built.map(({ finding }) => finding);
    const pathOf = pathsFrom(this.around);
    // YAML may define builds instead of resources.
    const isDefinition = units.some(({ unit }) => unit.language === 'builds');
    const written = isDefinition ? 'builds' : language;
    return { disk, reported: { path: this.relative(file), language: written, lines, findings: reported, pathOf } };
  }

  /** Changes the files beside a file as its findings ask for; a text from standard input is all that is changed. */
  private async fixElsewhere(source: SourceFile, settings: Settings, scripts?: ScriptChecker): Promise<Crash[]> {
    const crashes: Crash[] = [];
    const tried = new Set<string>();
    while (this.fixes && this.request.stdinFilename === undefined) {
      const change = await this.engine.changeElsewhere(source, settings, this.safeties(), tried);
      if (!change) break;
      if (change instanceof Crash) {
        crashes.push(change);
        continue;
      }
      const file = fileURLToPath(change.uri);
      const empty: DiskText = { text: '', hasByteOrderMark: false, isFaithful: true };
      const disk = change.text === undefined ? empty : await readSource(file);
      // What changed in the meantime, or is no UTF-8, is left alone.
      if (!disk.isFaithful || disk.text !== (change.text ?? '')) continue;
      await this.write(file, { ...disk, text: applyEdits(disk.text, change.edits) });
      await this.engine.lookAround(source, settings, scripts);
    }
    return crashes;
  }

  private safeties(): readonly Safety[] {
    if (this.request.fixSuggested) return ['safe', 'suggested'];
    return this.request.fix ? ['safe'] : [];
  }

  private relative(file: string): string {
    return relativePath(file, this.around);
  }

  private complainAboutCrash({ rule, error }: Crash, file: string): void {
    this.notes.complain(`${this.relative(file)}: the rule ${rule} failed: ${(error as Error).message}`);
  }
}
