import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';
import type { LineMap } from '../text/lines.ts';
import type { ReportedFile } from './report.ts';

/**
 * What is remembered of a finding so that it is known again: nothing of it counts lines or depends on what is written
 * elsewhere. Texts are told as hashes, because there are secrets among the findings.
 */
export interface Fingerprint {
  readonly path: string;
  readonly rule: string;
  /** The text of the lines it is about, white space aside, as a hash. */
  readonly text: string;
  /** The nearest lines above and below that are not blank, which tell findings about equal lines apart, as a hash. */
  readonly context: string;
}

/** The fingerprint of a finding. */
export function fingerprintOf({ rule, span }: Pick<Finding, 'rule' | 'span'>, file: ReportedFile): Fingerprint {
  const { start, end } = file.lines.rangeOf(span);
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const about = Array.from({ length: last - start.line + 1 }, (_, index) => squeezed(file.lines, start.line + index));
  const around = [neighbour(file.lines, start.line, -1), neighbour(file.lines, last, 1)];
  return { path: file.path, rule: rule.id, text: shortHash(about.join('\n')), context: shortHash(around.join('\n')) };
}

/** One name for each finding of a file, which stays when lines move; equal ones are told apart by their order. */
export function namesOf(file: ReportedFile): string[] {
  const seen = new Map<string, number>();
  return file.findings.map(({ finding }) => {
    const { path, rule, text } = fingerprintOf(finding, file);
    const key = [path, rule, text].join('\0');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return hash(`${key}\0${count}`).slice(0, 32);
  });
}

/** How many characters from the start of a line, white space aside, make up what code scanning knows it by. */
const blockSize = 100;

/**
 * Hashes of lines as GitHub's code scanning computes them where they are missing, and compares them where they are not
 * (`primaryLocationLineHash`; github/codeql-action, src/fingerprints.ts): a polynomial of 37 modulo 2^64 over the hundred
 * characters from the start of a line without spaces and tabs, line ends as LF, behind the last one 65535 and then zeros;
 * and which of the lines with this hash it is.
 */
export function lineHashes(text: string): (line: number) => string {
  let blocks: readonly Block[] | undefined;
  return (line) => {
    blocks ??= blocksOf(`${text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '')}\uFFFF`);
    const { characters, occurrence } = blocks[line] ?? { characters: '', occurrence: 1 };
    return `${polynomial(characters).toString(16)}:${occurrence}`;
  };
}

/** The characters that a line is known by, and which of the lines with these it is, from one. */
interface Block {
  readonly characters: string;
  readonly occurrence: number;
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const counts = new Map<string, number>();
  for (let start = 0; ; ) {
    const characters = text.slice(start, start + blockSize);
    const occurrence = (counts.get(characters) ?? 0) + 1;
    counts.set(characters, occurrence);
    blocks.push({ characters, occurrence });
    const end = text.indexOf('\n', start);
    if (end === -1) return blocks;
    start = end + 1;
  }
}

function polynomial(block: string): bigint {
  let value = 0n;
  for (let at = 0; at < blockSize; at++) value = value * 37n + BigInt(at < block.length ? block.charCodeAt(at) : 0);
  return BigInt.asUintN(64, value);
}

function squeezed(lines: LineMap, line: number): string {
  return lines.lineText(line).trim().replace(/\s+/g, ' ');
}

/** The nearest line in a direction that is not blank; empty at either end of the text. */
function neighbour(lines: LineMap, line: number, step: 1 | -1): string {
  let at = line + step;
  while (at >= 0 && at < lines.lineCount && squeezed(lines, at) === '') at += step;
  return at >= 0 && at < lines.lineCount ? squeezed(lines, at) : '';
}

function shortHash(text: string): string {
  return hash(text).slice(0, 12);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
