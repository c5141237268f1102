import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Baseline } from './baseline.ts';
import { ChangedSince } from './changed-since.ts';
import type { Notes } from './notes.ts';
import type { ReportedFile } from './report.ts';
import type { Surroundings } from './surroundings.ts';

/** What was asked for on the command line. */
export interface SelectionRequest {
  /** Only what was touched since a revision of git. */
  readonly changedSince?: string | undefined;
  /** A path: what is known there is left out. */
  readonly baseline?: string | undefined;
  /** A path: what is found is written there. */
  readonly writeBaseline?: string | undefined;
}

/** Which of the findings are told. */
export class Selection {
  private readonly request: SelectionRequest;
  private readonly around: Surroundings;
  private readonly notes: Notes;
  private readonly since: ChangedSince | undefined;
  private readonly baseline: Baseline | undefined;

  private constructor(
    { request, around, notes }: { request: SelectionRequest; around: Surroundings; notes: Notes },
    { since, baseline }: { since: ChangedSince | undefined; baseline: Baseline | undefined },
  ) {
    this.request = request;
    this.around = around;
    this.notes = notes;
    this.since = since;
    this.baseline = baseline;
  }

  /** Asks for all that is needed; undefined, with a complaint, when it is not to be had. */
  static async of(request: SelectionRequest, around: Surroundings, notes: Notes): Promise<Selection | undefined> {
    const { changedSince, baseline: known, writeBaseline: written } = request;
    const since = changedSince === undefined ? undefined : await ChangedSince.revision(changedSince, around);
    if (since && 'reason' in since) {
      notes.complain(`--changed-since ${changedSince}: ${since.reason}`);
      return undefined;
    }
    const given = known ?? written;
    if (given === undefined) return new Selection({ request, around, notes }, { since, baseline: undefined });
    const file = path.resolve(around.workingFolder, given);
    const baseline = await Baseline.read(file);
    if (!('reason' in baseline)) return new Selection({ request, around, notes }, { since, baseline });
    if (written !== undefined && baseline.isMissing) {
      return new Selection({ request, around, notes }, { since, baseline: Baseline.empty(file) });
    }
    notes.complain(`${given}: ${baseline.reason}`);
    return undefined;
  }

  /** The files with what is told of them; undefined, with a complaint, when that cannot be said. */
  async among(files: readonly ReportedFile[]): Promise<readonly ReportedFile[] | undefined> {
    const told = this.baseline ? this.withoutKnown(files, this.baseline) : files;
    const touched = this.since ? await this.since.among(told) : told;
    if (!('reason' in touched)) return touched;
    this.notes.complain(`--changed-since ${this.request.changedSince}: ${touched.reason}`);
    return undefined;
  }

  /** Writes what was found as what is known from now on, unless something could not be looked at. */
  async write(files: readonly ReportedFile[], name: string): Promise<void> {
    if (this.notes.failed || !this.baseline) {
      this.notes.note(`${name}: not written, because not everything could be looked at`);
      return;
    }
    const count = files.reduce((sum, { findings }) => sum + findings.length, 0);
    try {
      await writeFile(path.resolve(this.around.workingFolder, name), this.baseline.rewritten(files, this.around));
      this.notes.note(`${name}: written, with ${count} ${count === 1 ? 'finding' : 'findings'} of this run`);
    } catch (error) {
      this.notes.complain(`${name}: not written: ${(error as Error).message}`);
    }
  }

  /** Leaves out what is known, and says what of it is there no more, so that the baseline gets shorter. */
  private withoutKnown(files: readonly ReportedFile[], baseline: Baseline): readonly ReportedFile[] {
    const { files: told, gone } = baseline.without(files, this.around);
    const counts = new Map<string, number>();
    for (const { path: file, rule } of gone) counts.set(`${file} ${rule}`, (counts.get(`${file} ${rule}`) ?? 0) + 1);
    const name = this.request.baseline ?? '';
    for (const [what, count] of counts) this.notes.note(`${name}: gone: ${what}${count > 1 ? ` (${count})` : ''}`);
    if (gone.length > 0) this.notes.note(`${name}: make it shorter with --write-baseline ${name}`);
    return told;
  }
}
