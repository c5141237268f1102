import { AsyncLocalStorage } from 'node:async_hooks';
import type { Surroundings } from './surroundings.ts';

/** What there is to say on standard error, in the order of the files although several are looked at together. */
export class Notes {
  private readonly around: Surroundings;
  /** What there is to say of the file that is being looked at. */
  private readonly ofFile = new AsyncLocalStorage<string[]>();
  private hasFailed = false;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** Whether there was anything to complain about. */
  get failed(): boolean {
    return this.hasFailed;
  }

  /** Says something that is to end the run with a failure. */
  complain(line: string): void {
    this.hasFailed = true;
    this.note(line);
  }

  note(line: string): void {
    const text = `seaworthy: ${line}\n`;
    const kept = this.ofFile.getStore();
    if (kept) kept.push(text);
    else this.around.stderr.write(text);
  }

  /** Runs a task and keeps what is said in it, so that it can be told in its turn. */
  async keep<Result>(task: () => Promise<Result>): Promise<{ readonly result: Result; readonly notes: string[] }> {
    const notes: string[] = [];
    return { result: await this.ofFile.run(notes, task), notes };
  }

  tell(notes: readonly string[]): void {
    for (const text of notes) this.around.stderr.write(text);
  }
}
