import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import { applyEdits } from '../../text/edit.ts';
import { removeValue } from '../../yaml/edit.ts';

/** A change of the one container of a manifest. */
export type Change = (container: Container) => Built;

/**
 * A manifest of one document after some changes of its container, each made in what the ones before it have left. The text
 * comes from a template, in which nothing stands in the way: a change that is refused is a defect of its author.
 */
export function changed(text: string, changes: readonly Change[]): string {
  let current = text;
  for (const change of changes) {
    const [container] = new Manifest(current).containers;
    const edits = container && change(container);
    if (!edits || edits instanceof Refusal) throw new RangeError(edits?.reason ?? 'the manifest has no container');
    current = applyEdits(current, edits);
  }
  return current;
}

/** Takes a field of the container away; does nothing where it has none. */
export function without(key: string): Change {
  return ({ value }) => (value.get(key).exists ? removeValue(value.get(key)) : []);
}
