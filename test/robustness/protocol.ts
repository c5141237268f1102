import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dist } from '../support/built.ts';
import { LspClient } from '../support/lsp-client.ts';
import { Chance, inFolder, must, seed, type Trial } from './trial.ts';

const places = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/definition',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/signatureHelp',
];
const wholes = [
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/codeLens',
  'textDocument/semanticTokens/full',
  'textDocument/documentLink',
  'textDocument/nothing/atAll',
  'textDocument/formatting',
];
const scraps = ['FROM a AS b\n', 'RUN ', '\n', '"', '- ', '  ', '{{', '😀', '\r\n', ': ', '&& ', '\0', '# x\n', ''];
const documents: readonly (readonly [uri: string, language: string, text: string])[] = [
  ['file:///w/Dockerfile', 'dockerfile', readFileSync('examples/api/Dockerfile', 'utf8')],
  [
    'file:///w/pod.yaml',
    'yaml',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: a\n',
  ],
  ['untitled:Untitled-1', 'dockerfile', ''],
  ['file:///w/%C3%A4%20b.yaml', 'yaml', 'a: {b: [c]}\n'],
];

async function sequences(): Promise<string> {
  const chance = new Chance(seed + 2);
  const client = await LspClient.start({
    folders: ['file:///w'],
    capabilities: { workspace: { configuration: true } },
  });
  const open = new Map<string, number>();
  const counts = { answered: 0, refused: 0, cancelled: 0 };
  const waiting: Promise<void>[] = [];
  let died = false;
  client.process.once('exit', () => {
    died = true;
  });
  const position = () => ({
    line: chance.of([0, 1, 3, 7, 40, 100_000, -1]),
    character: chance.of([0, 1, 5, 20, 99_999, -3]),
  });
  const ask = (method: string, params: unknown) => {
    const source = client.connection.sendRequest(method, params).then(
      () => void counts.answered++,
      () => void counts.refused++,
    );
    waiting.push(source);
  };
  for (let step = 0; step < 4000; step++) {
    const [uri, languageId, text] = chance.of(documents);
    const textDocument = { uri };
    const version = (open.get(uri) ?? 0) + 1;
    switch (chance.below(9)) {
      case 0:
        client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
        open.set(uri, version);
        break;
      case 1:
        client.notify('textDocument/didClose', { textDocument });
        break;
      case 2:
      case 3: {
        const range = { start: position(), end: position() };
        client.notify('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range, text: chance.of(scraps) }],
        });
        open.set(uri, version);
        break;
      }
      case 4:
        ask(chance.of(wholes), { textDocument });
        break;
      case 5:
        ask('textDocument/codeAction', {
          textDocument,
          range: { start: position(), end: position() },
          context: { diagnostics: [] },
        });
        break;
      case 6:
        ask('textDocument/rename', {
          textDocument,
          position: position(),
          newName: chance.of(['x', '', 'a b', '__proto__']),
        });
        break;
      case 7:
        if (chance.below(2) === 0) client.notify('$/cancelRequest', { id: chance.below(step + 1) });
        else
          client.notify(
            chance.of(['$/unknown', 'workspace/didChangeWatchedFiles', 'workspace/didChangeConfiguration']),
            chance.of([{}, { changes: [{ uri, type: 3 }] }, { settings: null }]),
          );
        counts.cancelled++;
        break;
      default:
        ask(chance.of(places), { textDocument, position: position(), context: { includeDeclaration: true } });
    }
    // Not all at once: what is asked in one go is answered in one state.
    if (chance.below(20) === 0) await Promise.race([waiting.at(-1), new Promise((resolve) => setTimeout(resolve, 50))]);
  }
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('a request was never answered')), 120_000).unref(),
  );
  await Promise.race([Promise.all(waiting), late]);
  must(!died, 'the server died');
  const found = await client.open('file:///w/last/Dockerfile', 'dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
  must(
    found.some(({ code }) => code === 'maintainer-is-a-label'),
    `found ${JSON.stringify(found)} at the end`,
  );
  await client.stop();
  return `4000 messages: ${counts.answered} requests answered, ${counts.refused} refused with an error, ${counts.cancelled} cancelled or unknown; the server lives and judges`;
}

async function memory(): Promise<string> {
  return inFolder({}, measureMemory);
}

async function measureMemory(folder: string): Promise<string> {
  // Tells the heap after a collection, when asked by a signal that the server itself has no use for.
  const told = path.join(folder, 'heap');
  const asked =
    "process.on('SIGUSR2', () => { gc(); gc(); require('fs').writeFileSync(process.env.HEAP + '.new', String(process.memoryUsage().heapUsed)); require('fs').renameSync(process.env.HEAP + '.new', process.env.HEAP); });";
  writeFileSync(path.join(folder, 'heap.cjs'), asked);
  const client = await LspClient.start({
    folders: ['file:///w'],
    command: [
      'env',
      `HEAP=${told}`,
      process.execPath,
      '--expose-gc',
      '--require',
      path.join(folder, 'heap.cjs'),
      path.join(dist, 'server.js'),
      '--stdio',
    ],
  });
  const heap = async (): Promise<number> => {
    client.process.kill('SIGUSR2');
    for (let waited = 0; !existsSync(told); waited++) {
      must(waited < 300, 'the server did not tell its heap');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const bytes = Number(readFileSync(told, 'utf8'));
    rmSync(told);
    return bytes / 1e6;
  };
  const chance = new Chance(seed + 3);
  const files = documents.slice(0, 2).map(([uri, language, text]) => ({ uri, language, original: text, text }));
  for (const { uri, language, text } of files) await client.open(uri, language, text);
  const measured: number[] = [];
  let version = 1;
  for (let edit = 1; edit <= 10_000; edit++) {
    const file = chance.of(files);
    const at = chance.below(file.text.length + 1);
    // The texts stay of one size, or memory would grow with them.
    file.text =
      edit % 200 === 0
        ? file.original
        : file.text.slice(0, at) + chance.of(scraps) + file.text.slice(at + chance.below(6));
    const { uri, text } = file;
    const answer = edit % 50 === 0 ? client.next(uri, ++version) : undefined;
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: answer ? version : ++version },
      contentChanges: [{ text }],
    });
    await answer;
    if (edit === 2000 || edit === 10_000) measured.push(await heap());
  }
  const [early = 0, late = 0] = measured;
  await client.stop();
  const figures = `heap after collection: ${early.toFixed(1)} MB after 2,000 edits, ${late.toFixed(1)} MB after 10,000`;
  must(late < early * 1.15 + 2, figures);
  return figures;
}

export const protocol: readonly Trial[] = [
  { name: 'messages to the server in any order, about documents open, closed and unknown', run: sequences },
  { name: '10,000 random edits leave memory flat', run: memory },
];
