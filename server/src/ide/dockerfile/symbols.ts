import type { SharedHost } from '../../core/host.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { LineMap } from '../../text/lines.ts';
import { workspaceFiles } from '../../workspace/workspace-files.ts';
import type { Assistant, WorkspaceSymbol } from '../assistant.ts';

/** Larger files, in UTF-16 units, are none that anybody has written. */
const longest = 200_000;

/** Lists the build stages of a workspace that have names. */
export const stageSymbols: Assistant = {
  async symbols(folder, host) {
    const { dockerfiles } = await workspaceFiles(folder, host);
    const found = await Promise.all(dockerfiles.map((uri) => stagesOf(uri, folder, host)));
    return found.flat();
  },
};

/** The stages of a Dockerfile, which is read once, and again when it changes. */
function stagesOf(uri: string, folder: string, host: SharedHost): Promise<readonly WorkspaceSymbol[]> {
  return host.derive(`stages of ${uri}`, async (asked) => {
    const text = await asked.readText(uri);
    if (text === undefined || text.length > longest) return [];
    const file = { uri, lines: new LineMap(text) };
    const container = decodeURIComponent(uri.slice(folder.length + 1));
    return new Dockerfile(text).stages.flatMap(({ from }): readonly WorkspaceSymbol[] => {
      const name = from?.stageName;
      return name ? [{ name: name.text, container, kind: 'stage', place: { file, span: name.span } }] : [];
    });
  });
}
