import { cacheAdviceIn } from '../../ide/dockerfile/build-cache.ts';
import { cachePage } from '../../workspace/build-cache/picture.ts';
import type { Feature } from '../feature.ts';
import { buildCacheRequest } from '../protocol.ts';

/** The picture of what the last commits would have cost an open Dockerfile, for clients that can show a page. */
export const buildCache: Feature = {
  serve(server) {
    server.connection.onRequest(buildCacheRequest, async ({ uri }) => {
      const worked = await server.open(uri);
      const found = worked && (await cacheAdviceIn(worked));
      if (!worked || !found) return null;
      const root = `${worked.around.host.rootOf(uri)}/`;
      const path = decodeURIComponent(uri.startsWith(root) ? uri.slice(root.length) : uri.replace(/^.*\//, ''));
      return cachePage([{ path, lines: worked.file.lines, ...found }]);
    });
  },
};
