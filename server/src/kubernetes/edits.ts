import { type Built, Refusal } from '../core/fix.ts';
import { replace } from '../text/edit.ts';
import { sourceSpan } from '../text/mapped.ts';
import { type Placement, setValue } from '../yaml/edit.ts';
import { appendItem } from '../yaml/edit-items.ts';
import { broken, noPlace, shared } from '../yaml/refusals.ts';
import type { Plain } from '../yaml/render.ts';
import type { YamlValue } from '../yaml/value.ts';
import { type Container, containerKeyOrder } from './container.ts';
import type { RuntimeSetting } from './runtime-settings.ts';

/** Sets a field of a container; a new one goes where it is usually looked for. */
export function setInContainer(container: Container, path: readonly string[], value: Plain): Built {
  const place = containerKeyOrder.indexOf(path[0] ?? '');
  const after = containerKeyOrder.slice(0, Math.max(0, place)).toReversed();
  return setValue(container.value, path, value, { after });
}

/** Gives a container a variable that it has not got. */
export function addVariable(container: Container, variable: Readonly<Record<string, Plain>>): Built {
  const list = container.value.get('env');
  return list.items.length > 0 ? appendItem(list, variable) : setInContainer(container, ['env'], [variable]);
}

/** Sets a field below any value. */
export function setField(value: YamlValue, path: readonly string[], to: Plain, placement: Placement = {}): Built {
  return setValue(value, path, to, placement);
}

/** Puts another value in the place of one that stands behind a key. */
export function replaceValue(value: YamlValue, to: Plain): Built {
  return value.parent && typeof value.key === 'string' ? setValue(value.parent, [value.key], to) : noPlace;
}

/** Writes another amount where a program is told what it may use. */
export function replaceSetting({ source, owner }: RuntimeSetting, text: string): Built {
  if (owner.document.problems.length > 0) return broken;
  if (owner.isShared) return shared;
  return source.isExact
    ? [replace(sourceSpan(source, 0, source.text.length), text)]
    : new Refusal('The text is written with escapes or folded.');
}
