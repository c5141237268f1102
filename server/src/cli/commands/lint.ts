import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Crash } from '../../core/build-fix.ts';
import type { Safety } from '../../core/fix.ts';
import type { ScriptChecker } from '../../core/script-checker.ts';
import type { Settings } from '../../core/settings.ts';
import { atLeast, type Severity } from '../../core/severity.ts';
import { Engine, type LanguageId, languageOfFile, languageOfNamedFile, type SourceFile } from '../../engine/engine.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { type DiskText, decode, encode, NoText, readSource } from '../../node/read-source.ts';
import { RememberingHost } from '../../node/remembering-host.ts';
import { ShellCheck } from '../../node/shellcheck.ts';
import { registry } from '../../rules/index.ts';
import { applyEdits } from '../../text/edit.ts';
import { type ConfigRequest, Configurations, Ignored } from '../configurations.ts';
import { formats } from '../formats/index.ts';
import { formatPretty } from '../formats/pretty.ts';
import { inOrder } from '../in-order.ts';
import { Notes } from '../notes.ts';
import { type ReportedFile, withFixes } from '../report.ts';
import { Selection, type SelectionRequest } from '../selection.ts';
import { relativePath, type Surroundings } from '../surroundings.ts';
import { Progress, paintFor } from '../terminal.ts';
import { walk } from '../walk.ts';

/** What was asked for on the command line. */
export interface LintRequest extends ConfigRequest, SelectionRequest {
  readonly paths: readonly string[];
  readonly format: string;
  readonly fix: boolean;
  readonly fixSuggested: boolean;
  /** Whether ShellCheck is asked about scripts. */
  readonly shellcheck?: boolean | undefined;
  readonly failOn: Severity;
  readonly stdinFilename?: string | undefined;
}

/** Runs `seaworthy lint`. Returns the exit status: 0, 1 for findings, 2 for what could not be read. */
export async function lint(request: LintRequest, surroundings: Surroundings): Promise<number> {
  const run = new LintRun(request, surroundings);
  return request.stdinFilename === undefined ? run.files() : run.standardInput(request.stdinFilename);
}

/** How often all files are looked at again because some were fixed. */
const mostRepetitions = 3;

/** How many files are looked at together: while some wait for the disk, others are judged. */
const filesAtOnce = 8;

/** What came of looking at one file. */
interface Look {
  /** Undefined for a YAML file without a manifest in it, which is none of our business. */
  readonly reported: ReportedFile | undefined;
  /** As it is after fixing. */
  readonly disk: DiskText;
  readonly isChanged: boolean;
}

class LintRun {
  private readonly request: LintRequest;
  private readonly around: Surroundings;
  private readonly engine: Engine;
  private readonly configs: Configurations;
  private readonly shellcheck: ShellCheck | undefined;
  private readonly notes: Notes;
  private readonly toldNotes = new Set<string>();
  /** Whether a file was changed since all were last begun to be looked at. */
  private written = false;
  /** How many files that were named are of no language of ours. */
  private passedOver = 0;

  constructor(request: LintRequest, around: Surroundings) {
    this.request = request;
    this.around = around;
    // The person who runs the command decides what is read; a workspace has no say here.
    const given = (request.paths.length > 0 ? request.paths : ['.']).map((one) =>
      path.resolve(around.workingFolder, one),
    );
    const disk = new DiskHost(
      () => [path.parse(around.workingFolder).root],
      () => given,
      around.resources,
    );
    const host = this.safeties().length > 0 ? disk : new RememberingHost(disk);
    this.engine = new Engine(host);
    this.notes = new Notes(around);
    this.configs = new Configurations(request, around, this.notes, host);
    this.shellcheck = request.shellcheck ? new ShellCheck() : undefined;
  }

  async files(): Promise<number> {
    if (!(await this.configs.loadGiven())) return 2;
    const { paths, writeBaseline } = this.request;
    const selection = await Selection.of(this.request, this.around, this.notes);
    if (!selection) return 2;
    const walked = await walk(paths.length > 0 ? paths : ['.'], this.around.workingFolder);
    for (const { path: where, reason } of walked.problems) this.notes.complain(`${this.relative(where)}: ${reason}`);
    const named = new Set(paths.map((one) => path.resolve(this.around.workingFolder, one)));
    let files = await this.lookAtAll(walked.files, named);
    // What was found in a file may rest upon another that was fixed after it.
    for (let again = 0; this.written && again < mostRepetitions; again++) {
      files = await this.lookAtAll(walked.files, named);
    }
    if (writeBaseline !== undefined) {
      await selection.write(files, writeBaseline);
      return this.status([]);
    }
    const told = await selection.among(files);
    if (!told) return 2;
    const status = this.conclude(told, this.around.stdout);
    return this.passedOver > 0 && this.passedOver === walked.files.length ? 2 : status;
  }

