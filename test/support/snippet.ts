/** What inserting a snippet yields when nobody changes anything in it, and the tab stops in it. */
export interface ExpandedSnippet {
  readonly text: string;
  /** In ascending order, without the last one, which is 0. */
  readonly tabStops: readonly number[];
  readonly endsAtTabStop: boolean;
}

/** Expands the body of a VS Code snippet: tab stops, placeholders, also nested ones, choices, and escapes. */
export function expandSnippet(body: string): ExpandedSnippet {
  const defaults = new Map<number, string>();
  const reader = new Reader(body, defaults);
  reader.read();
  // What a placeholder says holds for all places with its number, also those before it.
  const text = new Reader(body, defaults).read();
  const numbers = [...defaults.keys()].sort((one, other) => one - other);
  return { text, tabStops: numbers.filter((number) => number > 0), endsAtTabStop: numbers.includes(0) };
}

class Reader {
  private readonly body: string;
  private readonly defaults: Map<number, string>;
  private at = 0;

  constructor(body: string, defaults: Map<number, string>) {
    this.body = body;
    this.defaults = defaults;
  }

  /** Reads to the end, or to the brace that ends a placeholder; elsewhere a brace stands for itself. */
  read(until?: '}'): string {
    let text = '';
    while (this.at < this.body.length && this.body[this.at] !== until) text += this.piece();
    return text;
  }

  private piece(): string {
    const escaped = this.take(/\\([\\$}])/y);
    if (escaped) return escaped[1] ?? '';
    const plain = this.take(/\$(\d+)|\$\{(\d+)\}/y);
    if (plain) return this.value(Number(plain[1] ?? plain[2]));
    const choice = this.take(/\$\{(\d+)\|([^,|]*)[^|]*\|\}/y);
    if (choice) return this.value(Number(choice[1]), choice[2]);
    const placeholder = this.take(/\$\{(\d+):/y);
    if (placeholder) {
      const inner = this.read('}');
      this.at++;
      return this.value(Number(placeholder[1]), inner);
    }
    if (this.body[this.at] === '$')
      throw new Error(`a $ that is no tab stop must be escaped: ${this.body.slice(this.at)}`);
    return this.body[this.at++] ?? '';
  }

  private value(number: number, value?: string): string {
    const known = value ?? this.defaults.get(number) ?? '';
    this.defaults.set(number, known);
    return known;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.body);
    if (match) this.at += match[0].length;
    return match;
  }
}
