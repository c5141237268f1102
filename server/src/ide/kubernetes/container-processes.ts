import type { Container } from '../../kubernetes/container.ts';
import { cover, type Span, shift } from '../../text/span.ts';
import { pairsOf } from '../../workspace/pairs/container-images.ts';
import { outlineOf } from '../../workspace/processes/outline.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import { processesAsMarkdown } from '../process-markdown.ts';
import { manifestAt, type Spot } from '../spot.ts';

/** Explains at the image, the command and the arguments of a container what it runs, followed into the image's scripts. */
export const containerProcesses: Assistant = { explain };

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const placed = manifestAt(spot);
  if (!placed) return [];
  const { manifest, start } = placed;
  for (const container of manifest.containers) {
    const span = startAt(container, spot.offset - start);
    if (!span || container.isPartial || container.pod.isWindows) continue;
    const { file, around } = spot;
    const [pair, ...others] = await pairsOf(container, file.uri, around.host);
    // Of several images nobody knows which is meant, and a guess is no explanation.
    if (!pair || others.length > 0 || pair.confidence === 'guess') return [];
    const tree = await pair.processes();
    if (!tree) return [];
    const manifestFile = { uri: file.uri, lines: file.lines, start };
    const lines = outlineOf(tree, { dockerfile: pair.built?.file, manifest: manifestFile });
    return [{ text: processesAsMarkdown(lines, file.uri), span: shift(span, start) }];
  }
  return [];
}

/** What of a container says what it runs, at an offset in its document. */
function startAt({ value }: Container, offset: number): Span | undefined {
  for (const key of ['image', 'command', 'args']) {
    const { keySpan, span } = value.get(key);
    const whole = keySpan && span && cover(keySpan, span);
    if (whole && whole.start <= offset && offset <= whole.end) return key === 'image' ? span : whole;
  }
  return undefined;
}
