import type { Word as WordSyntax } from 'unbash';
import { type MappedText, slice, somewhereIn, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { ShellWord } from './command.ts';

/** A word of a script. What nobody asks for is not made: of most words, only what they say is looked at. */
export class ScriptWord implements ShellWord {
  readonly text: string;
  private readonly syntax: WordSyntax;
  private readonly script: MappedText;
  private place: Span | undefined;

  constructor(syntax: WordSyntax, script: MappedText) {
    this.text = syntax.text;
    this.syntax = syntax;
    this.script = script;
  }

  get value(): string | undefined {
    return staticValue(this.syntax);
  }

  get span(): Span {
    this.place ??= sourceSpan(this.script, this.syntax.pos, this.syntax.end);
    return this.place;
  }

  get source(): MappedText {
    const { text, value, pos, end } = this.syntax;
    const quoted = text.length === value.length + 2 && text.slice(1, -1) === value;
    if (quoted) return slice(this.script, pos + 1, end - 1);
    return text === value ? slice(this.script, pos, end) : somewhereIn(value, this.span);
  }
}

/** What the shell makes of a word when it can be known without running anything; undefined when it cannot. */
export function staticValue(word: WordSyntax): string | undefined {
  return word.parts === undefined || word.parts.every(isStatic) ? word.value : undefined;
}

function isStatic(part: NonNullable<WordSyntax['parts']>[number]): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
    case 'ExtendedGlob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every(isStatic);
    default:
      return false;
  }
}
