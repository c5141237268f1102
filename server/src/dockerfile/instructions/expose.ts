import type { Span } from '../../text/span.ts';
import { type Piece, pieceOf, spanOf, type Word } from '../words.ts';
import { Instruction } from './instruction.ts';

/** One word of EXPOSE, `8080`, `8000-8010/udp` or what `docker run -p` takes: `127.0.0.1:80:8080/tcp`. */
export interface ExposedPort {
  readonly word: Word;
  /** What stands before the container's port, without the colon: an address, a port of the host, or both. */
  readonly published: Piece | undefined;
  /** The port or range of ports of the container. */
  readonly port: Piece;
  /** What stands behind the slash. */
  readonly protocol: Piece | undefined;
}

/** EXPOSE: ports, each a word of its own. */
export class ExposeInstruction extends Instruction {
  get ports(): readonly ExposedPort[] {
    return this.words.map(readPort);
  }
}

/**
 * Takes a word apart where BuildKit does: the port of the container stands behind the last colon, the protocol behind
 * the first slash after it (frontend/dockerfile/dockerfile2llb/convert_expose.go, v0.32).
 */
function readPort(word: Word): ExposedPort {
  const { piece } = word;
  // A colon or a slash inside `${...}` belongs to the variable.
  const text = piece.text.replace(/\$\{[^}]*\}/g, (variable) => '$'.repeat(variable.length));
  const colon = text.lastIndexOf(':');
  const slash = text.indexOf('/', colon + 1);
  const end = slash === -1 ? text.length : slash;
  return {
    word,
    published: colon === -1 ? undefined : pieceOf(piece, 0, colon),
    port: pieceOf(piece, colon + 1, end),
    protocol: slash === -1 ? undefined : pieceOf(piece, slash + 1, text.length),
  };
}

/** The span from the beginning of a word to its container port: what an address or a port of the host takes up. */
export function publishedSpan({ word, port }: ExposedPort): Span {
  return { start: word.span.start, end: spanOf(port).start };
}

/** The first and the last port of a range; both are the same for a single port. Undefined for what is none. */
export function portRange(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return first === undefined ? undefined : { first: Number(first), last: Number(last) };
}
