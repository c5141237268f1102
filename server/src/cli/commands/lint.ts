import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedConfig } from '../../config/config-loader.ts';
import { ConfigLoader } from '../../config/config-loader.ts';
import type { Crash } from '../../core/build-fix.ts';
import type { Safety } from '../../core/fix.ts';
import type { NestedPreset } from '../../core/rule.ts';
import type { Settings } from '../../core/settings.ts';
import { atLeast, type Severity } from '../../core/severity.ts';
import { Engine, type LanguageId, languageOfFile } from '../../engine/engine.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { type DiskText, decode, readSource, Unreadable } from '../../node/read-source.ts';
import { registry } from '../../rules/index.ts';
import { LineMap } from '../../text/lines.ts';
import { formatGithub } from '../formats/github.ts';
import { formatJson } from '../formats/json.ts';
import { formatJunit } from '../formats/junit.ts';
import { formatPretty } from '../formats/pretty.ts';
import { formatSarif } from '../formats/sarif.ts';
import { type LintReport, type ReportedFile, withFixes } from '../report.ts';
import { type Paint, Progress, paintFor } from '../terminal.ts';
import { walk } from '../walk.ts';

export const formats: Readonly<Record<string, (report: LintReport, paint: Paint) => string>> = {
  pretty: formatPretty,
  json: formatJson,
  sarif: formatSarif,
  github: formatGithub,
  junit: formatJunit,
};

/** What was asked for on the command line. */
export interface LintRequest {
  readonly paths: readonly string[];
  readonly format: string;
  readonly fix: boolean;
  readonly fixSuggested: boolean;
  readonly failOn: Severity;
  readonly preset?: NestedPreset | undefined;
  readonly kubernetesVersion?: string | undefined;
  /** A path, or false for none at all. */
  readonly config?: string | boolean | undefined;
  readonly stdinFilename?: string | undefined;
}

/** Where a command reads and writes. */
export interface Surroundings {
  readonly workingFolder: string;
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Runs `seaworthy lint`. Returns the exit status: 0, 1 for findings, 2 for what could not be read. */
export async function lint(request: LintRequest, surroundings: Surroundings): Promise<number> {
  const run = new LintRun(request, surroundings);
  return request.stdinFilename === undefined ? run.files() : run.standardInput(request.stdinFilename);
}

class LintRun {
  private readonly request: LintRequest;
  private readonly around: Surroundings;
  private readonly engine: Engine;
  private readonly configs: ConfigLoader;
  private readonly toldProblems = new Set<string>();
  private given: LoadedConfig | undefined;
  private failed = false;

  constructor(request: LintRequest, around: Surroundings) {
    this.request = request;
    this.around = around;
    // The person who runs the command decides what is read; a workspace has no say here.
    const host = new DiskHost(() => [path.parse(around.workingFolder).root]);
    this.engine = new Engine(host);
    this.configs = new ConfigLoader(host, registry, request);
  }

  async files(): Promise<number> {
    if (!(await this.loadGivenConfig())) return 2;
    const { paths } = this.request;
    const walked = await walk(paths.length > 0 ? paths : ['.'], this.around.workingFolder);
    for (const { path: where, reason } of walked.problems) this.complain(`${this.relative(where)}: ${reason}`);
    const named = new Set(paths.map((one) => path.resolve(this.around.workingFolder, one)));
    const progress = new Progress(this.around.stderr, walked.files.length);
    const files: ReportedFile[] = [];
    for (const [index, file] of walked.files.entries()) {
      const reported = await this.file(file, named.has(file));
      if (reported) files.push(reported);
      progress.update(index + 1);
    }
    progress.finish();
    return this.conclude(files, this.around.stdout);
  }

  /** Judges standard input as if it were a file of that name; with `--fix` the fixed text goes to standard output. */
  async standardInput(fileName: string): Promise<number> {
    if (!(await this.loadGivenConfig())) return 2;
    const file = path.resolve(this.around.workingFolder, fileName);
    const language = languageOfFile(path.basename(file));
    if (!language) {
      this.complain(`${fileName}: its name says neither Dockerfile nor YAML`);
      return 2;
    }
    const parts: Buffer[] = [];
    for await (const part of this.around.stdin) parts.push(Buffer.from(part));
    try {
      const { disk, reported } = await this.judge(file, language, decode(Buffer.concat(parts)));
      const fixes = this.safeties().length > 0;
      if (fixes) this.around.stdout.write(disk.text);
      return this.conclude([reported], fixes ? this.around.stderr : this.around.stdout);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.complain(`${fileName}: ${error.message}`);
      return 2;
    }
  }

