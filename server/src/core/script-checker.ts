/** The shells that a program which checks scripts may be told of. */
export type ScriptDialect = 'sh' | 'bash' | 'dash' | 'ksh';

/** One thing that a program has to say about a script. Offsets are zero-based UTF-16 units of the script. */
export interface ScriptRemark {
  readonly code: number;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What it would write instead; undefined when it offers nothing. */
  readonly replacements: readonly ScriptReplacement[] | undefined;
}

export interface ScriptReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A program outside that checks shell scripts, where there is one that may be run. The engine runs nothing itself: the
 * command line and the server on a machine bring it along, a web worker and an untrusted workspace do not.
 */
export interface ScriptChecker {
  /** What it says of a script; undefined when it cannot be asked, or has not answered yet. */
  check(script: string, dialect: ScriptDialect): Promise<readonly ScriptRemark[] | undefined>;
  /** Whether there are scripts it has not answered about yet, so that it is worth asking again. */
  readonly isWaiting: boolean;
}

/** A checker that says at once what it knows, and finds out the rest meanwhile. */
export interface ScriptInquiry extends ScriptChecker {
  /** Comes back when all is answered. Returns whether anything was waited for, and is still wanted. */
  settled(): Promise<boolean>;
}
