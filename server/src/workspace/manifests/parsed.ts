import { Manifest } from '../../kubernetes/manifest.ts';

/** How much text, in UTF-16 units, is kept parsed: a few dozen megabytes of syntax trees. */
const mostText = 1_000_000;

const kept = new Map<string, Manifest>();
let size = 0;

/**
 * The manifest that a document says. What was asked for of late is remembered, up to a size: of a workspace's manifests
 * only the texts are kept, and the few that a rule wants to look into are read again.
 */
export function parsed(text: string): Manifest {
  const known = kept.get(text);
  if (known) {
    // It goes to the end, where what was asked for last stands.
    kept.delete(text);
    kept.set(text, known);
    return known;
  }
  const manifest = new Manifest(text);
  kept.set(text, manifest);
  size += text.length;
  for (const [oldest] of kept) {
    if (size <= mostText || oldest === text) break;
    kept.delete(oldest);
    size -= oldest.length;
  }
  return manifest;
}
