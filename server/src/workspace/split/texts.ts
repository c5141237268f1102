/** The text of a configuration without the lines that are comments. */
export function withoutComments(text: string): string {
  return text.replace(/^\s*[#;].*$/gm, '');
}
