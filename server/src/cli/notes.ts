import { AsyncLocalStorage } from 'node:async_hooks';
import type { Surroundings } from './surroundings.ts';

/** What is said while one file is looked at, and whether anything of it is a complaint. */
interface Kept {
  readonly notes: string[];
  hasFailed: boolean;
}

/** What there is to say on standard error, in the order of the files although several are looked at together. */
export class Notes {
  private readonly around: Surroundings;
  /** What there is to say of the file that is being looked at. */
  private readonly ofFile = new AsyncLocalStorage<Kept>();
  private readonly told = new Set<string>();
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
    this.fail();
    this.note(line);
  }

  /** Complains of what holds for several files: with each where what is said of files is kept, and else once. */
  complainOfAll(line: string): void {
    if (this.ofFile.getStore() || !this.told.has(line)) this.complain(line);
    this.told.add(line);
  }

  /** Has the run end with a failure, as when another thread complains. */
  fail(): void {
    this.hasFailed = true;
    const kept = this.ofFile.getStore();
    if (kept) kept.hasFailed = true;
  }

  note(line: string): void {
    const text = `seaworthy: ${line}\n`;
    const kept = this.ofFile.getStore();
    if (kept) kept.notes.push(text);
    else this.around.stderr.write(text);
  }

  /** Runs a task and keeps what is said in it, so that it can be told in its turn. */
  async keep<Result>(task: () => Promise<Result>): Promise<{ readonly result: Result } & Kept> {
    const kept: Kept = { notes: [], hasFailed: false };
    const result = await this.ofFile.run(kept, task);
    return { result, ...kept };
  }

  tell(notes: readonly string[]): void {
    for (const text of notes) this.around.stderr.write(text);
  }
}
