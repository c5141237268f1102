import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  MessageType,
  ShowMessageNotification,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import type { ImageRegistry } from '../../core/image-registry.ts';
import type { Client, Feature, Server } from '../feature.ts';
import { pinActions } from '../pin-actions.ts';
import { type Pinned, Pinning } from '../pinning.ts';
import { type PinParams, type PinResult, pinRequest } from '../protocol.ts';

/** The server's own command that pins images, for clients that bring none; its one argument are `PinParams`. */
const pinCommand = 'seaworthy.pinImages';

/** No more reasons than these are shown at once. */
const mostReasons = 3;

/** A registry to ask, through the proxy of the editor where it has one. Made anew for each time somebody asks. */
export type OpenRegistry = (proxy: PinParams['proxy']) => Promise<ImageRegistry>;

/**
 * Digests for images, asked of their registries: offered in trusted workspaces, and asked for when somebody takes the
 * offer. Where there is no network to ask the server is put together without this.
 */
export function pins(openRegistry: OpenRegistry): Feature {
  return {
    capabilities: (client) => (mayPin(client) ? { experimental: { pinsImages: true } } : {}),
    commands: (client) => (mayPin(client) && client.options.pinCommand === undefined ? [pinCommand] : []),
    serve(server) {
      if (!mayPin(server.client)) return;
      const { connection } = server;
      const command = commandOf(server.client);
      server.offerActions((asked) => pinActions(asked, server, command));
      connection.onRequest(pinRequest, (params, token) =>
        pin(params, connection.window.attachWorkDoneProgress(params.workDoneToken), token),
      );
      server.onCommand(pinCommand, async ([given]) => {
        const progress = await connection.window.createWorkDoneProgress();
        const result = await pin(paramsOf(given), progress, progress.token);
        if (!result) return;
        const type = result.isComplete ? MessageType.Info : MessageType.Warning;
        await connection.sendNotification(ShowMessageNotification.type, { type, message: result.message });
      });

      async function pin(
        params: PinParams,
        progress: WorkDoneProgressReporter,
        token: CancellationToken,
      ): Promise<PinResult | null> {
        progress.begin(l10n.t('Asking registries for digests'), 0, undefined, true);
        try {
          const pinning = new Pinning(server, await openRegistry(params.proxy));
          const pinned = await pinning.run(
            params,
            ({ done, total, image }) =>
              progress.report((100 * done) / total, l10n.t('{0} of {1}: {2}', done, total, image)),
            token,
          );
          return pinned ? told(pinned, params, server) : null;
        } finally {
          progress.done();
        }
      }
    },
  };
}

/** Whether registries may be asked for what is open, and the client can write what they say. */
function mayPin({ capabilities, options }: Client): boolean {
  return options.isTrusted === true && capabilities.workspace?.applyEdit === true;
}

function commandOf({ options }: Client): string {
  return options.pinCommand ?? pinCommand;
}

/** Other clients write the argument themselves. */
function paramsOf(given: unknown): PinParams {
  const { uri, position, refresh } = (given ?? {}) as Partial<PinParams>;
  return { ...(uri !== undefined && { uri }), ...(position !== undefined && { position }), refresh: refresh === true };
}

/** What came of it in a few words; all that could not be done stands in the output. */
function told({ pinned, moved, reasons }: Pinned, { refresh }: PinParams, server: Server): PinResult {
  for (const reason of reasons) server.connection.console.warn(`not pinned: ${reason}`);
  const done = [
    ...(pinned === 1 ? [l10n.t('1 image pinned')] : pinned > 1 ? [l10n.t('{0} images pinned', pinned)] : []),
    ...(moved === 1 ? [l10n.t('1 image refreshed')] : moved > 1 ? [l10n.t('{0} images refreshed', moved)] : []),
  ];
  const nothing = refresh ? l10n.t('All digests are up to date') : l10n.t('There is no image without a digest');
  const first = done.length > 0 ? done.join(', ') : reasons.length > 0 ? l10n.t('No image was pinned') : nothing;
  const left = reasons.length - mostReasons;
  const more = left > 0 ? `; ${l10n.t('and {0} more, see the output', left)}` : '';
  const rest =
    reasons.length > 0 ? `. ${l10n.t('Not pinned')}: ${reasons.slice(0, mostReasons).join('; ')}${more}` : '';
  return { message: `${first}${rest}.`, isComplete: reasons.length === 0 };
}
