import { Engine } from '../../server/src/engine/engine.ts';
import type { Suggestion } from '../../server/src/ide/assistant.ts';
import type { Spot } from '../../server/src/ide/spot.ts';
import type { SchemaSource } from '../../server/src/workspace/schemas/custom-definitions.ts';
import { MemoryHost } from './memory-host.ts';

/** What there is around a file that a test works on. */
export interface Around {
  readonly uri?: string;
  /** The other files, by URI. */
  readonly files?: Readonly<Record<string, string>>;
  readonly archive?: SchemaSource;
  readonly paths?: readonly string[];
}

const nothing: SchemaSource = { schemaOf: async () => undefined, kinds: async () => [] };

/** The files of one workspace, and others beside it. */
class WorkspaceHost extends MemoryHost {
  override rootOf(): string {
    return 'file:///workspace';
  }
}

/** The place that `¦` marks in a YAML file. */
export function spotIn(marked: string, around: Around = {}): Spot {
  const { uri = 'file:///workspace/a.yaml', files = {}, archive = nothing, paths = [] } = around;
  const offset = marked.indexOf('¦');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const engine = new Engine(new WorkspaceHost({ ...files, [uri]: text }));
  const file = engine.read(uri, 'kubernetes', text);
  return { file, offset, around: { host: engine.sharedHost, kubernetesVersion: '1.36', schemas: { archive, paths } } };
}

/** The text after a suggestion was taken, as an editor writes it that indents snippets as their line is. */
export function taken({ file }: Spot, { edit, isSnippet }: Suggestion): string {
  const indent = /^ */.exec(file.lines.lineText(file.lines.lineAt(edit.span.start)))?.[0] ?? '';
  const newText = isSnippet ? edit.newText.replaceAll('\n', `\n${indent}`) : edit.newText;
  return file.text.slice(0, edit.span.start) + newText + file.text.slice(edit.span.end);
}
