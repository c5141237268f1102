import type { Built } from '../core/fix.ts';
import { type Placement, setValue } from '../yaml/edit.ts';
import { noPlace } from '../yaml/refusals.ts';
import type { Plain } from '../yaml/render.ts';
import type { YamlValue } from '../yaml/value.ts';
import { type Container, containerKeyOrder } from './container.ts';

/** Sets a field of a container; a new one goes where it is usually looked for. */
export function setInContainer(container: Container, path: readonly string[], value: Plain): Built {
  const place = containerKeyOrder.indexOf(path[0] ?? '');
  const after = containerKeyOrder.slice(0, Math.max(0, place)).toReversed();
  return setValue(container.value, path, value, { after });
}

/** Sets a field below any value. */
export function setField(value: YamlValue, path: readonly string[], to: Plain, placement: Placement = {}): Built {
  return setValue(value, path, to, placement);
}

/** Puts another value in the place of one that stands behind a key. */
export function replaceValue(value: YamlValue, to: Plain): Built {
  return value.parent && typeof value.key === 'string' ? setValue(value.parent, [value.key], to) : noPlace;
}
