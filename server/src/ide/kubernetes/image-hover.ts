import { shift } from '../../text/span.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import { explainImage } from '../image-explanation.ts';
import { manifestAt, type Spot } from '../spot.ts';

/** Explains the images of containers. */
export const containerImages: Assistant = { explain };

function explain(spot: Spot): readonly Explanation[] {
  const placed = manifestAt(spot);
  if (!placed) return [];
  const { manifest, start } = placed;
  const at = spot.offset - start;
  for (const { image, value } of manifest.containers) {
    const { span } = value.get('image');
    if (image && span && span.start <= at && at <= span.end)
      return [{ text: explainImage(image), span: shift(span, start) }];
  }
  return [];
}
