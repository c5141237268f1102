import type { SharedHost } from '../../core/host.ts';
import { Manifests } from '../../workspace/manifests/manifests.ts';
import type { Assistant, WorkspaceSymbol } from '../assistant.ts';
import { titleOf } from './mention.ts';

/** Lists the resources of a workspace as `Deployment/web`, each with its namespace, or else the file it stands in. */
export const resourceSymbols: Assistant = { symbols };

async function symbols(folder: string, host: SharedHost): Promise<readonly WorkspaceSymbol[]> {
  const { index, root } = await Manifests.around(`${folder}/`, host);
  return index.entries.map((entry) => ({
    name: titleOf(entry),
    container: entry.namespace ?? decodeURIComponent(entry.file.uri.slice(root.length + 1)),
    kind: 'resource',
    place: { file: entry.file, span: entry.span },
  }));
}
