/** What one commit changed in a folder. */
export interface Commit {
  /** The whole hash, in hexadecimal digits. */
  readonly id: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
  /** The first line of its message. */
  readonly subject: string;
  /** The files that were added, changed and removed, relative to the folder that was asked about; renamed ones twice. */
  readonly files: readonly string[];
}

/**
 * The last commits that changed something in a folder, as they were merged into the branch that is checked out; that with
 * which the folder came to be is none of them.
 */
export interface History {
  /** The last one first. */
  readonly commits: readonly Commit[];
  /** Why there may be more, beside that no more were asked for: the clone is shallow, or they name too many files. */
  readonly limit: 'shallow' | 'size' | undefined;
}

/** That there is no history, and why, as a sentence without its full stop: `git is not installed`. */
export interface NoHistory {
  readonly reason: string;
}

export function isHistory(answer: History | NoHistory): answer is History {
  return 'commits' in answer;
}

/** Whether a URI is that of a file in which git notes which commit is checked out. */
export function isHead(uri: string): boolean {
  return /\/\.git\/(?:logs\/)?HEAD$/.test(uri);
}
