import { describe, expect, it } from 'vitest';
import { keepingMeaning } from '../../server/src/dockerfile/meaning.ts';
import { applyEdits, replace } from '../../server/src/text/edit.ts';

/** Indents each line that is not the first, whatever it is, as far as the meaning stays. */
function indented(text: string): string {
  const edits = [...text.matchAll(/(?<=\n)[ \t]*(?=\S)/g)].map(({ index, 0: blanks }) =>
    replace({ start: index, end: index + blanks.length }, '    '),
  );
  return applyEdits(text, keepingMeaning(text, edits));
}

describe('what white space means', () => {
  it.each([
    ['lines that go on', 'FROM a\nRUN a \\\n  b\n', 'FROM a\nRUN a \\\n    b\n'],
    ['comments in between', 'FROM a\nRUN a \\\n# c\n  b\n', 'FROM a\nRUN a \\\n    # c\n    b\n'],
    ['another escape character', '# escape=`\nFROM a\nRUN a `\n b\n', '# escape=`\nFROM a\nRUN a `\n    b\n'],
    ['pairs', 'FROM a\nENV A=1 \\\n  B=2\n', 'FROM a\nENV A=1 \\\n    B=2\n'],
    ['flags', 'FROM a\nCOPY --from=a \\\n x y\n', 'FROM a\nCOPY --from=a \\\n    x y\n'],
  ])('nothing for %s', (_, text, expected) => {
    expect(indented(text)).toBe(expected);
  });

  it.each([
    ['quoted text', 'RUN echo "a \\\n  b"\n'],
    ['a word that goes on', 'RUN echo a\\\nb\n'],
    ['a value in the old form', 'ENV A b \\\n  c\n'],
    ['a here-document', 'RUN <<EOF\n  a\nEOF\n'],
    ['a file', 'COPY <<-"EOF" /etc/a\n\ta:\n\t  b\n\tEOF\n'],
    ['the next instruction', 'RUN a\nRUN b\n'],
    ['a path that ends like a line that goes on', 'COPY x C:\\\\app\\\\\nRUN b\n'],
  ])('much for %s', (_, text) => {
    expect(indented(`FROM a\n${text}`)).toBe(`FROM a\n${text}`);
  });
});
