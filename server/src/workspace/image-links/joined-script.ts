import { type MappedText, mapped } from '../../text/mapped.ts';
import { type Span, shift } from '../../text/span.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Build } from './build.ts';

/** Several scripts as one; each stands where it is written. */
export function joinedScript(parts: readonly YamlValue[]): MappedText {
  let text = '';
  const units: Span[] = [];
  for (const { mappedText } of parts) {
    if (!mappedText) continue;
    const line = mappedText.text.endsWith('\n') ? mappedText.text : `${mappedText.text}\n`;
    for (let at = 0; at < line.length; at++) units.push(mappedText.unit(Math.min(at, mappedText.text.length)));
    text += line;
  }
  return mapped(text, units, 0);
}

/** Builds of a document, seen from the beginning of its file. */
export function shifted(builds: readonly Build[], by: number): readonly Build[] {
  return by === 0 ? builds : builds.map((build) => ({ ...build, span: shift(build.span, by) }));
}
