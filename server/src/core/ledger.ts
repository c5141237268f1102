import { type Answers, derivedPrefix, type RememberedFiles } from './remembered-files.ts';

/**
 * Writes down what things rest upon: the questions that the host was asked, with digests of its answers, and what was
 * made of several of them. Both are told by number: a question by its own, from 0, and what was made by -1 less its own.
 * It is written when all work is done, for what was made may ask more as long as somebody works with it.
 */
export class Ledger {
  /** Questions by their keys, and digests of the answers. */
  readonly questions: (readonly [question: string, answer: string])[] = [];
  /** What each thing was made of. */
  readonly made: (readonly number[])[] = [];
  private readonly files: RememberedFiles;
  private readonly digest: (value: unknown) => string;
  private readonly numbers = new Map<string, Promise<number>>();

  constructor(files: RememberedFiles, digest: (value: unknown) => string) {
    this.files = files;
    this.digest = digest;
  }

  /** What answers stand for: questions, and what was made of others. */
  async write(all: Iterable<Answers>): Promise<readonly number[]> {
    const numbers = new Set<number>();
    for (const answers of all) {
      for (const [key, { value }] of answers) numbers.add(await this.numberOf(key, value));
    }
    return [...numbers];
  }

  private numberOf(key: string, value: Promise<unknown>): Promise<number> {
    const known = this.numbers.get(key) ?? this.take(key, value);
    this.numbers.set(key, known);
    return known;
  }

  private async take(key: string, value: Promise<unknown>): Promise<number> {
    if (!key.startsWith(derivedPrefix)) return this.questions.push([key, this.digest(await value)]) - 1;
    const of = this.files.madeOf(key.slice(derivedPrefix.length));
    if (!of) throw new Error(`nothing was made under the name ${key}`);
    return -this.made.push(await this.write([of]));
  }
}
