import {
  type CompletionItem,
  CompletionItemKind,
  type Hover,
  InsertReplaceEdit,
  InsertTextFormat,
  type MarkupContent,
} from 'vscode-languageserver';
import type { Explanation, Suggestion, SuggestionKind } from '../../ide/assistant.ts';
import type { LineMap } from '../../text/lines.ts';

/** What a language service of others says of a file, in our words. */

const kinds: Partial<Record<CompletionItemKind, SuggestionKind>> = {
  [CompletionItemKind.Property]: 'property',
  [CompletionItemKind.Field]: 'property',
  [CompletionItemKind.Module]: 'property',
  [CompletionItemKind.EnumMember]: 'enumeration',
  [CompletionItemKind.Enum]: 'enumeration',
  [CompletionItemKind.Keyword]: 'keyword',
  [CompletionItemKind.Snippet]: 'snippet',
  [CompletionItemKind.Variable]: 'variable',
  [CompletionItemKind.Reference]: 'name',
};

/** The text that was shown to it, and the place in it that was asked about. */
interface Shown {
  readonly lines: LineMap;
  readonly offset: number;
}

export function toSuggestion(item: CompletionItem, { lines, offset }: Shown): Suggestion {
  const { textEdit, label } = item;
  const range = textEdit && (InsertReplaceEdit.is(textEdit) ? textEdit.replace : textEdit.range);
  const documentation = item.documentation === undefined ? undefined : markdownOf(item.documentation);
  return {
    label,
    kind: kinds[item.kind ?? CompletionItemKind.Text] ?? 'value',
    detail: item.detail,
    documentation,
    edit: {
      span: range ? lines.spanOf(range) : { start: offset, end: offset },
      newText: textEdit?.newText ?? item.insertText ?? label,
    },
    isSnippet: item.insertTextFormat === InsertTextFormat.Snippet,
    furtherEdits: item.additionalTextEdits?.map((edit) => ({
      span: lines.spanOf(edit.range),
      newText: edit.newText,
    })),
    filter: item.filterText,
  };
}

/** An explanation; of what stands at the place when nobody says of what. */
export function toExplanation({ contents, range }: Hover, { lines, offset }: Shown): Explanation {
  const text = Array.isArray(contents) ? contents.map(markedText).join('\n\n') : markedText(contents);
  return { text, span: range ? lines.spanOf(range) : { start: offset, end: offset } };
}

function markdownOf(content: string | MarkupContent): string {
  return typeof content === 'string' ? content : content.value;
}

function markedText(content: Exclude<Hover['contents'], unknown[]>): string {
  if (typeof content === 'string') return content;
  return 'language' in content ? `\`\`\`${content.language}\n${content.value}\n\`\`\`` : content.value;
}
