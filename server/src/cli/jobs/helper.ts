import type { Worker } from 'node:worker_threads';
import type { LookLedger } from '../cache/ledgers.ts';
import type { PlainFile } from '../plain-report.ts';

/** A file to look at, and whether somebody named it. */
export interface Job {
  readonly file: string;
  readonly isNamed: boolean;
}

/** What came of looking at one file, as data. */
export interface PlainLook {
  readonly reported: PlainFile | undefined;
  /** What is to be said on standard error. */
  readonly notes: readonly string[];
  /** Whether anything of that is a complaint. */
  readonly hasFailed: boolean;
  readonly isPassedOver: boolean;
}

/** What a thread is sent: files or, when all is done, that it should say what it has written down; under a number. */
export interface JobMessage {
  readonly id: number;
  readonly jobs: readonly Job[] | 'ledger';
}

/** What it answers. */
export interface JobAnswer {
  readonly id: number;
  readonly looks: readonly PlainLook[];
  readonly ledger?: LookLedger | undefined;
}

/** Another thread that looks at files. Nothing rests upon it: what it does not answer, somebody else does. */
export class Helper {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (answer: JobAnswer | undefined) => void>();
  private readonly tellFailure: (reason: string) => void;
  private sent = 0;
  private isOver = false;

  /** `tellFailure` is called once when the thread ends before its time, with the reason. */
  constructor(worker: Worker, tellFailure: (reason: string) => void) {
    this.worker = worker;
    this.tellFailure = tellFailure;
    worker.on('message', (answer: JobAnswer) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    worker.on('error', (error) => this.fail(error instanceof Error ? error.message : String(error)));
    worker.on('messageerror', (error) => this.fail(error.message));
    worker.on('exit', (code) => this.fail(`it ended with ${code}`));
  }

  /** What comes of looking at files, in their order; undefined when the thread has failed. */
  async look(jobs: readonly Job[]): Promise<readonly PlainLook[] | undefined> {
    return (await this.ask(jobs))?.looks;
  }

  /** What it has written down; undefined when it has failed. */
  async ledger(): Promise<LookLedger | undefined> {
    return (await this.ask('ledger'))?.ledger;
  }

  private ask(jobs: JobMessage['jobs']): Promise<JobAnswer | undefined> {
    if (this.isOver) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const message: JobMessage = { id: this.sent++, jobs };
      this.waiting.set(message.id, resolve);
      this.worker.postMessage(message);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.isOver = true;
    await this.worker.terminate();
  }

  private fail(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.tellFailure(reason);
    for (const give of this.waiting.values()) give(undefined);
    this.waiting.clear();
    void this.worker.terminate();
  }
}
