import {
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensEdit,
  SemanticTokensRegistrationType,
} from 'vscode-languageserver';
import { tokenTypes } from '../../ide/assistant.ts';
import type { Position, Range } from '../../text/lines.ts';
import type { OpenDocument } from '../documents.ts';
import type { Feature, Server } from '../feature.ts';
import { announcement, type Offer, registerLater } from '../registration.ts';

const capabilities = {
  legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] },
  full: { delta: true },
  range: true,
};

const offer: Offer = {
  languages: ['dockerfile'],
  leftToOthers: ['dockerfile'],
  announced: { semanticTokensProvider: capabilities },
  isDynamic: (client) => client.capabilities.textDocument?.semanticTokens?.dynamicRegistration === true,
  register: ({ connection }, documentSelector) =>
    connection.client.register(SemanticTokensRegistrationType.type, { documentSelector, ...capabilities }),
};

/** What was told of a document. */
interface Told {
  readonly resultId: string;
  readonly data: number[];
}

/** Tells what each word of a file is, for its colours. */
export const semanticTokens: Feature = {
  capabilities: (client) => announcement(offer, client),
  serve(server) {
    registerLater(offer, server);
    const { semanticTokens: requests } = server.connection.languages;
    /** What was told last of each document, so that later only what has changed needs to be told. */
    const last = new WeakMap<OpenDocument, Told>();
    let count = 0;
    const tell = async (uri: string): Promise<Told> => {
      const told = { resultId: String(++count), data: await encoded(uri, server) };
      const document = server.documents.get(uri);
      if (document) last.set(document, told);
      return told;
    };
    requests.on(({ textDocument: { uri } }) => tell(uri));
    requests.onDelta(
      async ({ textDocument: { uri }, previousResultId }): Promise<SemanticTokens | SemanticTokensDelta> => {
        const document = server.documents.get(uri);
        const before = document && last.get(document);
        const told = await tell(uri);
        if (before?.resultId !== previousResultId) return told;
        return { resultId: told.resultId, edits: difference(before.data, told.data) };
      },
    );
    requests.onRange(async ({ textDocument: { uri }, range }) => ({ data: await encoded(uri, server, range) }));
  },
};

/** The tokens of a document, or of a part of it, as the protocol encodes them: each relative to the one before. */
async function encoded(uri: string, server: Server, part?: Range): Promise<number[]> {
  const worked = await server.open(uri);
  if (!worked) return [];
  const { lines } = worked.file;
  const within = part && lines.spanOf(part);
  const data: number[] = [];
  let last: Position = { line: 0, character: 0 };
  for (const { span, type } of await server.gather((assistant) => assistant.tokens?.(worked.file))) {
    if (within && (span.end <= within.start || within.end <= span.start)) continue;
    const at = lines.positionAt(span.start);
    const line = at.line - last.line;
    data.push(line, line === 0 ? at.character - last.character : at.character, span.end - span.start);
    data.push(typeNumbers.get(type) ?? 0, 0);
    last = at;
  }
  return data;
}

const typeNumbers = new Map(tokenTypes.map((type, number) => [type, number]));

/** What makes one list of numbers of another: the part that is not the same, as one edit. */
function difference(before: readonly number[], now: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start++;
  let kept = 0;
  while (kept < shorter - start && before.at(-1 - kept) === now.at(-1 - kept)) kept++;
  const data = now.slice(start, now.length - kept);
  const deleteCount = before.length - kept - start;
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
