import path from 'node:path';
import { atLeast, type Severity } from '../../core/severity.ts';
import { decode, encode } from '../../node/read-source.ts';
import { registry } from '../../rules/index.ts';
import { type CacheRequest, LookCache } from '../cache/look-cache.ts';
import { formats } from '../formats/index.ts';
import { formatPretty } from '../formats/pretty.ts';
import { jobCount } from '../jobs/count.ts';
import { Team, type ToldFile } from '../jobs/team.ts';
import { Looker } from '../looker.ts';
import { Notes } from '../notes.ts';
import type { ReportedFile } from '../report.ts';
import { Selection, type SelectionRequest } from '../selection.ts';
import { relativePath, type Surroundings } from '../surroundings.ts';
import { Progress, paintFor } from '../terminal.ts';
import { walk } from '../walk.ts';

/** What was asked for on the command line. */
export interface LintRequest extends CacheRequest, SelectionRequest {
  readonly format: string;
  readonly failOn: Severity;
  /** How many threads look at files; as many as pay where nobody says. */
  readonly jobs?: number | undefined;
}

/** Runs `seaworthy lint`. Returns the exit status: 0, 1 for findings, 2 for what could not be read. */
export async function lint(request: LintRequest, surroundings: Surroundings): Promise<number> {
  const run = new LintRun(request, surroundings);
  return request.stdinFilename === undefined ? run.files() : run.standardInput(request.stdinFilename);
}

/** How often all files are looked at again because some were fixed. */
const mostRepetitions = 3;

class LintRun {
  private readonly request: LintRequest;
  private readonly around: Surroundings;
  private readonly looker: Looker;
  private readonly notes: Notes;
  private readonly toldNotes = new Set<string>();
  /** How many files that were named are of no language of ours. */
  private passedOver = 0;

  constructor(request: LintRequest, around: Surroundings) {
    this.request = request;
    this.around = around;
    this.notes = new Notes(around);
    this.looker = new Looker(request, around, this.notes);
  }

  async files(): Promise<number> {
    if (!(await this.looker.begin())) return 2;
    const { paths, writeBaseline } = this.request;
    const selection = await Selection.of(this.request, this.around, this.notes);
    if (!selection) return 2;
    const walked = await walk(paths.length > 0 ? paths : ['.'], this.around.workingFolder);
    for (const { path: where, reason } of walked.problems) this.notes.complain(`${this.relative(where)}: ${reason}`);
    const named = new Set(paths.map((one) => path.resolve(this.around.workingFolder, one)));
    let files = await this.lookAtAll(walked.files, named);
    // What was found in a file may rest upon another that was fixed after it.
    for (let again = 0; this.looker.written && again < mostRepetitions; again++) {
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
    this.looker.written = false;
    this.passedOver = 0;
    const progress = new Progress(this.around.stderr, files.length);
    const found: ReportedFile[] = [];
    let done = 0;
    const take = ({ reported, notes, hasFailed, isPassedOver }: ToldFile) => {
      if (reported) found.push(reported);
      if (hasFailed) this.notes.fail();
      if (isPassedOver) this.passedOver++;
      this.notes.tell(notes.filter((note) => !this.toldNotes.has(note)));
      for (const note of notes) this.toldNotes.add(note);
      done++;
      progress.update(done);
    };
    const team = new Team(this.request, this.around, this.notes, this.looker);
    const jobs = files.map((file) => ({ file, isNamed: named.has(file) }));
    const cache = this.looker.writesDown ? await this.openCache() : undefined;
    if (!cache) {
      await team.lookAtAll(jobs, jobCount(jobs.length, this.request.jobs), take);
      progress.finish();
      return found;
    }
    const known = await cache.recall(jobs);
    const fresh = new Map<string, ToldFile>();
    const others = jobs.filter(({ file }) => !known.has(file));
    const ledgers = await team.lookAtAll(others, jobCount(others.length, this.request.jobs), (told) => {
      fresh.set(others[fresh.size]?.file ?? '', told);
      progress.update(known.size + fresh.size);
    });
    progress.finish();
    for (const { file } of jobs) {
      const told = known.get(file) ?? fresh.get(file);
      if (told) take(told);
    }
    await this.keep(cache, fresh, ledgers);
    return found;
  }

  private async openCache(): Promise<LookCache | undefined> {
    const cache = await LookCache.open(this.request, this.around, this.looker);
    if (typeof cache !== 'string') return cache;
    this.notes.note(`--cache: ${cache}`);
    return undefined;
  }

  /** Writes down what was found; a run that cannot has lost nothing but time. */
  private async keep(...[cache, fresh, ledgers]: [LookCache, ...Parameters<LookCache['keep']>]): Promise<void> {
    try {
      await cache.keep(fresh, ledgers);
    } catch (error) {
      this.notes.note(`--cache: not written: ${(error as Error).message}`);
    }
  }

  /**
   * Judges standard input as if it were a file of that name. With `--fix` the fixed text goes to standard output, and
   * what came in where nothing is to be fixed: an editor puts it in the place of what it has.
   */
  async standardInput(fileName: string): Promise<number> {
    if (!(await this.looker.begin())) return 2;
    const selection = await Selection.of(this.request, this.around, this.notes);
    if (!selection) return 2;
    const parts: Buffer[] = [];
    for await (const part of this.around.stdin) parts.push(Buffer.from(part));
    const bytes = Buffer.concat(parts);
    const file = path.resolve(this.around.workingFolder, fileName);
    const looked = await this.looker.look(file, true, () => decode(bytes));
    const isPassedOver = looked === 'passed over';
    const look = isPassedOver ? undefined : looked;
    const { fixes } = this.looker;
    if (fixes) this.around.stdout.write(look?.isChanged ? encode(look.disk) : bytes);
    // Where there is nothing to say of, a sentence would be noise; for programs an empty report is one.
    const isSilent = look === undefined && this.request.format === 'pretty';
    const to = fixes ? this.around.stderr : this.around.stdout;
    const told = look?.reported ? await selection.among([look.reported]) : [];
    const status = isSilent ? this.status([]) : this.conclude(told ?? [], to);
    return isPassedOver ? 2 : status;
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
    if (this.looker.lacksShellcheck) {
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

  private relative(file: string): string {
    return relativePath(file, this.around);
  }
}
