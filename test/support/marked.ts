import { Engine, type SourceFile } from '../../server/src/engine/engine.ts';
import type { Spot } from '../../server/src/ide/spot.ts';
import type { Span } from '../../server/src/text/span.ts';
import { MemoryHost } from './memory-host.ts';

const folder = 'file:///workspace';

/** A Dockerfile to work on, with a cursor where its text has `¦`, among other files given by their paths. */
export function dockerfileSpot(
  marked: string,
  files: Readonly<Record<string, string>> = {},
  name = 'Dockerfile',
): Spot & { readonly file: SourceFile } {
  const offset = Math.max(0, marked.indexOf('¦'));
  const text = marked.replace('¦', '');
  const uri = `${folder}/${name}`;
  const all = Object.entries({ ...files, [name]: text }).map(([path, content]) => [`${folder}/${path}`, content]);
  const engine = new Engine(new MemoryHost(Object.fromEntries(all)));
  const file = engine.read(uri, 'dockerfile', text);
  return { file, offset, around: { host: engine.sharedHost, kubernetesVersion: '1.36' } };
}

/** A text with `⟨` and `⟩` around some spans of it, which must not overlap but may hold one another. */
export function marking(text: string, spans: readonly Span[]): string {
  const marks = spans.flatMap(({ start, end }) => [
    { at: start, mark: '⟨', size: start - end },
    { at: end, mark: '⟩', size: end - start },
  ]);
  // At one place what ends stands before what begins, and the larger around the smaller.
  marks.sort((a, b) => b.at - a.at || (a.mark === b.mark ? b.size - a.size : a.mark === '⟨' ? -1 : 1));
  return marks.reduce((marked, { at, mark }) => marked.slice(0, at) + mark + marked.slice(at), text);
}
