import type { Engine, LanguageId } from '../engine/engine.ts';
import type { OpenDocument } from './documents.ts';

/** How long nobody must have typed, in milliseconds. */
const pause = 250;

/** How long whatever has arrived has its turn between two rounds, in milliseconds. */
const breath = 20;

/** How many rounds there are for a language: more of them hardly make it quicker. */
const rounds = 40;

/** How much text is judged in a round, in UTF-16 units: that takes a few milliseconds. */
const pieceSize = 1_500;

/**
 * Judges the beginning of a document again and again when who opened it pauses, a little at a time and once for each
 * language. Engines compile code when it has been run for a while; without practice it is the first keystrokes that wait
 * for that, which take several times as long as all later ones. What is found is forgotten.
 */
export class Practice {
  private readonly engine: Engine;
  private readonly done = new Map<LanguageId, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Says that somebody has opened a document, or typed in it: there is practice when they pause. */
  after(document: OpenDocument): void {
    const { language } = document;
    if (language && this.roundsOf(language) < rounds) this.next(document, language, pause);
  }

  /** Says that a document has been closed. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private next(document: OpenDocument, language: LanguageId, time: number): void {
    clearTimeout(this.timer);
    const timer = setTimeout(() => {
      void this.round(document, language).then((then) => {
        // Whoever has typed meanwhile has begun a pause of their own.
        if (then !== undefined && timer === this.timer) this.next(document, language, then);
      });
    }, time);
    this.timer = timer;
  }

  /** One round. Yields how long to wait until the next; undefined when there is to be none. */
  private async round({ uri, text, terms }: OpenDocument, language: LanguageId): Promise<number | undefined> {
    // What holds for it is still being found out.
    if (!terms) return pause;
    if (!terms.settings) return undefined;
    const done = this.roundsOf(language) + 1;
    this.done.set(language, done);
    try {
      // A text that was read before would not be read again.
      const piece = `${beginningOf(text.getText())}#${' '.repeat(done)}\n`;
      const file = this.engine.read(uri, language, piece);
      this.engine.lint(file, terms.settings);
      // What lies around manifests is remembered by file, of which there is but one that counts.
      if (language === 'dockerfile') await this.engine.lookAround(file, terms.settings);
      return done < rounds ? breath : undefined;
    } catch {
      // What fails is told where it matters.
      return undefined;
    }
  }

  private roundsOf(language: LanguageId): number {
    return this.done.get(language) ?? 0;
  }
}

/** The first lines of a text. */
function beginningOf(text: string): string {
  return text.length <= pieceSize ? `${text}\n` : text.slice(0, text.lastIndexOf('\n', pieceSize) + 1);
}
