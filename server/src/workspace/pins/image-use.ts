import type { Built } from '../../core/fix.ts';
import { type ImageReference, readImageReference } from '../../image/reference.ts';
import { insert, replace, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** A place in a file that names an image, and how a digest is written there. */
export interface ImageUse {
  /** Where it is named. */
  readonly span: Span;
  /** The image with its tag, `latest` where it has none, and without a digest: what a registry is asked for. */
  readonly image: string;
  /** The digest that is written. */
  readonly digest: string | undefined;
  /** Whether the tag that the digest was of is written beside it; without, nobody knows what it could move on to. */
  readonly hasTag: boolean;
  /**
   * Why no registry is asked about it, as a sentence: what it is is known to those alone who build or install it, or it is
   * made here. Undefined when one can be asked.
   */
  readonly unasked: string | undefined;
  /** The edits that write another digest, or the reason why there are none. */
  readonly pin: (digest: string) => Built;
}

/** What a reference asks a registry for: its name and tag. */
export function askedFor(reference: ImageReference): string {
  return `${reference.text.slice(0, reference.nameEnd)}:${reference.tag ?? 'latest'}`;
}

/**
 * The edit that writes a digest behind a reference, or behind the part of it that a text holds. The tag stays, and one
 * that is only implied is written, or nobody could tell later of what the digest was.
 */
export function writeDigest(part: { text: string; start: number }, hasTag: boolean, digest: string): TextEdit {
  const at = part.text.indexOf('@');
  if (at === -1) return insert(part.start + part.text.length, `${hasTag ? '' : ':latest'}@${digest}`);
  return replace({ start: part.start + at, end: part.start + part.text.length }, `@${digest}`);
}

/** A reference with a digest, as `writeDigest` makes it. */
export function withDigest(text: string, digest: string): string {
  const { tag, nameEnd, digest: written } = readImageReference(text);
  const kept = tag === undefined ? text.slice(0, nameEnd) : text.slice(0, nameEnd + 1 + tag.length);
  return tag === undefined && written === undefined ? `${kept}:latest@${digest}` : `${kept}@${digest}`;
}
