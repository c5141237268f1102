import { type Built, Refusal } from '../core/fix.ts';
import { replace } from '../text/edit.ts';
import { sourceSpan } from '../text/mapped.ts';
import { atOrigin } from './origin.ts';
import { broken, noPlace, shared } from './refusals.ts';
import { renderScalar } from './render.ts';
import type { YamlValue } from './value.ts';

/**
 * The edit that replaces part of what a string says, from one of its offsets to another. Refused where the string is
 * written so that its letters have no places of their own, where it is shared, and in documents with
 * errors.
 */
export function replaceInText(value: YamlValue, from: number, to: number, newText: string): Built {
  if (value.document.problems.length > 0) return broken;
  if (value.document.isComposed) return atOrigin(value, (written) => replaceInText(written, from, to, newText));
  if (value.isShared) return shared;
  const text = value.mappedText;
  if (!text?.isExact) return new Refusal('The text is written with escapes or folded.');
  return [replace(sourceSpan(text, from, to), newText)];
}

/**
 * The edit that puts a string, number or boolean in the place of a scalar, behind a key or in a list. Refused where it
 * is shared, and in documents with errors.
 */
export function replaceScalar(value: YamlValue, to: string | number | boolean): Built {
  if (value.document.problems.length > 0) return broken;
  if (value.isShared) return shared;
  return value.span && value.text !== undefined ? [replace(value.span, renderScalar(to))] : noPlace;
}
