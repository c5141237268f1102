import type { OtherFile } from '../../core/finding.ts';
import { LineMap } from '../../text/lines.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { anyMember, type ObjectPath } from './meaning.ts';

/** A file of values. It is one document, read when somebody asks; offsets count from its beginning. */
export class ValuesFile implements OtherFile {
  readonly uri: string;
  readonly text: string;
  private lineMap: LineMap | undefined;
  private parsed: YamlDocument | undefined;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
  }

  get lines(): LineMap {
    this.lineMap ??= new LineMap(this.text);
    return this.lineMap;
  }

  get root(): YamlValue {
    this.parsed ??= new YamlDocument(this.text);
    return this.parsed.root;
  }

  /** What stands at a path, with its key; several where the path goes through the members of a list or map. */
  find(path: ObjectPath): readonly YamlValue[] {
    let found: readonly YamlValue[] = [this.root];
    for (const key of path) {
      found = found.flatMap((value) => below(value, key)).slice(0, mostFound);
      if (found.length === 0) return [];
    }
    return found;
  }

  /** The path of the key or value that stands at an offset; undefined where there is none. */
  keyAt(offset: number): { readonly path: ObjectPath; readonly value: YamlValue } | undefined {
    const path: string[] = [];
    let value = this.root;
    for (;;) {
      const next = childAt(value, offset);
      if (!next) return undefined;
      path.push(typeof next.key === 'number' ? anyMember : (next.key ?? ''));
      value = next;
      const { keySpan } = next;
      if (keySpan && keySpan.start <= offset && offset <= keySpan.end) return { path, value };
    }
  }

  /** What the comment right above a key says, line by line; empty when there is none. */
  commentAbove(value: YamlValue): readonly string[] {
    const { keySpan } = value;
    if (!keySpan) return [];
    const lines: string[] = [];
    for (let line = this.lines.lineAt(keySpan.start) - 1; line >= 0 && lines.length < longestComment; line--) {
      const comment = /^\s*#+ ?(.*)$/.exec(this.lines.lineText(line));
      if (!comment) break;
      lines.unshift(comment[1] ?? '');
    }
    return lines;
  }
}

/** How many members of lists are looked at for what one of them has. */
const mostFound = 50;
/** How many lines of a comment are read. */
const longestComment = 40;

function below(value: YamlValue, key: string): readonly YamlValue[] {
  if (key !== anyMember) {
    const found = value.get(key);
    return found.hasKey ? [found] : [];
  }
  return value.isList ? value.items : value.entries.map(([, member]) => member);
}

function childAt(value: YamlValue, offset: number): YamlValue | undefined {
  const children = value.isList ? value.items : value.entries.map(([, member]) => member);
  return children.find((child) => {
    const start = (child.keySpan ?? child.span)?.start;
    const end = Math.max(child.keySpan?.end ?? 0, child.span?.end ?? 0);
    return start !== undefined && start <= offset && offset <= end;
  });
}
