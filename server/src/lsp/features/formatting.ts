import { DockerFormatter } from 'dockerfile-language-service/lib/dockerFormatter.js';
import {
  type Connection,
  type Disposable,
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
import type { Client, Feature, Server } from '../feature.ts';
import { formatYaml } from '../libraries/format-yaml.ts';

/** Formats Dockerfiles and YAML files where nobody else does. */
export const formatting: Feature = {
  capabilities: (client) =>
    registers(client) ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  serve(server) {
    const { connection, documents, client } = server;
    if (registers(client)) {
      if (!client.options.hasDockerfileSupport) server.onInitialized(() => offerDockerfiles(connection));
      if (!client.options.hasYamlFormatter) new YamlOffer(server).keep();
    }
    const isOurs = ({ language }: OpenDocument) => language !== 'dockerfile' || !client.options.hasDockerfileSupport;
    connection.onDocumentFormatting(async ({ textDocument, options }) => {
      const document = documents.get(textDocument.uri);
      if (!document || !isOurs(document)) return [];
      if (document.language !== 'kubernetes') return format(document, options);
      return client.options.hasYamlFormatter ? [] : formatManifest(server, document, options);
    });
    connection.onDocumentRangeFormatting(({ textDocument, options, range }) => {
      const document = documents.get(textDocument.uri);
      return document && isOurs(document) ? format(document, options, range) : [];
    });
  },
};

function offerDockerfiles({ client }: Connection): void {
  const documentSelector = [{ language: 'dockerfile' }];
  void client.register(DocumentFormattingRequest.type, { documentSelector });
  void client.register(DocumentRangeFormattingRequest.type, { documentSelector });
}

/** Offers to format YAML files as long as the settings say so: a formatter that does nothing stands in others' way. */
class YamlOffer {
  private readonly server: Server;
  private made: Promise<Disposable> | undefined;

  constructor(server: Server) {
    this.server = server;
  }

  keep(): void {
    const look = () => void this.look().catch(() => undefined);
    this.server.onInitialized(look);
    this.server.onRefresh(look);
  }

  private async look(): Promise<void> {
    const { workspace, connection } = this.server;
    const [folder = ''] = workspace.folderUris;
    const { enable, yaml } = await workspace.settingsFor(folder);
    const { made } = this;
    if (enable && yaml.format.enable) {
      this.made ??= connection.client.register(DocumentFormattingRequest.type, {
        documentSelector: [{ language: 'yaml' }],
      });
    } else if (made) {
      this.made = undefined;
      (await made).dispose();
    }
  }
}

/** Formats a YAML file, when somebody asks for it and what it means stays as it is. */
async function formatManifest(server: Server, document: OpenDocument, options: FormattingOptions): Promise<TextEdit[]> {
  await server.documents.prepare(document);
  const editor = document.terms?.editor;
  if (editor?.enable === false || editor?.yaml.format.enable === false) return [];
  const text = document.text.getText();
  const edits = await formatYaml(text, options.tabSize, await server.yaml.get());
  // What was typed in the meantime counts.
  return document.text.getText() === text ? toTextEdits(edits, new LineMap(text)) : [];
}

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
