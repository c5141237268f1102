import { describe, expect, it } from 'vitest';
import type { OutlineEntry } from '../../server/src/ide/assistant.ts';
import { dockerfileFolding } from '../../server/src/ide/dockerfile/folding.ts';
import { dockerfileOutline } from '../../server/src/ide/dockerfile/outline.ts';
import { dockerfileSelection } from '../../server/src/ide/dockerfile/selection.ts';
import { dockerfileSpot } from '../support/marked.ts';

describe('the outline of a Dockerfile', () => {
  const outlineOf = (text: string) => dockerfileOutline.outline?.(dockerfileSpot(text).file) ?? [];
  const shown = (entries: readonly OutlineEntry[], indent = ''): string[] =>
    entries.flatMap(({ name, detail, children = [] }) => [
      `${indent}${name}${detail === undefined ? '' : ` · ${detail}`}`,
      ...shown(children, `${indent}  `),
    ]);

  it('has stages with what is done in them, and global arguments', () => {
    const text = [
      'ARG V=24',
      'FROM node:${V} AS build',
      'COPY --chown=node . .',
      'RUN npm ci \\',
      '  && npm run build',
      'FROM nginx:1.29',
      'COPY --from=build /app /srv',
      'run <<EOF',
      'echo 1',
      'EOF',
    ].join('\n');
    expect(shown(outlineOf(text))).toEqual([
      'ARG · V=24',
      'build · node:${V}',
      '  COPY · . .',
      '  RUN · npm ci && npm run build',
      'nginx:1.29',
      '  COPY · /app /srv',
      '  RUN · echo 1',
    ]);
  });

  it('keeps names within what they name, also in unfinished files', () => {
    for (const text of ['FROM', 'FROM a AS', 'RUN x', 'ARG', '', 'FROM a\nFRO', 'ONBUILD RUN x', 'FROM \\\n']) {
      const check = (entries: readonly OutlineEntry[], start: number, end: number) => {
        for (const { span, nameSpan, children = [] } of entries) {
          expect(span.start <= nameSpan.start && nameSpan.end <= span.end, text).toBe(true);
          expect(start <= span.start && span.end <= end, text).toBe(true);
          check(children, span.start, span.end);
        }
      };
      check(outlineOf(text), 0, text.length);
    }
  });

  it('cuts long instructions short', () => {
    expect(shown(outlineOf(`FROM a\nRUN echo ${'x'.repeat(5000)}`))[1]).toHaveLength('  RUN · '.length + 60);
  });
});

describe('folding in a Dockerfile', () => {
  /** Folds as `first-last`, lines counted from one, with the kind behind. */
  const folds = (...lines: string[]) => {
    const { file } = dockerfileSpot(lines.join('\n'));
    return (dockerfileFolding.folds?.(file) ?? []).map(({ span, kind }) => {
      const { start, end } = file.lines.rangeOf(span);
      return `${start.line + 1}-${end.line + 1}${kind ? ` ${kind}` : ''}`;
    });
  };

  it('is by stage, without the comments of the next one', () => {
    expect(folds('FROM a', 'RUN b', '', '# next', 'FROM c', 'RUN d')).toEqual(['1-2', '5-6']);
  });

  it('is by instruction', () => {
    expect(folds('FROM a', 'RUN b \\', '  && c', 'RUN d')).toEqual(['1-4', '2-3']);
  });

  it('is by here-document', () => {
    expect(folds('FROM a', 'RUN <<EOF', 'b', 'EOF')).toEqual(['1-4', '2-4']);
    expect(folds('FROM a', 'COPY <<A <<B /', '1', 'A', '2', 'B')).toEqual(['1-6', '2-3', '4-6']);
    expect(folds('FROM a', 'RUN b \\', ' && cat <<A', '1', 'A', 'RUN c')).toEqual(['1-6', '2-5', '3-5']);
  });

  it('is by comments and regions', () => {
    expect(folds('# one', '# two', '', '# three', 'FROM a')).toEqual(['1-2 comment']);
    expect(folds('# region base', '# one', '# two', 'FROM a', '#endregion', 'FROM b')).toEqual([
      '2-3 comment',
      '1-5 region',
    ]);
    expect(folds('# endregion', 'FROM a')).toEqual([]);
  });
});

describe('a growing selection in a Dockerfile', () => {
  const selected = (marked: string) => {
    const spot = dockerfileSpot(marked);
    return (dockerfileSelection.selections?.(spot) ?? []).map(({ start, end }) => spot.file.text.slice(start, end));
  };

  it('goes from a word to its argument, command, list, instruction, stage and file', () => {
    const run = 'RUN apt-get update && apt-get install -y "cu¦rl" | tee log';
    const plain = run.replace('¦', '');
    expect(selected(`FROM a\n${run}\nUSER b\nFROM c\n`)).toEqual([
      'curl',
      '"curl"',
      'apt-get install -y "curl"',
      'apt-get install -y "curl" | tee log',
      'apt-get update && apt-get install -y "curl" | tee log',
      plain,
      `FROM a\n${plain}\nUSER b`,
      `FROM a\n${plain}\nUSER b\nFROM c\n`,
    ]);
  });

  it('knows flags, pairs, arrays and the comments above', () => {
    expect(selected('FROM a\nRUN --mount=type=cache,target=/r¦oot x').slice(0, 5)).toEqual([
      'root',
      '/root',
      'target=/root',
      'type=cache,target=/root',
      '--mount=type=cache,target=/root',
    ]);
    expect(selected('FROM a\nENV A="b¦ c" D=e').slice(0, 5)).toEqual(['b', 'b c', '"b c"', 'A="b c"', 'A="b c" D=e']);
    expect(selected('FROM a\nCMD ["no¦de", "x"]').slice(0, 3)).toEqual(['node', '"node"', '["node", "x"]']);
    expect(selected('FROM a\n# why\nUS¦ER b').slice(0, 3)).toEqual(['USER', 'USER b', '# why\nUSER b']);
    expect(selected('FROM a\nRUN <<EOF\necho b¦c\nEOF\n').slice(0, 3)).toEqual(['bc', 'echo bc', 'echo bc\n']);
  });

  it('answers everywhere', () => {
    for (const text of ['¦', 'FROM¦', 'FROM a\n\n¦\nRUN b', '# c¦omment\nFROM a', 'RUN "¦']) {
      const chain = selected(text);
      expect(chain.at(-1) ?? '').toBe(text.replace('¦', ''));
    }
  });
});