  /** Looks at files, fixes them where that was asked for, and says what remains. */
  private async lookAtAll(files: readonly string[], named: ReadonlySet<string>): Promise<readonly ReportedFile[]> {
    this.written = false;
    this.passedOver = 0;
    const progress = new Progress(this.around.stderr, files.length);
    // A fix may look at files that another fix is about to change, so fixing goes one by one.
    const atOnce = this.safeties().length > 0 ? 1 : filesAtOnce;
    const found: ReportedFile[] = [];
    let done = 0;
    const lookAt = (file: string) =>
      this.notes.keep(async () => {
        const looked = await this.look(file, named.has(file), () => readSource(file));
        if (looked?.isChanged) await this.write(file, looked.disk);
        return looked?.reported;
      });
    await inOrder(files, atOnce, lookAt, ({ result: reported, notes }) => {
      if (reported) found.push(reported);
      this.notes.tell(notes.filter((note) => !this.toldNotes.has(note)));
      for (const note of notes) this.toldNotes.add(note);
      done++;
      progress.update(done);
    });
    progress.finish();
    return found;
  }

  /**
   * Judges standard input as if it were a file of that name. With `--fix` the fixed text goes to standard output, and
   * what came in where nothing is to be fixed: an editor puts it in the place of what it has.
   */
  async standardInput(fileName: string): Promise<number> {
    if (!(await this.configs.loadGiven())) return 2;
    const selection = await Selection.of(this.request, this.around, this.notes);
    if (!selection) return 2;
    const parts: Buffer[] = [];
    for await (const part of this.around.stdin) parts.push(Buffer.from(part));
    const bytes = Buffer.concat(parts);
    const file = path.resolve(this.around.workingFolder, fileName);
    const looked = await this.look(file, true, () => decode(bytes));
    const fixes = this.safeties().length > 0;
    if (fixes) this.around.stdout.write(looked?.isChanged ? encode(looked.disk) : bytes);
    // Where there is nothing to say of, a sentence would be noise; for programs an empty report is one.
    const isSilent = looked === undefined && this.request.format === 'pretty';
    const to = fixes ? this.around.stderr : this.around.stdout;
    const told = looked?.reported ? await selection.among([looked.reported]) : [];
    const status = isSilent ? this.status([]) : this.conclude(told ?? [], to);
    return this.passedOver > 0 ? 2 : status;
  }

  /** Looks at one file. Undefined for what cannot be read, is to be left out, or is of no language of ours. */
  private async look(
    file: string,
    isNamed: boolean,
    read: () => DiskText | Promise<DiskText>,
  ): Promise<Look | undefined> {
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
  private passOver(file: string): undefined {
    this.passedOver++;
    this.notes.note(`${this.relative(file)}: not checked, as it is no Dockerfile and no manifest`);
  }

  private async write(file: string, disk: DiskText): Promise<void> {
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
    if (this.safeties().length > 0) {
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
    const context = this.engine.fixContext(uri);
    const built = await Promise.all(findings.map((finding) => withFixes(finding, context)));
    crashed.push(...crashes, ...built.flatMap((one) => one.crashes));
    for (const crash of new Map(crashed.map((one) => [one.rule, one])).values()) this.complainAboutCrash(crash, file);
    const { lines, units } = source;
    if (language === 'kubernetes' && units.length === 0) return { disk, reported: undefined };
    const reported = built.map(({ finding }) => finding);
    const pathOf = (other: string) => this.relative(fileURLToPath(other));
    return { disk, reported: { path: this.relative(file), language, lines, findings: reported, pathOf } };
  }

  /** Changes the files beside a file as its findings ask for; a text from standard input is all that is changed. */
  private async fixElsewhere(source: SourceFile, settings: Settings, scripts?: ScriptChecker): Promise<Crash[]> {
    const crashes: Crash[] = [];
    const tried = new Set<string>();
    while (this.safeties().length > 0 && this.request.stdinFilename === undefined) {
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

  private conclude(files: readonly ReportedFile[], to: NodeJS.WriteStream): number {
    const { request, around } = this;
    this.tellMissing();
    const format = formats[request.format] ?? formatPretty;
    const text = format(
      { files, rules: registry.rules, failOn: request.failOn, version: around.version },
      paintFor(to, around.environment),
    );
    for (const part of typeof text === 'string' ? [text] : text) to.write(part);
    return this.status(files);
  }

  /** Whoever asks for ShellCheck should not take its silence for praise. */
  private tellMissing(): void {
    if (this.shellcheck?.isMissing) {
      this.around.stderr.write('seaworthy: shellcheck is not installed, so scripts were checked without it\n');
    }
  }

  private status(files: readonly ReportedFile[]): number {
    if (this.notes.failed) return 2;
    const fails = files.some(({ findings }) =>
      findings.some(({ finding }) => atLeast(finding.severity, this.request.failOn)),
    );
    return fails ? 1 : 0;
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
