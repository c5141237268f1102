import type { CompletionList, Hover, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';

/** Completes and explains YAML files of one sort, by their JSON Schema. */
export interface YamlService {
  complete(document: TextDocument, position: Position): Promise<CompletionList>;
  hover(document: TextDocument, position: Position): Promise<Hover | null>;
}

/** The name the schema goes by inside the service; nothing is ever fetched from it. */
const schemaUri = 'seaworthy://schemas/configuration';

/** A service for files of the given names, which are written to `schema`. */
export function createYamlService(schema: object, fileNames: readonly string[]): YamlService {
  const service = getLanguageService({
    schemaRequestService: () => Promise.reject(new Error('schemas are not fetched')),
    workspaceContext: { resolveRelativePath: (relativePath) => relativePath },
  });
  service.configure({
    completion: true,
    hover: true,
    validate: false,
    hoverSchemaSource: false,
    schemas: [{ uri: schemaUri, fileMatch: [...fileNames], schema }],
  });
  return {
    complete: (document, position) => service.doComplete(document, position, false),
    hover: (document, position) => service.doHover(document, position),
  };
}
