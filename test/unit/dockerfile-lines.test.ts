import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { readLines } from '../../server/src/dockerfile/lines.ts';

/** The instructions of a text, each as its source without what is dropped. */
function instructions(text: string): string[] {
  return readLines(text).instructions.map((one) => one.text.replaceAll('\0', ''));
}

describe('reading lines', () => {
  it('joins continued lines and drops comments and blank lines between them', () => {
    const text = 'FROM a\nRUN one \\\n  # why\n\n  two\nUSER b\n';
    expect(instructions(text)).toEqual(['FROM a', 'RUN one   two', 'USER b']);
    expect(readLines(text).instructions[1]?.blankLines).toEqual([{ start: 25, end: 25 }]);
    expect(readLines(text).comments.map((comment) => comment.text)).toEqual(['why']);
  });

  it('keeps the length of the text, so that offsets are the file', () => {
    const text = 'FROM a\r\nRUN one \\\r\n  two\r\n';
    const [, run] = readLines(text).instructions;
    expect(run?.text.length).toBe((run?.span.end ?? 0) - (run?.span.start ?? 0));
    expect(text.slice(run?.span.start, run?.span.end)).toBe('RUN one \\\r\n  two');
  });

  it('does not continue after an escaped escape character', () => {
    expect(instructions('FROM a\nCOPY x C:\\\\app\\\\\nUSER b\n')).toEqual([
      'FROM a',
      'COPY x C:\\\\app\\\\',
      'USER b',
    ]);
  });

  it('continues with the character that the escape directive names', () => {
    expect(instructions('# escape=`\nFROM a\nRUN dir C:\\ `\n  /s\nUSER b\n')).toEqual([
      'FROM a',
      'RUN dir C:\\   /s',
      'USER b',
    ]);
  });

  it('heeds directives only at the very top', () => {
    expect(readLines('# a comment\n# escape=`\nFROM a\n').escapeMark).toBe('\\');
    expect(readLines('\uFEFF# escape=`\nFROM a\n').escapeMark).toBe('`');
  });

  it('gives here-documents to the instruction that announces them', () => {
    const text = 'FROM a\nRUN <<A cat && <<-"B C" cat\none\nA\n\ttwo\n\tB C\nCOPY <<EOF /x\nhi\nEOF\nUSER b\n';
    const [, run, copy, user] = readLines(text).instructions;
    expect(run?.heredocs.map(({ name, expands, chomps }) => [name, expands, chomps])).toEqual([
      ['A', true, false],
      ['B C', false, true],
    ]);
    expect(run?.heredocs.map(({ content }) => text.slice(content.start, content.end))).toEqual(['one\n', '\ttwo\n']);
    expect(copy?.heredocs.length).toBe(1);
    expect(user?.text).toBe('USER b');
  });

  it('takes a here-string and an exec form for no here-document', () => {
    expect(instructions('FROM a\nRUN cat <<<EOF\nUSER b\n')).toHaveLength(3);
    expect(instructions('FROM a\nRUN ["cat", "<<EOF"]\nUSER b\n')).toHaveLength(3);
  });

  it('still sees what follows a here-document that is being typed', () => {
    expect(instructions('FROM a\nRUN cat <<EOF\nhello\nCOPY x y\nUSER b\n')).toEqual([
      'FROM a',
      'RUN cat <<EOF',
      'COPY x y',
      'USER b',
    ]);
  });
});

/** Lines of Dockerfiles on which we and the independent parser must agree. */
const lineArbitrary = fc.constantFrom(
  'FROM node:24 AS build',
  'RUN apt-get update && \\',
  '    apt-get install -y curl',
  '  # a comment',
  '',
  'COPY --chown=1:1 a b \\',
  'ENV A=1 \\',
  '  B="x y"',
  'run <<EOF',
  'echo hello',
  'EOF',
  'CMD ["node", "server.js"]',
  'LABEL a=b',
);

describe('instruction boundaries', () => {
  it('are those of dockerfile-ast for ordinary files', () => {
    fc.assert(
      fc.property(fc.array(lineArbitrary, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        // The other parser ends an open here-document with the file, we end it before the next instruction.
        const text = lines.concat('EOF', '').join(eol);
        const ours = new Dockerfile(text).lines.instructions;
        if (ours.some(({ heredocs }) => heredocs.some(({ terminator }) => !terminator))) return;
        const theirs = DockerfileParser.parse(text).getInstructions();
        const starts = theirs.map((one) => one.getRange().start.line);
        const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1;
        expect(ours.map(({ span }) => lineOf(span.start))).toEqual(starts);
      }),
      { numRuns: 400 },
    );
  });
});