  private async file(file: string, isNamed: boolean): Promise<ReportedFile | undefined> {
    const language = languageOfFile(path.basename(file)) ?? (isNamed ? 'dockerfile' : undefined);
    if (!language) return undefined;
    try {
      const before = await readSource(file);
      const { disk, reported } = await this.judge(file, language, before);
      if (disk.text !== before.text) await writeFile(file, (disk.hasByteOrderMark ? '\uFEFF' : '') + disk.text);
      // A YAML file without a manifest in it is none of our business.
      return language === 'kubernetes' && reported.source.units.length === 0 ? undefined : reported;
    } catch (error) {
      if (error instanceof Ignored) return undefined;
      this.complain(`${this.relative(file)}: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Judges a text, after fixing it when that was asked for. */
  private async judge(
    file: string,
    language: LanguageId,
    before: DiskText,
  ): Promise<{ disk: DiskText; reported: ReportedFile }> {
    const uri = pathToFileURL(file).toString();
    const settings = await this.settingsFor(file, uri);
    let source = this.engine.read(uri, language, before.text);
    let disk = before;
    const crashed: Crash[] = [];
    if (this.safeties().length > 0) {
      if (before.isFaithful) {
        const fixed = await this.engine.fixAll(source, settings, this.safeties());
        disk = { ...before, text: fixed.text };
        source = this.engine.read(uri, language, fixed.text, source);
        crashed.push(...fixed.crashes);
      } else {
        this.complain(`${this.relative(file)}: not fixed, because it is not valid UTF-8`);
      }
    }
    await this.engine.lookAround(source, settings);
    const { findings, crashes } = this.engine.lint(source, settings);
    const context = this.engine.fixContext(uri);
    const built = await Promise.all(findings.map((finding) => withFixes(finding, context)));
    crashed.push(...crashes, ...built.flatMap((one) => one.crashes));
    for (const crash of new Map(crashed.map((one) => [one.rule, one])).values()) this.complainAboutCrash(crash, file);
    const reported = built.map(({ finding }) => finding);
    return { disk, reported: { path: this.relative(file), language, source, findings: reported } };
  }

  private async settingsFor(file: string, uri: string): Promise<Settings> {
    const loaded = this.given ?? (await this.nearestConfig(file));
    if (loaded.config.ignores(uri)) throw new Ignored();
    return loaded.config.settingsFor(uri);
  }

  private async nearestConfig(file: string): Promise<LoadedConfig> {
    const folder = pathToFileURL(path.dirname(file)).toString();
    const loaded = await this.configs.forFolder(folder, pathToFileURL(path.parse(file).root).toString());
    this.tellConfigProblems(loaded);
    return loaded;
  }

  /** Loads the configuration that was named. False when it cannot be used. */
  private async loadGivenConfig(): Promise<boolean> {
    const { config } = this.request;
    if (config === false) this.given = this.configs.withoutFiles();
    if (typeof config !== 'string') return true;
    const file = path.resolve(this.around.workingFolder, config);
    const root = pathToFileURL(path.parse(file).root).toString();
    this.given = await this.configs.fromFile(pathToFileURL(file).toString(), root);
    if (!this.given) this.complain(`${config}: there is no such configuration file`);
    else this.tellConfigProblems(this.given);
    return this.given !== undefined;
  }

  private tellConfigProblems({ files }: LoadedConfig): void {
    for (const { uri, text, problems } of files) {
      for (const { message, span } of problems) {
        const { line, character } = new LineMap(text).positionAt(span.start);
        const where = this.relative(new URL(uri).pathname);
        const told = `${decodeURI(where)}:${line + 1}:${character + 1}: ${message}`;
        if (!this.toldProblems.has(told)) this.complain(told);
        this.toldProblems.add(told);
      }
    }
  }

  private conclude(files: readonly ReportedFile[], to: NodeJS.WriteStream): number {
    const { request, around } = this;
    const rules = registry.rules.map(({ meta }) => meta);
    const format = formats[request.format] ?? formatPretty;
    to.write(format({ files, rules, version: around.version }, paintFor(to, around.environment)));
    if (this.failed) return 2;
    const fails = files.some(({ findings }) =>
      findings.some(({ finding }) => atLeast(finding.severity, request.failOn)),
    );
    return fails ? 1 : 0;
  }

  private safeties(): readonly Safety[] {
    if (this.request.fixSuggested) return ['safe', 'suggested'];
    return this.request.fix ? ['safe'] : [];
  }

  private relative(file: string): string {
    return path.relative(this.around.workingFolder, file).split(path.sep).join('/') || '.';
  }

  private complainAboutCrash({ rule, error }: Crash, file: string): void {
    this.complain(`${this.relative(file)}: the rule ${rule} failed: ${(error as Error).message}`);
  }

  private complain(line: string): void {
    this.failed = true;
    this.around.stderr.write(`seaworthy: ${line}\n`);
  }
}

/** The configuration says that a file is not to be looked at. */
class Ignored extends Error {}
