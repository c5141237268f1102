import { Refusal } from '../../server/src/core/fix.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import type { Assistant, FileEdits, Suggestion } from '../../server/src/ide/assistant.ts';
import type { Spot } from '../../server/src/ide/spot.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { PlaceInFile } from '../../server/src/workspace/manifests/manifest-file.ts';
import { MemoryHost } from './memory-host.ts';

/** Stands in a text where the cursor is. */
const cursor = '‸';
const root = 'file:///workspace/';

/** Somebody works in the one of some files, given by path, in which the cursor stands. */
export class Editing {
  readonly files: Readonly<Record<string, string>>;
  readonly spot: Spot;

  constructor(files: Readonly<Record<string, string>>) {
    const marked = Object.keys(files).find((path) => files[path]?.includes(cursor));
    if (marked === undefined) throw new Error('the cursor stands nowhere');
    const offset = files[marked]?.indexOf(cursor) ?? 0;
    this.files = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(cursor, '')]));
    const host = new MemoryHost(
      Object.fromEntries(Object.entries(this.files).map(([path, text]) => [root + path, text])),
    );
    const engine = new Engine(host);
    const language = marked.includes('Dockerfile') ? 'dockerfile' : 'kubernetes';
    const file = engine.read(root + marked, language, this.files[marked] ?? '');
    this.spot = { file, offset, around: { host: engine.sharedHost, kubernetesVersion: '1.36' } };
  }

  /** Where the name at the cursor is defined, as `path:line name`, lines counted from one. */
  async definitions({ definitions }: Assistant): Promise<readonly string[]> {
    return ((await definitions?.(this.spot)) ?? []).map(({ place }) => described(place));
  }

  /** Where it is mentioned. */
  async references({ references }: Assistant, withDefinitions = false): Promise<readonly string[]> {
    return ((await references?.(this.spot, withDefinitions)) ?? []).map(described);
  }

  /** The lines that are highlighted, those of definitions with a star. */
  async highlights({ highlights }: Assistant): Promise<readonly string[]> {
    const { lines } = this.spot.file;
    const found = (await highlights?.(this.spot)) ?? [];
    return found.map(({ span, isDefinition }) => `${lines.positionAt(span.start).line + 1}${isDefinition ? '*' : ''}`);
  }

  /** The files that renaming changes, as they are afterwards, by path; the reason when it is refused. */
  async rename(assistant: Assistant, name: string): Promise<Readonly<Record<string, string>> | string> {
    const edits = await this.renameEdits(assistant, name);
    if (typeof edits === 'string') return edits;
    return Object.fromEntries(
      edits.map(({ file, edits }) => {
        const path = file.uri.slice(root.length);
        return [path, applyEdits(this.files[path] ?? '', edits)];
      }),
    );
  }

  /** What renaming asks to be confirmed, as `path:line doubt`. */
  async doubts(assistant: Assistant, name: string): Promise<readonly string[]> {
    const edits = await this.renameEdits(assistant, name);
    if (typeof edits === 'string') return [edits];
    return edits.flatMap(({ file, edits }) =>
      edits.flatMap(({ span, doubt }) =>
        doubt === undefined
          ? []
          : [`${file.uri.slice(root.length)}:${file.lines.positionAt(span.start).line + 1} ${doubt}`],
      ),
    );
  }

  private async renameEdits({ renaming }: Assistant, name: string): Promise<readonly FileEdits[] | string> {
    const found = await renaming?.(this.spot);
    if (!found) return 'nothing to rename';
    const edits = found instanceof Refusal ? found : await found.to(name);
    return edits instanceof Refusal ? edits.reason : edits;
  }

  async suggestions({ complete }: Assistant): Promise<readonly Suggestion[]> {
    return (await complete?.(this.spot)) ?? [];
  }

  /** The text with the suggestion of some label taken. */
  async completed(assistant: Assistant, label: string): Promise<string | undefined> {
    const found = (await this.suggestions(assistant)).find((one) => one.label === label);
    return found && applyEdits(this.spot.file.text, [found.edit]);
  }
}

function described({ file, span }: PlaceInFile): string {
  const { line } = file.lines.positionAt(span.start);
  return `${file.uri.slice(root.length)}:${line + 1} ${file.lines.text.slice(span.start, span.end)}`;
}
