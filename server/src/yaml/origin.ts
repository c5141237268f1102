import { type Built, Refusal } from '../core/fix.ts';
import { replace, type TextEdit } from '../text/edit.ts';
import { shift } from '../text/span.ts';
import { noPlace } from './refusals.ts';
import { isPlainMap, type Plain } from './render.ts';
import type { YamlValue } from './value.ts';

/**
 * Edits of a value of a composed document, made where the value is written and put at their places in the text of the
 * composed one. Refused for what stands nowhere as it is.
 */
export function atOrigin(value: YamlValue, edit: (written: YamlValue) => Built): Built {
  const { origin } = value;
  if (!origin) return noPlace;
  const built = edit(origin.value);
  if (built instanceof Refusal) return built;
  return built.map(({ span, newText }) => replace(shift(span, origin.start), newText));
}

/** Sets `path` below a map of a composed document to `value`, each part in the document that the part comes from. */
export function setAtOrigins(
  map: YamlValue,
  path: readonly string[],
  value: Plain,
  set: (written: YamlValue, path: readonly string[], value: Plain) => Built,
): Built {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const existing = map.get(key);
    return existing.hasKey
      ? setAtOrigins(existing, rest, value, set)
      : atOrigin(map, (written) => set(written, path, value));
  }
  if (!isPlainMap(value) || !map.isMap) return atOrigin(map, (written) => set(written, [], value));
  const edits: TextEdit[] = [];
  const missing: Record<string, Plain> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (!map.get(name).hasKey) {
      missing[name] = inner;
      continue;
    }
    const built = setAtOrigins(map, [name], inner, set);
    if (built instanceof Refusal) return built;
    edits.push(...built);
  }
  if (Object.keys(missing).length === 0) return edits;
  const inserted = atOrigin(map, (written) => set(written, [], missing));
  return inserted instanceof Refusal ? inserted : [...edits, ...inserted];
}
