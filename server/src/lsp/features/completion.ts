import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import { mostSuggestions, type Suggestion, type SuggestionKind } from '../../ide/assistant.ts';
import type { LineMap } from '../../text/lines.ts';
import { toTextEdits } from '../convert.ts';
import type { Feature } from '../feature.ts';

const kinds: Readonly<Record<SuggestionKind, CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  enumeration: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  variable: CompletionItemKind.Variable,
  keyword: CompletionItemKind.Keyword,
  package: CompletionItemKind.Module,
  snippet: CompletionItemKind.Snippet,
};

/** Suggests what can be written. */
export const completion: Feature = {
  capabilities: () => ({ completionProvider: { triggerCharacters: [':', ' ', '-', '=', '/', '$', '{', '.'] } }),
  serve(server) {
    server.connection.onCompletion(async (params) => {
      const spot = await server.spotAt(params);
      if (!spot || server.settingsOf(spot.file.uri)?.completion.enable === false) return null;
      const suggestions = await server.gather((assistant) => assistant.complete?.(spot));
      const { completionItem } = server.client.capabilities.textDocument?.completion ?? {};
      const items = distinct(suggestions).map((suggestion) =>
        toItem(suggestion, spot.file.lines, {
          takesSnippets: completionItem?.snippetSupport === true,
          suggestCommand: server.client.options.suggestCommand,
        }),
      );
      return { isIncomplete: suggestions.length >= mostSuggestions, items };
    });
  },
};

/** What several assistants suggest is listed once, as the first of them says it. */
function distinct(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ label, edit, furtherEdits = [] }) => {
    const key = [label, edit.newText.trim(), ...furtherEdits.map(({ newText }) => newText)].join('\0');
    return !seen.has(key) && seen.add(key);
  });
}

/** What the client can do with what is suggested. */
interface Taking {
  readonly takesSnippets: boolean;
  readonly suggestCommand: string | undefined;
}

function toItem(suggestion: Suggestion, lines: LineMap, { takesSnippets, suggestCommand }: Taking): CompletionItem {
  const { label, kind, detail, documentation, edit, isSnippet, furtherEdits, rank = 0, filter } = suggestion;
  const goesOn = suggestion.continues && suggestCommand !== undefined;
  const { plainText = withoutTabStops(edit.newText) } = suggestion;
  const newText = isSnippet && !takesSnippets ? plainText : edit.newText;
  return {
    label,
    kind: kinds[kind],
    sortText: `${String(rank + 5000).padStart(5, '0')} ${label}`,
    textEdit: { range: lines.rangeOf(edit.span), newText },
    insertTextFormat: isSnippet && takesSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(filter !== undefined && { filterText: filter }),
    ...(goesOn && { command: { title: 'Suggest more', command: suggestCommand } }),
    ...(furtherEdits && { additionalTextEdits: toTextEdits(furtherEdits, lines) }),
  };
}

/** A snippet as plain text: its placeholders as they stand, its tab stops left out. */
function withoutTabStops(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
