import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
import { OpenDocument } from '../../server/src/lsp/documents.ts';
import { Practice } from '../../server/src/lsp/practice.ts';
import { preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const dockerfile = `FROM alpine\n${'RUN echo "some words that fill the line"\n'.repeat(100)}`;

function opened(languageId: string, text: string): OpenDocument {
  const document = new OpenDocument({ uri: `${testRoot}/${languageId}`, languageId, version: 1, text });
  const settings = preset('recommended');
  document.terms = { settings, editor: {} as NonNullable<OpenDocument['terms']>['editor'] };
  return document;
}

function practising() {
  const engine = new Engine(new MemoryHost({}));
  const read = vi.spyOn(engine, 'read');
  return { practice: new Practice(engine), engine, read };
}

describe('practice', () => {
  it('begins when who types pauses, and is put off by whatever they type', async () => {
    const { practice, read } = practising();
    const document = opened('dockerfile', dockerfile);
    for (let keystroke = 0; keystroke < 10; keystroke++) {
      practice.after(document);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(read).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60);
    expect(read).toHaveBeenCalledTimes(1);
    practice.after(document);
    await vi.advanceTimersByTimeAsync(200);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('judges a little at a time, each time another text, and comes to an end', async () => {
    const { practice, read } = practising();
    const document = opened('dockerfile', dockerfile);
    practice.after(document);
    await vi.advanceTimersByTimeAsync(60_000);
    const texts = read.mock.calls.map(([, , text]) => text);
    expect(texts).toHaveLength(40);
    expect(new Set(texts).size).toBe(40);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(1_600);
    practice.after(document);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(40);
    practice.after(opened('yaml', 'apiVersion: v1\nkind: Pod\n'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(80);
    expect(document.judged).toBeUndefined();
  });

  it('waits until it is known what holds for a document', async () => {
    const { practice, read } = practising();
    const document = opened('dockerfile', dockerfile);
    const { terms } = document;
    document.terms = undefined;
    practice.after(document);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(read).not.toHaveBeenCalled();
    document.terms = terms;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(40);
  });

  it('ends when the document is closed, when it is not to be judged, and when judging fails', async () => {
    const { practice, engine, read } = practising();
    const document = opened('dockerfile', dockerfile);
    practice.after(document);
    practice.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
    document.terms = { ...opened('dockerfile', '').terms, settings: undefined } as NonNullable<OpenDocument['terms']>;
    practice.after(document);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
    const lint = vi.spyOn(engine, 'lint').mockImplementation(() => {
      throw new Error('broken');
    });
    practice.after(opened('dockerfile', dockerfile));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lint).toHaveBeenCalledTimes(1);
  });
});
