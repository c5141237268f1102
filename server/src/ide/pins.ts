import type { SharedHost } from '../core/host.ts';
import type { Settings } from '../core/settings.ts';
import { SuppressionList } from '../core/suppression-list.ts';
import type { SourceFile } from '../engine/engine.ts';
import pinDigest from '../rules/container/pin-digest.ts';
import { type Span, shift } from '../text/span.ts';
import type { ImageUse } from '../workspace/pins/image-use.ts';
import { withoutOwn } from '../workspace/pins/own-images.ts';
import { imagesIn } from '../workspace/pins/pins.ts';

/**
 * The images of a file that can have a digest, in the order of its text. Those are left out of which a comment says that
 * they are to have none: whatever suppresses the rule about it.
 */
export async function imagesToPin(
  file: SourceFile,
  settings: Settings,
  host: SharedHost,
): Promise<readonly ImageUse[]> {
  const suppressions = new SuppressionList(file.units, settings);
  const wanted = imagesIn(file.uri, file.units).filter(({ span }) => !isSuppressed(span, file, suppressions));
  return withoutOwn(wanted, file.uri, host);
}

function isSuppressed(span: Span, { units }: SourceFile, suppressions: SuppressionList): boolean {
  const placed = units.findLast(({ start }) => start <= span.start);
  if (!placed) return false;
  const { meta } = pinDigest;
  const finding = {
    rule: meta,
    severity: meta.severity,
    message: meta.summary,
    span: shift(span, -placed.start),
    related: [],
    tags: [],
    aliases: meta.aliases,
    fixes: [],
  };
  return suppressions.unlessCovered(finding, placed) === undefined;
}
