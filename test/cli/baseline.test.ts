import { beforeEach, describe, expect, it } from 'vitest';
import { Desk, told } from '../support/command-line.ts';

const desk = new Desk();

const text = 'FROM alpine\nMAINTAINER me\nUSER 1000\n';
const known = (...more: string[]) => desk.seaworthy(['lint', '--format', 'json', '--baseline', 'known.json', ...more]);
const fresh = (...more: string[]) => told(JSON.parse(known(...more).stdout));
const write = (...more: string[]) => desk.seaworthy(['lint', '--write-baseline', 'known.json', ...more]);

beforeEach(() => desk.write({ 'a/Dockerfile': text, 'b/Dockerfile': text }));

describe('a baseline', () => {
  it('is written without a word on standard output, and leaves out what is in it', () => {
    expect(write()).toEqual({
      status: 0,
      stdout: '',
      stderr: 'seaworthy: known.json: written, with 4 findings of this run\n',
    });
    expect(known().status).toBe(0);
    expect(fresh()).toEqual([]);
    expect(desk.seaworthy(['lint']).status).toBe(1);
    desk.write({ 'a/Dockerfile': `${text}MAINTAINER you\n` });
    expect(fresh()).toEqual(['a/Dockerfile:4 maintainer-is-a-label']);
    expect(known().status).toBe(1);
  });

  it('has one line for each finding, in an order of its own, and no text of a file in it', () => {
    desk.write({ 'a/Dockerfile': 'FROM alpine\nENV API_TOKEN=s3cr3t\nUSER 1000\n' });
    write();
    const once = desk.read('known.json');
    expect(once.split('\n').filter((line) => line.includes('"rule"')).length).toBe(
      desk.json().files.flatMap(({ findings }) => findings).length,
    );
    expect(once).not.toContain('s3cr3t');
    expect(once).not.toContain(desk.folder);
    write('b', 'a');
    expect(desk.read('known.json')).toBe(once);
    desk.write({ 'b/Dockerfile': `${text}MAINTAINER again\n` });
    write();
    const lines = new Set(once.split('\n').map((line) => line.replace(/,$/, '')));
    const added = desk
      .read('known.json')
      .split('\n')
      .filter((line) => !lines.has(line.replace(/,$/, '')));
    // The new line, and that of the neighbour above it.
    expect(added.length).toBeLessThanOrEqual(2);
  });

  it('knows what has moved, and what was written with other white space', () => {
    write();
    desk.write({ 'a/Dockerfile': '# about\n\nFROM  alpine\r\nLABEL a=b\n\nMAINTAINER   me\nUSER 1000\n' });
    expect(fresh()).toEqual([]);
    expect(known().stderr).toBe('');
  });

  it('does not know another text, another file, nor one more of the same', () => {
    write();
    desk.write({ 'a/Dockerfile': 'FROM alpine\nMAINTAINER you\nUSER 1000\n', 'c/Dockerfile': text });
    expect(fresh()).toEqual([
      'a/Dockerfile:2 maintainer-is-a-label',
      'c/Dockerfile:1 pin-base-image',
      'c/Dockerfile:2 maintainer-is-a-label',
    ]);
    desk.write({ 'b/Dockerfile': 'FROM alpine\nLABEL x=y\nMAINTAINER me\nLABEL c=d\nMAINTAINER me\nUSER 1000\n' });
    expect(fresh('b')).toHaveLength(1);
    desk.write({ 'b/Dockerfile': 'FROM alpine\nMAINTAINER me\nUSER 1000\nLABEL c=d\nMAINTAINER me\n' });
    // Of two equal lines the one with other lines around it is the new one.
    expect(fresh('b')).toEqual(['b/Dockerfile:5 maintainer-is-a-label']);
  });

  it('is told to be too long when findings are gone, for files that were looked at', () => {
    desk.write({ 'a/Dockerfile': `${text}MAINTAINER me\n` });
    write();
    desk.write({ 'a/Dockerfile': 'FROM alpine\nUSER 1000\n' });
    expect(known('b').stderr).toBe('');
    const { status, stderr } = known();
    expect(stderr.trim().split('\n')).toEqual([
      'seaworthy: known.json: gone: a/Dockerfile maintainer-is-a-label (2)',
      'seaworthy: known.json: make it shorter with --write-baseline known.json',
    ]);
    expect(status).toBe(0);
    write('a');
    expect(known().stderr).toBe('');
    expect(fresh()).toEqual([]);
  });

  it('keeps what it knows of files that were not looked at', () => {
    write();
    const once = desk.read('known.json');
    write('a');
    expect(desk.read('known.json')).toBe(once);
  });

  it('holds from whatever folder it is used', () => {
    write();
    const { status, stdout } = desk.seaworthy(['lint', '--baseline', '../known.json', '.', '../b'], { cwd: 'a' });
    expect(stdout).toContain('nothing found');
    expect(status).toBe(0);
  });

  it('holds for standard input as well', () => {
    write();
    const lint = ['lint', '--format', 'json', '--baseline', 'known.json', '--stdin-filename', 'a/Dockerfile'];
    const { stdout, status } = desk.seaworthy(lint, { input: `${text}MAINTAINER you\n` });
    expect(told(JSON.parse(stdout))).toEqual(['a/Dockerfile:4 maintainer-is-a-label']);
    expect(status).toBe(1);
  });

  it.each([
    [['--baseline', 'none.json'], 'seaworthy: none.json: there is no such baseline'],
    [['--baseline', 'a/Dockerfile'], 'seaworthy: a/Dockerfile: it is no baseline'],
    [['--baseline', 'other.json'], 'seaworthy: other.json: it is no baseline'],
    [['--write-baseline', 'other.json'], 'seaworthy: other.json: it is no baseline'],
    [
      ['--write-baseline', 'x.json', '--baseline', 'x.json'],
      "seaworthy: option '--write-baseline <file>' cannot be used with option '--baseline <file>'",
    ],
    [['--write-baseline', 'missing/x.json'], /^seaworthy: missing\/x\.json: not written: ENOENT/],
  ])('that is no good is told of in one line: %j', (args, line) => {
    desk.write({ 'other.json': '{"version": 2, "findings": []}' });
    const { status, stdout, stderr } = desk.seaworthy(['lint', ...args]);
    if (typeof line === 'string') expect(stderr.trim()).toBe(line);
    else expect(stderr.trim()).toMatch(line);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(desk.read('other.json')).toBe('{"version": 2, "findings": []}');
  });

  it('is not written when something could not be looked at', () => {
    const { status, stderr } = write('.', 'missing');
    expect(stderr).toContain('known.json: not written, because not everything could be looked at');
    expect(status).toBe(2);
    expect(() => desk.read('known.json')).toThrow();
  });
});
