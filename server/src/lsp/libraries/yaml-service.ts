import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type LanguageService } from 'yaml-language-server';
import type { Explanation, Suggestion } from '../../ide/assistant.ts';
import { LineMap } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import { toExplanation, toSuggestion } from './convert.ts';

/**
 * Completes, explains and formats single YAML documents. It is told the schema of each, an object that is the same when
 * the schema is; offsets count from the beginning of the text it is given.
 */
export interface YamlService {
  complete(text: string, offset: number, schema: object): Promise<readonly Suggestion[]>;
  explain(text: string, offset: number, schema: object): Promise<Explanation | undefined>;
  /** The text as Prettier writes it; undefined when it cannot be read, or is written so already. */
  format(text: string, style: YamlStyle): Promise<string | undefined>;
}

export interface YamlStyle {
  /** By how many columns maps are indented. */
  readonly indentation: number;
  readonly singleQuote: boolean;
  /** Whether there is a blank on the inner side of braces. */
  readonly bracketSpacing: boolean;
}

/** Maps and lists in braces are put on lines of their own when they are longer than this. */
const longestLine = 120;

/**
 * The name of the one document that the service is ever shown, and of its schemas. They are names of files because it
 * takes no others; nothing is read from there.
 */
const documentUri = 'file:///seaworthy/document.yaml';
const schemaPrefix = 'file:///seaworthy/schemas/';

/** How many schemas are kept resolved: more kinds than these are seldom written in a row. */
const mostSchemas = 30;

export function createYamlService(): YamlService {
  return new Service();
}

class Service implements YamlService {
  private readonly service: LanguageService;
  private readonly schemas = new Map<object, string>();
  private readonly texts = new Map<string, object>();
  private named = 0;
  private shown = { text: '', version: 0 };

  constructor() {
    this.service = getLanguageService({
      schemaRequestService: (uri) => {
        const schema = this.texts.get(uri);
        return schema ? Promise.resolve(JSON.stringify(schema)) : Promise.reject(new Error('schemas are not fetched'));
      },
      workspaceContext: { resolveRelativePath: (relativePath) => relativePath },
      clientCapabilities: { textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } } },
    });
    this.service.configure({
      completion: true,
      hover: true,
      validate: false,
      format: true,
      hoverSchemaSource: false,
      disableDefaultProperties: true,
    });
  }

  async complete(text: string, offset: number, schema: object): Promise<readonly Suggestion[]> {
    const { document, lines, before } = this.show(text, schema);
    const position = document.positionAt(before + offset);
    const { items } = await this.service.doComplete(document, position, false);
    return items.map((item) => {
      const suggestion = toSuggestion(item, { lines, offset: before + offset });
      return { ...suggestion, edit: { ...suggestion.edit, span: shift(suggestion.edit.span, -before) } };
    });
  }

  async explain(text: string, offset: number, schema: object): Promise<Explanation | undefined> {
    const { document, lines, before } = this.show(text, schema);
    const found = await this.service.doHover(document, document.positionAt(before + offset));
    if (!found) return undefined;
    const explanation = toExplanation(found, { lines, offset: before + offset });
    return { ...explanation, span: shift(explanation.span, -before) };
  }

  async format(text: string, { indentation, ...style }: YamlStyle): Promise<string | undefined> {
    const document = TextDocument.create(documentUri, 'yaml', 0, text);
    const options = { tabSize: indentation, insertSpaces: true, printWidth: longestLine, ...style };
    const edits = await this.service.doFormat(document, options);
    return edits[0]?.newText;
  }

  /** A document that says itself which schema it has, in a comment at its top, as the service wants to be told. */
  private show(text: string, schema: object) {
    const header = `# yaml-language-server: $schema=${this.uriOf(schema)}\n`;
    const whole = header + text;
    if (whole !== this.shown.text) this.shown = { text: whole, version: this.shown.version + 1 };
    const document = TextDocument.create(documentUri, 'yaml', this.shown.version, whole);
    return { document, lines: new LineMap(whole), before: header.length };
  }

  /** The name that the service knows a schema by. Those that were not used for the longest time are forgotten. */
  private uriOf(schema: object): string {
    const uri = this.schemas.get(schema) ?? `${schemaPrefix}${++this.named}.json`;
    this.schemas.delete(schema);
    this.schemas.set(schema, uri);
    this.texts.set(uri, schema);
    const [oldest] = this.schemas;
    if (oldest && this.schemas.size > mostSchemas) {
      this.schemas.delete(oldest[0]);
      this.texts.delete(oldest[1]);
      void this.service.deleteSchema(oldest[1]);
    }
    return uri;
  }
}
