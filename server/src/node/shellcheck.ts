import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import type { ScriptChecker, ScriptDialect, ScriptInquiry, ScriptRemark } from '../core/script-checker.ts';
import { readRemarks } from './shellcheck-report.ts';

/** How many processes run at a time: they shall not take the machine from the person who types. */
const mostProcesses = 2;
/** How many answers are remembered: the scripts of a few large files. */
const mostAnswers = 500;
/** How long a script may stay as it is before it is checked, in milliseconds, while somebody types. */
const typingPause = 200;
/** A process that takes longer, in milliseconds, is ended. */
const longestRun = 15_000;

/**
 * Runs ShellCheck where it is installed: over standard input, in the folder for temporary files and without its
 * configuration, so that nothing in a workspace has a say in it. Where it is not installed there is no answer.
 */
export class ShellCheck {
  private readonly program: string;
  private readonly answers = new Map<string, readonly ScriptRemark[]>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private missing = false;

  constructor(program = 'shellcheck') {
    this.program = program;
  }

  /** Whether the program could not be started when it was last tried. */
  get isMissing(): boolean {
    return this.missing;
  }

  /** A checker that answers when it knows. */
  checker(): ScriptChecker {
    return { check: (script, dialect) => this.check(script, dialect, undefined), isWaiting: false };
  }

  /** A checker that answers at once with what is known, and goes on asking about the rest until a signal. */
  inquiry(signal: AbortSignal): ScriptInquiry {
    const asked = new Map<string, Promise<unknown>>();
    let isWaiting = false;
    return {
      check: async (script, dialect) => {
        const key = keyOf(script, dialect);
        const known = this.answers.get(key);
        if (known || this.missing || asked.has(key)) return known;
        asked.set(key, this.check(script, dialect, signal));
        isWaiting = true;
        return undefined;
      },
      get isWaiting() {
        return isWaiting;
      },
      settled: async () => {
        if (!isWaiting) return false;
        await Promise.all(asked.values());
        isWaiting = false;
        return !signal.aborted;
      },
    };
  }

  private async check(
    script: string,
    dialect: ScriptDialect,
    signal: AbortSignal | undefined,
  ): Promise<readonly ScriptRemark[] | undefined> {
    const key = keyOf(script, dialect);
    const known = this.answers.get(key);
    if (known || this.missing) return known;
    if (signal) await after(typingPause);
    if (signal?.aborted) return undefined;
    await this.turn();
    try {
      const again = this.answers.get(key);
      if (again || this.missing || signal?.aborted) return again;
      const output = await this.run(script, dialect, signal);
      const remarks = output === undefined ? undefined : readRemarks(output, script);
      if (remarks) this.remember(key, remarks);
      return remarks;
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    while (this.running >= mostProcesses) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
  }

  private remember(key: string, remarks: readonly ScriptRemark[]): void {
    const [oldest] = this.answers.keys();
    if (this.answers.size >= mostAnswers && oldest !== undefined) this.answers.delete(oldest);
    this.answers.set(key, remarks);
  }

  /** What the program prints; undefined when it cannot be started, fails or is ended. */
  private run(script: string, dialect: ScriptDialect, signal: AbortSignal | undefined): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = this.start(dialect, signal);
      const parts: Buffer[] = [];
      child.stdout?.on('data', (part: Buffer) => parts.push(part));
      child.on('error', (error: NodeJS.ErrnoException) => {
        this.missing = error.code === 'ENOENT' || error.code === 'EACCES';
        resolve(undefined);
      });
      // 0 and 1 say that it has looked, and whether it has found something.
      child.on('close', (code) => resolve(code === 0 || code === 1 ? Buffer.concat(parts).toString() : undefined));
      child.stdin?.on('error', () => resolve(undefined));
      child.stdin?.end(script);
    });
  }

  private start(dialect: ScriptDialect, signal: AbortSignal | undefined): ChildProcess {
    const options = ['--format=json1', '--norc', '--severity=style', `--shell=${dialect}`, '-'];
    return spawn(this.program, options, {
      cwd: tmpdir(),
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: longestRun,
      windowsHide: true,
      ...(signal && { signal }),
    });
  }
}

function keyOf(script: string, dialect: ScriptDialect): string {
  return `${dialect}\n${script}`;
}
