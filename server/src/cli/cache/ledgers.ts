import type { LanguageId } from '../../engine/engine.ts';
import type { CacheContent } from './cache-file.ts';

/** Questions with digests of their answers, and what was made of them, as a ledger tells them. */
interface Ledgers {
  readonly questions: readonly (readonly [question: string, answer: string])[];
  readonly made: readonly (readonly number[])[];
}

/** What a thread has written down of the files it has looked at, by their paths. */
export interface LookLedger extends Ledgers {
  readonly files: readonly (readonly [file: string, record: LookRecord])[];
}

/** What a look at one file rests upon: digests of its text and settings, and other files by number. */
export interface LookRecord {
  readonly text: string;
  readonly settings: string;
  readonly language: LanguageId;
  readonly restsUpon: readonly number[];
}

/** Puts ledgers together: what is alike stands once, and what nothing rests upon is left out. */
export class JoinedLedger {
  readonly questions: [string, string][] = [];
  readonly made: number[][] = [];
  private readonly numbers = new Map<string, number>();

  /** Takes over what numbers of another ledger stand for. Yields what turns each into its number here. */
  from({ questions, made }: Ledgers): (number: number) => number {
    const taken = new Map<number, number>();
    const take = (number: number): number => {
      const known = taken.get(number);
      if (known !== undefined) return known;
      const mine = number >= 0 ? this.question(questions[number]) : -this.thing((made[-1 - number] ?? []).map(take));
      taken.set(number, mine);
      return mine;
    };
    return take;
  }

  private question(question: readonly [string, string] = ['', '']): number {
    return this.numbered(`question ${question.join('\n')}`, () => this.questions.push([...question]) - 1);
  }

  private thing(of: number[]): number {
    return this.numbered(`made ${of.join(' ')}`, () => this.made.push(of));
  }

  private numbered(key: string, add: () => number): number {
    const known = this.numbers.get(key) ?? add();
    this.numbers.set(key, known);
    return known;
  }
}

/** Says which answers, and things made of them, are what they were when a cache was written. */
export class Recall {
  private readonly cache: CacheContent;
  private readonly ask: (question: string) => Promise<string>;
  private readonly known = new Map<number, Promise<boolean>>();

  /** `ask` gives the digest of what a question is answered now. */
  constructor(cache: CacheContent, ask: (question: string) => Promise<string>) {
    this.cache = cache;
    this.ask = ask;
  }

  async holds(number: number): Promise<boolean> {
    const known = this.known.get(number) ?? this.find(number);
    this.known.set(number, known);
    return known;
  }

  private async find(number: number): Promise<boolean> {
    if (number >= 0) {
      const [question, answer] = this.cache.questions[number] ?? [];
      return question !== undefined && (await this.ask(question)) === answer;
    }
    const of = this.cache.made[-1 - number];
    // Things are made of what was there before: a cache that says otherwise could lead in a circle.
    if (!of?.every((one) => one >= 0 || one > number)) return false;
    for (const one of of) if (!(await this.holds(one))) return false;
    return true;
  }
}
