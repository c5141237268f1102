import { describe, expect, it } from 'vitest';
import { dockerfileTokens } from '../../server/src/ide/dockerfile/tokens/index.ts';
import { dockerfileSpot } from '../support/marked.ts';

/** The tokens of a text, as `text type`. */
function tokens(...lines: string[]): readonly string[] {
  const { file } = dockerfileSpot(lines.join('\n'));
  return (dockerfileTokens.tokens?.(file) ?? []).map(
    ({ span, type }) => `${file.text.slice(span.start, span.end)} ${type}`,
  );
}

describe('the words of a Dockerfile', () => {
  it('are directives, comments and keywords', () => {
    expect(tokens('# syntax=docker/dockerfile:1', '# why', 'from a')).toEqual([
      '# comment',
      'syntax macro',
      '= comment',
      'docker/dockerfile:1 string',
      '# why comment',
      'from keyword',
      'a type',
    ]);
  });

  it('are images, tags, digests and stages', () => {
    expect(
      tokens('FROM --platform=$P ghcr.io/a/b:1.2@sha256:abc AS build', 'FROM build', 'COPY --from=0 /a b'),
    ).toEqual([
      'FROM keyword',
      '--platform parameter',
      '$P variable',
      'ghcr.io/a/b type',
      ': operator',
      '1.2 number',
      '@ operator',
      'sha256:abc number',
      'AS keyword',
      'build namespace',
      'FROM keyword',
      'build namespace',
      'COPY keyword',
      '--from parameter',
      '0 namespace',
      '/a b string',
    ]);
  });

  it('are names, values and variables', () => {
    expect(
      tokens('FROM a:${V:-1}', 'ENV A="x $B" \\', '  # why', '  C=2', 'LABEL k=v', 'EXPOSE 80/tcp').slice(1),
    ).toEqual([
      'a type',
      ': operator',
      '${V variable',
      ':- operator',
      '1 number',
      '} variable',
      'ENV keyword',
      'A variable',
      '= operator',
      '"x string',
      '$B variable',
      '" string',
      '# why comment',
      'C variable',
      '= operator',
      '2 string',
      'LABEL keyword',
      'k property',
      '= operator',
      'v string',
      'EXPOSE keyword',
      '80/ number',
      'tcp string',
    ]);
  });

  it('are flags with their options', () => {
    expect(tokens('FROM a AS b', 'FROM c', 'RUN --mount=type=bind,from=b,ro make').slice(6)).toEqual([
      'RUN keyword',
      '--mount parameter',
      'type property',
      '= operator',
      'bind, string',
      'from property',
      '= operator',
      'b namespace',
      ',ro string',
      'make function',
    ]);
  });
});

describe('the words of scripts', () => {
  const script = (...lines: string[]) => tokens('FROM a', ...lines).slice(2);

  it('are commands, options, strings and operators', () => {
    expect(script('RUN set -e; sudo apt-get install -y "a $B" \\', "  && echo 'c' >/d 2>&1 | tee e # f")).toEqual([
      'RUN keyword',
      'set function',
      '-e parameter',
      '; operator',
      'sudo function',
      'apt-get function',
      '-y parameter',
      '"a string',
      '$B variable',
      '" string',
      '&& operator',
      'echo function',
      "'c' string",
      '> operator',
      '>& operator',
      '| operator',
      'tee function',
      '# f comment',
    ]);
  });

  it('are reserved words, and none where these are arguments', () => {
    expect(script('RUN if [ -n "$A" ]; then echo done; fi; for f in *; do B=${f%.x}; done')).toEqual([
      'RUN keyword',
      'if keyword',
      '[ function',
      '-n parameter',
      '" string',
      '$A variable',
      '" string',
      '; operator',
      'then keyword',
      'echo function',
      '; operator',
      'fi keyword',
      '; operator',
      'for keyword',
      'f variable',
      'in keyword',
      '; operator',
      'do keyword',
      'B variable',
      '= operator',
      '${f variable',
      '% operator',
      '} variable',
      '; operator',
      'done keyword',
    ]);
  });

  it('are those of commands within words', () => {
    expect(script('RUN echo "a $(b -c "$D") e"')).toEqual([
      'RUN keyword',
      'echo function',
      '"a string',
      '$( operator',
      'b function',
      '-c parameter',
      '" string',
      '$D variable',
      '" string',
      ') operator',
      'e" string',
    ]);
  });

  it('stand in here-documents, unless these are for other programs', () => {
    expect(script('RUN <<EOF', '# why', 'make -j all', 'EOF')).toEqual([
      'RUN keyword',
      '<<EOF operator',
      '# why comment',
      'make function',
      '-j parameter',
      'EOF operator',
    ]);
    expect(script('RUN <<EOF', '#!/usr/bin/env python3', 'import os', 'EOF').slice(2)).toEqual([
      '#!/usr/bin/env python3 string',
      'import os string',
      'EOF operator',
    ]);
    expect(script('RUN cat <<A >b', 'c $D', 'A').slice(2)).toEqual([
      '<<A operator',
      '> operator',
      'c string',
      '$D variable',
      'A operator',
    ]);
  });

  it('stand in arrays', () => {
    expect(script('CMD ["sh", "-c", "echo $X"]')).toEqual([
      'CMD keyword',
      '"sh" string',
      '"-c" string',
      '"echo string',
      '$X variable',
      '" string',
    ]);
    expect(script('HEALTHCHECK --interval=5s CMD curl -f x')).toEqual([
      'HEALTHCHECK keyword',
      '--interval parameter',
      '5s string',
      'CMD keyword',
      'curl function',
      '-f parameter',
    ]);
  });
});

describe('all tokens', () => {
  it('stand one behind the other and within lines, in whatever is written', () => {
    const pieces = [
      'FROM a',
      '"',
      "'",
      '$(',
      '${X:-',
      '`',
      '\\',
      '\n',
      '\r\n',
      'RUN ',
      '<<E',
      '\nE\n',
      '[',
      '#',
      ' é😀',
      'if ',
      ';',
    ];
    let seed = 7;
    for (let round = 0; round < 400; round++) {
      let text = 'FROM a\nRUN ';
      for (let at = 0; at < 12; at++) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        text += pieces[seed % pieces.length];
      }
      const { file } = dockerfileSpot(text);
      let end = 0;
      for (const { span } of dockerfileTokens.tokens?.(file) ?? []) {
        expect(span.start >= end && span.end > span.start, text).toBe(true);
        expect(file.text.slice(span.start, span.end), text).not.toMatch(/[\r\n]/);
        end = span.end;
      }
    }
  });
});
