import * as z from 'zod';
import type { ScriptRemark } from '../core/script-checker.ts';

/** A place in ShellCheck's reports: lines and columns count from one, columns in characters. */
const place = { line: z.number(), column: z.number(), endLine: z.number(), endColumn: z.number() };

/** What `shellcheck --format=json1` prints, as far as it is used (ShellCheck 0.7 and later). */
const report = z.object({
  comments: z.array(
    z.object({
      ...place,
      code: z.number(),
      level: z.enum(['error', 'warning', 'info', 'style']),
      message: z.string(),
      fix: z
        .object({
          replacements: z.array(
            z.object({ ...place, insertionPoint: z.string(), precedence: z.number(), replacement: z.string() }),
          ),
        })
        .nullish(),
    }),
  ),
});

/** Reads a report about a script; undefined for what is none. */
export function readRemarks(output: string, script: string): readonly ScriptRemark[] | undefined {
  const read = report.safeParse(parse(output));
  if (!read.success) return undefined;
  const offsetOf = offsetsIn(script);
  return read.data.comments.map(({ code, level, message, fix, ...where }) => ({
    code,
    level,
    message,
    start: offsetOf(where.line, where.column),
    end: offsetOf(where.endLine, where.endColumn),
    replacements: fix?.replacements.map((one) => ({
      start: offsetOf(one.line, one.column),
      end: offsetOf(one.endLine, one.endColumn),
      text: one.replacement,
    })),
  }));
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** Turns lines and columns of characters, which count from one, into offsets of UTF-16 units. */
function offsetsIn(script: string): (line: number, column: number) => number {
  const starts = [0];
  for (let at = script.indexOf('\n'); at !== -1; at = script.indexOf('\n', at + 1)) starts.push(at + 1);
  return (line, column) => {
    const start = starts[line - 1] ?? script.length;
    const end = starts[line] ?? script.length;
    const before = [...script.slice(start, end)].slice(0, column - 1).join('');
    return start + before.length;
  };
}
