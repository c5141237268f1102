/** A text in double quotes that LABEL, ENV and ARG read as that very text: nothing in it is expanded. */
export function quoted(text: string, escapeMark: '\\' | '`'): string {
  const escaped = [...text].map((char) =>
    char === '"' || char === '$' || char === escapeMark ? escapeMark + char : char,
  );
  return `"${escaped.join('')}"`;
}
