import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { imagesToPin } from '../ide/pins.ts';
import { readImageReference } from '../image/reference.ts';
import { registryAddress } from '../image/registry-address.ts';
import pinDigest from '../rules/container/pin-digest.ts';
import type { Span } from '../text/span.ts';
import type { ImageUse } from '../workspace/pins/image-use.ts';
import { imagesIn, isAskedFor, refusalOf } from '../workspace/pins/pins.ts';
import { toDiagnostic } from './convert.ts';
import type { ActionsAsked, Server } from './feature.ts';
import type { PinParams } from './protocol.ts';

/**
 * What the light bulb offers at an image: to ask its registry for the digest, and those of all images of the file. Asking
 * begins when somebody takes the offer.
 */
export async function pinActions(
  { document, judged, at, wants }: ActionsAsked,
  server: Server,
  command: string,
): Promise<CodeAction[]> {
  const { source, findings } = judged;
  const settings = document.terms?.settings;
  const isHere = ({ span }: ImageUse) => span.start <= at.end && at.start <= span.end;
  // Most places are no images; for these nobody looks around in the workspace.
  if (!settings || !imagesIn(source.uri, source.units).some(isHere)) return [];
  const uses = await imagesToPin(source, settings, server.engine.sharedHost);
  const use = uses.find((one) => isHere(one) && isAskedFor(one, 'all'));
  if (!use) return [];
  const told = findings.filter(({ rule, span }) => rule === pinDigest.meta && overlap(span, use.span));
  const kind = told.length > 0 ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite;
  if (!wants(kind)) return [];
  const diagnostics = told.map((finding) => toDiagnostic(finding, source.uri, source.lines, false));
  const action = (title: string, params: PinParams): CodeAction => ({
    title,
    kind,
    ...(diagnostics.length > 0 && { diagnostics }),
    command: { title, command, arguments: [params] },
  });
  const { uri } = source;
  const position = source.lines.positionAt(use.span.start);
  const title = titleFor(use);
  const refusal = refusalOf(use);
  const others = uses.filter((one) => isAskedFor(one, 'unpinned'));
  return [
    refusal
      ? { title, kind, disabled: { reason: refusal.reason } }
      : action(title, { uri, position, refresh: use.digest !== undefined }),
    ...(others.length > 1 && use.digest === undefined
      ? [
          action(l10n.t('Pin all {0} images of this file: asks their registries', others.length), {
            uri,
            refresh: false,
          }),
        ]
      : []),
    ...(use.digest !== undefined && uses.filter((one) => isAskedFor(one, 'all')).length > 1
      ? [action(l10n.t('Refresh all digests of this file: asks their registries'), { uri, refresh: true })]
      : []),
  ];
}

function titleFor({ image, digest }: ImageUse): string {
  const { registry } = registryAddress(readImageReference(image));
  return digest === undefined
    ? l10n.t('Pin {0} to its digest: asks {1}', image, registry)
    : l10n.t('Refresh the digest of {0}: asks {1}', image, registry);
}

function overlap(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}
