import { isMap, isScalar, isSeq, type ParsedNode, type YAMLParseError } from 'yaml';
import type { Span } from '../text/span.ts';

/** Something that is wrong with the YAML itself. */
export interface YamlProblem {
  readonly message: string;
  readonly span: Span;
}

/** Keys that stand in their map for the second time. The parser's own search compares each key with all others. */
export function duplicateKeys(root: ParsedNode | null): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const waiting: (ParsedNode | null)[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isSeq(node)) for (const item of node.items) waiting.push(item as ParsedNode);
    if (!isMap(node)) continue;
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      waiting.push(value as ParsedNode | null);
      if (!isScalar(key) || key.value === '<<' || !key.range) continue;
      const span = { start: key.range[0], end: key.range[1] };
      const message = `The key "${key.value}" stands here for the second time: one of the two is lost`;
      if (seen.has(key.value)) problems.push({ span, message });
      seen.add(key.value);
    }
  }
  return problems.sort((a, b) => a.span.start - b.span.start);
}

/**
 * What a parser complains about, in words that say what to do, at the text they are about. Of several complaints about
 * one line only the first is kept: the others mostly follow from it.
 */
export function describeProblems(errors: readonly YAMLParseError[], text: string): YamlProblem[] {
  const problems: YamlProblem[] = [];
  let lastLine = -1;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const at = Math.min(error.pos[0], text.length);
    const line = text.lastIndexOf('\n', at - 1);
    if (line === lastLine) continue;
    lastLine = line;
    problems.push(describe(error, at, text));
  }
  return problems;
}

function describe({ code, message }: YAMLParseError, at: number, text: string): YamlProblem {
  const word = /^[^\s:,[\]{}]+/.exec(text.slice(at, at + 200))?.[0] ?? '';
  const span = { start: at, end: Math.min(text.length, at + Math.max(1, word.length)) };
  switch (code) {
    case 'TAB_AS_INDENT':
      return { span, message: 'A tab cannot indent in YAML: use blanks' };
    case 'MULTILINE_IMPLICIT_KEY':
      return { span, message: `A colon is missing after "${word}"` };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return { span, message: 'There is a second ": " on this line: put the value in quotes' };
    case 'BAD_SCALAR_START':
      return { span, message: `A value cannot begin with "${text[at]}": put it in quotes` };
    case 'BAD_DQ_ESCAPE':
      return { span, message: 'There is no such escape sequence in double quotes: write the backslash twice' };
    case 'BAD_ALIAS':
      return { span, message };
    case 'BAD_INDENT':
      return message.startsWith('All')
        ? { span, message: 'This line is not indented like those it belongs with' }
        : { span, message: 'Before this line a bracket is not closed' };
    case 'MISSING_CHAR':
      return quoteMissing.test(message)
        ? openQuote(at, text)
        : { span, message: word === '' ? 'A colon is missing before this' : `A colon is missing after "${word}"` };
    default:
      return { span, message: word === '' ? 'This is no valid YAML' : `"${word}" does not belong here` };
  }
}

const quoteMissing = /^Missing closing ['"]quote$/;

/** The place where a quote is opened that is never closed; the parser names the place where it gave up. */
function openQuote(at: number, text: string): YamlProblem {
  const start = openingQuote(text, at);
  return { message: 'This quote is not closed', span: { start, end: Math.min(text.length, start + 1) } };
}

function openingQuote(text: string, at: number): number {
  const lineStart = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const match = /(?:^|[:[{,-])\s*(["'])/.exec(text.slice(lineStart, at));
  if (match) return lineStart + match.index + match[0].length - 1;
  const before = Math.max(text.lastIndexOf(' "', at), text.lastIndexOf(" '", at));
  return before === -1 ? Math.max(0, at - 1) : before + 1;
}

/**
 * The text with the lines of quoted scalars joined that are indented too little. The specification wants them further
 * in than their key; `kubectl` prints them below it and reads them there, so for Kubernetes they are right. Every other
 * unit stays where it is. Undefined when there is nothing of that sort among the errors.
 */
export function joinQuotedLines(errors: readonly YAMLParseError[], text: string): string | undefined {
  const error = errors.find(({ code, message }) => code === 'MISSING_CHAR' && quoteMissing.test(message));
  if (!error) return undefined;
  const start = openingQuote(text, error.pos[0]);
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  const rest = text.slice(start + 1);
  const body = quote === '"' ? /^(?:[^"\\]|\\.)*"/s.exec(rest)?.[0] : /^(?:[^']|'')*'(?!')/.exec(rest)?.[0];
  if (!body?.includes('\n')) return undefined;
  const keyColumn = /^\s*(?:-\s+)*/.exec(text.slice(text.lastIndexOf('\n', start) + 1, start))?.[0].length ?? 0;
  const lines = body.split('\n').slice(1);
  // A line further out than the key belongs to something else: then the quote is really not closed.
  if (lines.some((line) => line.trim() !== '' && (/^\s*/.exec(line)?.[0].length ?? 0) < keyColumn)) return undefined;
  return text.slice(0, start + 1) + body.replace(/\r?\n/g, (eol) => ' '.repeat(eol.length)) + rest.slice(body.length);
}
