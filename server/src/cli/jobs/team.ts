import type { LookLedger } from '../cache/ledgers.ts';
import { inOrder } from '../in-order.ts';
import type { Looker, LookRequest } from '../looker.ts';
import type { Notes } from '../notes.ts';
import { fromPlain } from '../plain-report.ts';
import type { ReportedFile } from '../report.ts';
import type { Surroundings } from '../surroundings.ts';
import { Helper, type Job, type PlainLook } from './helper.ts';

/** What there is to tell of a file that was looked at. */
export interface ToldFile extends Omit<PlainLook, 'reported'> {
  readonly reported: ReportedFile | undefined;
}

/** How many files a thread looks at together: while some wait for the disk, others are judged. */
const filesAtOnce = 8;

/** How many times that many a thread is given at once, so that it does not wait for more. */
const ahead = 2;

/**
 * Looks at files in this thread and in others. Each has an engine of its own and knows all that lies around the files
 * given to it, so what it says of one is what every other would say: results are handed on in the order of the files,
 * and nobody can tell how many have made them.
 */
export class Team {
  private readonly request: LookRequest;
  private readonly around: Surroundings;
  private readonly notes: Notes;
  private readonly looker: Looker;

  constructor(request: LookRequest, around: Surroundings, notes: Notes, looker: Looker) {
    this.request = request;
    this.around = around;
    this.notes = notes;
    this.looker = looker;
  }

  /**
   * Looks at files, in so many threads, and hands on what came of each, in order. Yields what the threads have written
   * down, where they write anything down.
   */
  async lookAtAll(
    jobs: readonly Job[],
    threads: number,
    take: (told: ToldFile) => void,
  ): Promise<readonly LookLedger[]> {
    // A fix may look at files that another fix is about to change, so fixing goes one by one. ShellCheck runs beside us.
    const atOnce = this.looker.fixes ? 1 : filesAtOnce;
    const helpers = this.looker.fixes || this.request.shellcheck ? [] : this.helpers(threads - 1);
    if (helpers.length === 0) {
      await inOrder(jobs, atOnce, (job) => this.look(job), take);
      return this.ledgers(helpers);
    }
    const portions = Array.from({ length: Math.ceil(jobs.length / filesAtOnce) }, (_, index) =>
      jobs.slice(index * filesAtOnce, (index + 1) * filesAtOnce),
    );
    const lookAt = async (portion: readonly Job[], lane: number): Promise<readonly ToldFile[]> => {
      const helper = lane === 0 ? undefined : helpers[(lane - 1) % helpers.length];
      const looks = await helper?.look(portion);
      if (!looks) return Promise.all(portion.map((job) => this.look(job)));
      return looks.map((look) => ({ ...look, reported: look.reported && fromPlain(look.reported, this.around) }));
    };
    await inOrder(portions, 1 + ahead * helpers.length, lookAt, (all) => {
      for (const one of all) take(one);
    });
    const ledgers = await this.ledgers(helpers);
    await Promise.all(helpers.map((helper) => helper.close()));
    return ledgers;
  }

  private async ledgers(helpers: readonly Helper[]): Promise<readonly LookLedger[]> {
    if (!this.looker.writesDown) return [];
    const theirs = await Promise.all(helpers.map((helper) => helper.ledger()));
    return [await this.looker.ledger(), ...theirs.filter((ledger) => ledger !== undefined)];
  }

  private helpers(count: number): readonly Helper[] {
    const { startThread } = this.around;
    if (!startThread) return [];
    const tellFailure = (reason: string) =>
      this.notes.note(`a thread failed (${reason}), and its files were looked at in another one`);
    return Array.from({ length: count }, () => new Helper(startThread(this.request), tellFailure));
  }

  private async look({ file, isNamed }: Job): Promise<ToldFile> {
    const { result, notes, hasFailed } = await this.notes.keep(async () => {
      const looked = await this.looker.look(file, isNamed);
      if (looked !== undefined && looked !== 'passed over' && looked.isChanged) {
        await this.looker.write(file, looked.disk);
      }
      return looked;
    });
    if (result === 'passed over') return { reported: undefined, notes, hasFailed, isPassedOver: true };
    return { reported: result?.reported, notes, hasFailed, isPassedOver: false };
  }
}
