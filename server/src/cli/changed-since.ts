import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NoHistory } from '../core/history.ts';
import { Git } from '../node/git.ts';
import { type Change, type Comparison, changesSince, comparisonSince } from '../node/git-changes.ts';
import type { Span } from '../text/span.ts';
import type { ReportedFile, ReportedFinding } from './report.ts';
import type { Surroundings } from './surroundings.ts';

/** Leaves of what was found what somebody has touched since a revision. */
export class ChangedSince {
  private readonly git: Git;
  private readonly comparison: Comparison;
  private readonly around: Surroundings;

  private constructor(git: Git, comparison: Comparison, around: Surroundings) {
    this.git = git;
    this.comparison = comparison;
    this.around = around;
  }

  /** Asks git where the histories part, in the repository of the working folder; or says why that is not known. */
  static async revision(revision: string, around: Surroundings): Promise<ChangedSince | NoHistory> {
    const git = new Git();
    const comparison = await comparisonSince(git, around.workingFolder, revision);
    return 'reason' in comparison ? comparison : new ChangedSince(git, comparison, around);
  }

  /**
   * The files with those findings whose own place, or one that explains it, is on a line that changed. What is said of a
   * file as a whole counts where the file is new.
   */
  async among(files: readonly ReportedFile[]): Promise<readonly ReportedFile[] | NoHistory> {
    const own = (file: ReportedFile) => path.resolve(this.around.workingFolder, file.path);
    const asked = files.flatMap((file) =>
      file.findings.flatMap(({ finding }) => [
        own(file),
        ...finding.related.flatMap((related) => (related.file ? [fileURLToPath(related.file.uri)] : [])),
      ]),
    );
    const changes = await changesSince(this.git, this.comparison, [...new Set(asked)]);
    if ('reason' in changes) return changes;
    const isTouched = (file: ReportedFile, { finding }: ReportedFinding) => {
      const change = changes.get(own(file));
      if (touches(finding.span, file.lines.text, change)) return true;
      return finding.related.some(({ span, file: other }) =>
        other
          ? touches(span, other.lines.text, changes.get(fileURLToPath(other.uri)))
          : touches(span, file.lines.text, change),
      );
    };
    return files.map((file) => ({ ...file, findings: file.findings.filter((finding) => isTouched(file, finding)) }));
  }
}

/** Whether a place is on a line that changed, or has something taken out of it. */
function touches({ start, end }: Span, text: string, change: Change | undefined): boolean {
  if (change === undefined || change === 'all') return change === 'all';
  if (isWhole({ start, end }, text)) return false;
  const first = lineOf(text, start);
  const last = lineOf(text, Math.max(start, end - 1));
  const isChanged = change.ranges.some((range) => range.first <= last && range.last >= first);
  return isChanged || change.seams.some((line) => line >= first && line < last);
}

/** Whether a place stands for its file: nothing at the start of it, or several lines that are all there is. */
function isWhole({ start, end }: Span, text: string): boolean {
  if (text.slice(0, start).trim() !== '') return false;
  if (start === end) return start === 0;
  return text.slice(end).trim() === '' && text.slice(start, end).trim().includes('\n');
}

/** The line at an offset as git counts: from one, ended by LF alone. */
function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
