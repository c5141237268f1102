/** A file of a fixture, and what is expected in it. */
export interface FixtureFile {
  readonly path: string;
  /** Without the lines of carets. */
  readonly text: string;
  /** `rule@line:from-to`, lines and characters from one, in the order of the text. */
  readonly expected: readonly string[];
  /** The text after all fixes, when the fixture says so. */
  readonly fixed: string | undefined;
}

/** A fixture: a paragraph on what it is about, settings, and the files of a workspace. */
export interface Fixture {
  readonly about: string;
  readonly preset: 'recommended' | 'strict' | 'all';
  /** When given, only findings of these rules count. */
  readonly rules: readonly string[] | undefined;
  readonly files: readonly FixtureFile[];
}

const header = /^-- (fixed: )?(\S+) --$/;
const carets = /^\s*#(?:<|\s*)(\^+)\s+(\S+)\s*$/;

/**
 * Reads a fixture. It begins with a paragraph on what it is about; `preset: strict` and `rules: a, b` may stand in lines
 * of their own. Each file follows a line `-- path --`. In a file, a comment of carets with the name of a rule marks what
 * is expected in the nearest line above that is no such comment; `#<` instead of `#`
 * means that it begins where the `#` stands. `-- fixed: path --` begins what the file is after all
 * fixes; files without one are expected to stay as they are.
 */
export function readFixture(source: string): Fixture {
  const sections: { path: string; isFixed: boolean; lines: string[] }[] = [];
  const about: string[] = [];
  for (const line of source.split('\n')) {
    const match = header.exec(line);
    if (match) sections.push({ path: match[2] ?? '', isFixed: match[1] !== undefined, lines: [] });
    else (sections.at(-1)?.lines ?? about).push(line);
  }
  const fixedTexts = new Map(sections.filter(({ isFixed }) => isFixed).map(({ path, lines }) => [path, textOf(lines)]));
  const files = sections
    .filter(({ isFixed }) => !isFixed)
    .map(({ path, lines }) => ({ path, ...readMarks(lines), fixed: fixedTexts.get(path) }));
  const setting = (name: string) => about.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return {
    about: about
      .filter((line) => !/^(?:preset|rules): /.test(line))
      .join(' ')
      .trim(),
    preset: (setting('preset') ?? 'recommended') as Fixture['preset'],
    rules: setting('rules')?.split(/,\s*/),
    files,
  };
}

function textOf(lines: readonly string[]): string {
  const last = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return last.length === 0 ? '' : `${last.join('\n')}\n`;
}

function readMarks(lines: readonly string[]): { text: string; expected: string[] } {
  const kept: string[] = [];
  const expected: string[] = [];
  for (const line of lines) {
    const mark = carets.exec(line);
    if (!mark) {
      kept.push(line);
      continue;
    }
    const to = line.lastIndexOf('^') + 2;
    const from = line.indexOf(line.includes('#<') ? '#' : '^') + 1;
    expected.push(`${mark[2]}@${kept.length}:${from}-${to}`);
  }
  return { text: textOf(kept), expected };
}
