import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { Refusal } from '../../core/fix.ts';
import type { Renaming } from '../../ide/assistant.ts';
import type { Spot } from '../../ide/spot.ts';
import type { Feature, Server } from '../feature.ts';
import { toWorkspaceEdit } from '../workspace-edit.ts';

/** Changes a name wherever it stands, in all files at once. */
export const rename: Feature = {
  capabilities: ({ capabilities }) => ({
    renameProvider: capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  serve(server) {
    server.connection.onPrepareRename(async (params) => {
      const spot = await server.spotAt(params);
      const renaming = spot && (await renamingAt(spot, server));
      if (!renaming) return null;
      if (renaming instanceof Refusal) return refuse(renaming);
      return { range: spot.file.lines.rangeOf(renaming.span), placeholder: renaming.name };
    });
    server.connection.onRenameRequest(async (params) => {
      // What was typed a moment ago counts in all documents: the edits are made in them as they stand.
      server.engine.filesChanged(server.documents.all.map(({ uri }) => uri));
      const spot = await server.spotAt(params);
      const renaming = spot && (await renamingAt(spot, server));
      if (!renaming) return null;
      const edits = renaming instanceof Refusal ? renaming : await renaming.to(params.newName);
      return edits instanceof Refusal ? refuse(edits) : toWorkspaceEdit(edits, server);
    });
  },
};

/** What can be renamed at a place; why not, when nobody can and somebody says why. */
async function renamingAt(spot: Spot, server: Server): Promise<Renaming | Refusal | undefined> {
  const answers = await server.gather(async (assistant) => {
    const answer = await assistant.renaming?.(spot);
    return answer ? [answer] : [];
  });
  return answers.find((answer) => !(answer instanceof Refusal)) ?? answers[0];
}

/** The editor shows the reason where the name would have been asked for. */
function refuse({ reason }: Refusal): ResponseError {
  return new ResponseError(ErrorCodes.InvalidRequest, reason);
}
