import { DockerFormatter } from 'dockerfile-language-service/lib/dockerFormatter.js';
import {
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import { keepingMeaning } from '../../dockerfile/meaning.ts';
import { LineMap } from '../../text/lines.ts';
import { toTextEdits } from '../convert.ts';
import type { OpenDocument } from '../documents.ts';
import type { Client, Feature } from '../feature.ts';

/** Formats Dockerfiles. Only these: for YAML there are formatters enough. */
export const formatting: Feature = {
  capabilities: (client) =>
    registers(client) ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  serve(server) {
    const { connection, documents, client } = server;
    if (registers(client)) {
      server.onInitialized(() => {
        const documentSelector = [{ language: 'dockerfile' }];
        void connection.client.register(DocumentFormattingRequest.type, { documentSelector });
        void connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector });
      });
    }
    connection.onDocumentFormatting(({ textDocument, options }) => {
      const document = documents.get(textDocument.uri);
      return document ? format(document, options) : [];
    });
    connection.onDocumentRangeFormatting(({ textDocument, options, range }) => {
      const document = documents.get(textDocument.uri);
      return document ? format(document, options, range) : [];
    });
  },
};

/** Whether the client can be told of which files formatting is offered. */
function registers({ capabilities }: Client): boolean {
  return capabilities.textDocument?.formatting?.dynamicRegistration === true;
}

/**
 * Formats a Dockerfile, or some lines of it, when somebody asks for it: indentation and blanks at the ends of empty
 * lines. What would change what the Dockerfile means stays as it is.
 */
function format(
  { language, text: document, terms }: OpenDocument,
  options: FormattingOptions,
  range?: Range,
): TextEdit[] {
  if (language !== 'dockerfile' || terms?.editor.enable === false) return [];
  const text = document.getText();
  const lines = new LineMap(text);
  const all = { start: { line: 0, character: 0 }, end: { line: lines.lineCount - 1, character: 0 } };
  const edits = new DockerFormatter().formatRange(text, range ?? all, options).map((edit) => ({
    span: lines.spanOf(edit.range),
    newText: edit.newText,
  }));
  const changing = edits.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText);
  return toTextEdits(keepingMeaning(text, changing), lines);
}
