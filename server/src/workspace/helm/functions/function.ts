/** A function that templates can call. */
export interface TemplateFunction {
  readonly name: string;
  /** Its parameters, as they follow its name. What comes through a pipe is the last of them. */
  readonly parameters: string;
  /** What it yields, in a sentence. */
  readonly description: string;
}

/** Functions from lines of name, parameters and description. */
export function functionsOf(...lines: readonly (readonly [string, string, string])[]): readonly TemplateFunction[] {
  return lines.map(([name, parameters, description]) => ({ name, parameters, description }));
}
