import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileChange } from '../core/fix.ts';
import type { FileEdits } from '../ide/assistant.ts';
import { LineMap } from '../text/lines.ts';
import { toTextEdits } from './convert.ts';
import type { Client, Server } from './feature.ts';

/** One edit of the workspace, undone as one. What is not certain is shown for confirmation where the client can do that. */
export function toWorkspaceEdit(files: readonly FileEdits[], { client, documents }: Server): WorkspaceEdit {
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

/** A file that is to be made. */
export interface NewFile {
  readonly uri: string;
  readonly text: string;
  /** Why somebody should look at it before it is made. */
  readonly doubt: string;
}

/** Makes files, none of which may be there already; undefined where the client makes no files. */
export function toNewFiles(files: readonly NewFile[], client: Client): WorkspaceEdit | undefined {
  const { documentChanges, resourceOperations } = client.capabilities.workspace?.workspaceEdit ?? {};
  if (!documentChanges || !resourceOperations?.includes('create')) return undefined;
  const isAnnotated = annotates(client);
  const annotations: Record<string, ChangeAnnotation> = {};
  const changes = files.flatMap(({ uri, text, doubt }): (CreateFile | TextDocumentEdit)[] => {
    const annotation = isAnnotated ? { annotationId: doubt } : {};
    if (isAnnotated) annotations[doubt] = { label: doubt, needsConfirmation: true };
    const start = { line: 0, character: 0 };
    return [
      { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false }, ...annotation },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: text, ...annotation }],
      },
    ];
  });
  return { documentChanges: changes, ...(isAnnotated && { changeAnnotations: annotations }) };
}

function annotates({ capabilities }: Client): boolean {
  return capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
}

/** The change of one file, which may have to be made; undefined where the client makes no files, or has another text. */
export function changeOf({ uri, text, edits }: FileChange, server: Server): WorkspaceEdit | undefined {
  const lines = new LineMap(text ?? '');
  const open = server.documents.get(uri)?.text;
  if (text !== undefined) {
    const isUpToDate = !open || open.getText() === text;
    return isUpToDate ? toWorkspaceEdit([{ file: { uri, lines }, edits }], server) : undefined;
  }
  const { documentChanges, resourceOperations } = server.client.capabilities.workspace?.workspaceEdit ?? {};
  if (!documentChanges || !resourceOperations?.includes('create')) return undefined;
  const made: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
  return { documentChanges: [made, { textDocument: { uri, version: null }, edits: toTextEdits(edits, lines) }] };
}
