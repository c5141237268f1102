import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  ErrorCodes,
  ResponseError,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { Refusal } from '../../core/fix.ts';
import type { FileEdits, Renaming } from '../../ide/assistant.ts';
import type { Spot } from '../../ide/spot.ts';
import { toTextEdits } from '../convert.ts';
import type { Client, Feature, Server } from '../feature.ts';

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

/** One edit of the workspace, undone as one. What is not certain is shown for confirmation where the client can do that. */
function toWorkspaceEdit(files: readonly FileEdits[], { client, documents }: Server): WorkspaceEdit {
  const takesDocuments = client.capabilities.workspace?.workspaceEdit?.documentChanges === true;
  if (!takesDocuments)
    return { changes: Object.fromEntries(files.map(({ file, edits }) => [file.uri, toTextEdits(edits, file.lines)])) };
  const annotations: Record<string, ChangeAnnotation> = {};
  const documentChanges = files.map(({ file, edits }): TextDocumentEdit => {
    const version = documents.get(file.uri)?.text.version ?? null;
    const changes = edits.map((edit): AnnotatedTextEdit | TextDocumentEdit['edits'][number] => {
      const change = { range: file.lines.rangeOf(edit.span), newText: edit.newText };
      if (edit.doubt === undefined || !annotates(client)) return change;
      annotations[edit.doubt] = { label: edit.doubt, needsConfirmation: true };
      return { ...change, annotationId: edit.doubt };
    });
    return { textDocument: { uri: file.uri, version }, edits: changes };
  });
  return { documentChanges, ...(Object.keys(annotations).length > 0 && { changeAnnotations: annotations }) };
}

function annotates({ capabilities }: Client): boolean {
  return capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
}
