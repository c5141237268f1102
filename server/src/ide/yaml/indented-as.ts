import { readLine } from './read-line.ts';
import type { Indentation } from './snippet-style.ts';

/** Which column of a text became which one. */
interface Column {
  readonly before: number;
  readonly after: number;
}

/**
 * YAML in block style, which begins at column 0 and indents by two columns, as a file is indented. Texts of several lines
 * keep their shape.
 */
export function indentedAs(yaml: string, { map, list }: Indentation): string {
  if (map === 2 && list === 2) return yaml;
  const around: Column[] = [];
  let text: Column | undefined;
  return yaml
    .split('\n')
    .map((line) => {
      if (line.trim() === '') return line;
      const { before, content, dashes } = columnsOf(line);
      if (text && before > text.before) return ' '.repeat(before - text.before - 2 + text.after + map) + content;
      text = undefined;
      while ((around.at(-1)?.before ?? -1) > before) around.pop();
      let own = around.at(-1);
      if (own?.before !== before) {
        own = { before, after: own ? own.after + (dashes > 0 ? list : map) : 0 };
        around.push(own);
      }
      for (let dash = 1; dash <= dashes; dash++)
        around.push({ before: before + 2 * dash, after: own.after + 2 * dash });
      if (/[|>][+-]?$/.test(content)) text = around.at(-1);
      return ' '.repeat(own.after) + content;
    })
    .join('\n');
}

function columnsOf(line: string) {
  const before = /^ */.exec(line)?.[0].length ?? 0;
  return { before, content: line.slice(before), dashes: readLine(line).dashes.length };
}
