import { applyEdits, remove, replace, type TextEdit } from '../text/edit.ts';
import { shift } from '../text/span.ts';
import { isJsonArray, readJsonArray } from './json-array.ts';
import type { Piece } from './words.ts';

/** A string in either sort of quotes, a comma that nothing follows, or any other character. */
const tokens = /"(?:[^"\\]|\\.)*"|'[^'"\\]*'|,(?=[\s\0]*[\],])|./gs;

/**
 * The edits that make a valid exec form of what begins like one: single quotes become double ones, and commas go behind
 * which nothing stands. Undefined where that is not enough, or not plainly right.
 */
export function repairJsonArray(piece: Piece): readonly TextEdit[] | undefined {
  const edits = [...piece.text.matchAll(tokens)].flatMap(({ 0: token, index: start }): TextEdit[] => {
    const end = start + token.length;
    if (token === ',' && /^[\s\0]*[\],]/.test(piece.text.slice(end))) return [remove({ start, end })];
    if (!token.startsWith("'") || token.length === 1) return [];
    return [replace({ start, end: start + 1 }, '"'), replace({ start: end - 1, end }, '"')];
  });
  const isValid = isJsonArray(readJsonArray({ text: applyEdits(piece.text, edits), start: 0 }));
  return isValid ? edits.map((edit) => ({ ...edit, span: shift(edit.span, piece.start) })) : undefined;
}
