import { styleText } from 'node:util';

type Style = 'bold' | 'red' | 'yellow' | 'blue' | 'gray' | 'green' | 'cyan';

/** Gives a text a style, or leaves it alone where styles would only be noise. */
export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal, none for files and pipes. `NO_COLOR` and `FORCE_COLOR` are heeded. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  const colored = environment.NO_COLOR ? false : forced || stream.isTTY === true;
  return colored ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

/** Says on a terminal how far a long run has come; says nothing elsewhere, and nothing when it is over soon. */
export class Progress {
  private readonly stream: NodeJS.WriteStream;
  private readonly total: number;
  private readonly quietUntil: number;
  private readonly words: readonly [doing: string, what: string];
  private shownAt = 0;

  /** `doing` and `what` are the words around the numbers. */
  constructor(stream: NodeJS.WriteStream, total: number, doing = 'linting', what = 'files') {
    this.stream = stream;
    this.total = total;
    this.words = [doing, what];
    this.quietUntil = Date.now() + 500;
  }

  update(done: number): void {
    const now = Date.now();
    if (!this.stream.isTTY || now < this.quietUntil || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.stream.write(`\r\u001B[K${this.words[0]} ${done}/${this.total} ${this.words[1]}`);
  }

  /** Takes the line away again. */
  finish(): void {
    if (this.shownAt > 0) this.stream.write('\r\u001B[K');
  }
}
