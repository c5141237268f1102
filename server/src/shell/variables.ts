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

/** What a script does with variables, its places counted from its own beginning. */
interface ReadVariables extends Omit<ShellVariables, 'used'> {
  readonly used: readonly (Omit<VariableUse, 'span'> & { readonly start: number; readonly end: number })[];
}

/** What was read from syntax before: that of a script that stays as it is is asked again with every key. */
const known = new WeakMap<SyntaxNode, ReadVariables>();

/** Reads what a script, given as its syntax, does with variables. */
export function variablesOf(syntax: SyntaxNode, source: MappedText): ShellVariables {
  const read = known.get(syntax) ?? readVariables(syntax);
  known.set(syntax, read);
  return {
    ...read,
    used: read.used.map(({ name, start, end, hasDefault }) => ({
      name,
      span: sourceSpan(source, start, end),
      hasDefault,
    })),
  };
}

function readVariables(syntax: SyntaxNode): ReadVariables {
  const used: ReadVariables['used'][number][] = [];
  const set = new Set<string>();
  let setsUnknown = false;
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'SimpleExpansion':
        if (/^\$[A-Za-z_]/.test(node.text)) {
          used.push({ name: node.text.slice(1), start: node.pos + 1, end: node.end, hasDefault: false });
        }
        break;
      case 'ParameterExpansion':
        used.push({
          name: node.parameter,
          start: node.parameterPos,
          end: node.parameterEnd,
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
