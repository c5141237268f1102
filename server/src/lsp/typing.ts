/** How long nobody must have typed, in milliseconds, for it to be a pause. */
const pause = 300;

/** Tells which documents have been typed in, when whoever types pauses. */
export class Typing {
  private readonly tell: (uris: readonly string[]) => void;
  private readonly uris = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (uris: readonly string[]) => void) {
    this.tell = tell;
  }

  /** Says that a document has changed: the pause begins anew. */
  changed(uri: string): void {
    this.uris.add(uri);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const uris = [...this.uris];
      this.uris.clear();
      this.tell(uris);
    }, pause);
  }
}
