import { forEachChild, type SyntaxNode } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/** A variable whose value a script asks for. */
export interface VariableUse {
  readonly name: string;
  /** The name alone. */
  readonly span: Span;
  /** Whether the script says what holds when there is no value: `${NAME:-default}`. */
  readonly hasDefault: boolean;
}

/** What a script does with variables. */
export interface ShellVariables {
  readonly used: readonly VariableUse[];
  /** Names that the script sets somewhere: by assignment, `for`, `read` and their like. */
  readonly set: ReadonlySet<string>;
  /** Whether it runs something that may set any variable: `. ./env.sh`, `eval "$(...)"`. */
  readonly setsUnknown: boolean;
}

/** The builtins whose arguments are names of variables that they set. */
const setters: ReadonlySet<string> = new Set(['read', 'getopts', 'mapfile', 'readarray', 'printf', 'unset']);

/** Reads what a script, given as its syntax, does with variables. */
export function variablesOf(syntax: SyntaxNode, source: MappedText): ShellVariables {
  const used: VariableUse[] = [];
  const set = new Set<string>();
  let setsUnknown = false;
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'SimpleExpansion':
        if (/^\$[A-Za-z_]/.test(node.text)) {
          used.push({ name: node.text.slice(1), span: sourceSpan(source, node.pos + 1, node.end), hasDefault: false });
        }
        break;
      case 'ParameterExpansion':
        used.push({
          name: node.parameter,
          span: sourceSpan(source, node.parameterPos, node.parameterEnd),
          hasDefault: /^:?[-+=?]/.test(node.text.slice(2 + node.parameter.length)),
        });
        break;
      case 'Assignment':
        set.add(node.name);
        break;
      case 'For':
      case 'Select':
        set.add(node.name.text);
        break;
      case 'Command': {
        const name = node.name?.text ?? '';
        if (name === '.' || name === 'source' || name === 'eval') setsUnknown = true;
        if (setters.has(name)) for (const word of node.suffix) if ('text' in word) set.add(word.text);
        break;
      }
      case 'Script':
        // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
        if (node.source !== undefined) return;
        break;
      default:
    }
    forEachChild(node, visit);
  };
  visit(syntax);
  return { used, set, setsUnknown };
}
