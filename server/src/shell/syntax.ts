import { forEachChild, parse, type SyntaxNode } from 'unbash';

/** A script as the parser has it, with what it stumbled over. */
type Parsed = ReturnType<typeof parse>;

/** How deep a script may be nested: each level of `$(...)` or `if` is some of these. Nobody writes a tenth of it. */
const deepest = 500;

/** Shorter texts cannot be nested so deep that walking through them would exhaust the stack. */
const shortest = 300;

/** How many scripts are remembered: those of a few files that are being edited. */
const mostRemembered = 200;

/** Longer scripts are not worth their room. */
const longestRemembered = 5_000;

/** The syntax of scripts that were read last, the latest at the end: while one line is edited all others stay. */
const remembered = new Map<string, Parsed>();

/**
 * The syntax of a script. Of one that is nested beyond all reason there is nothing but the error, so that whoever walks
 * through the syntax need not count levels.
 */
export function readSyntax(text: string): Parsed {
  if (text.length > longestRemembered) return parsed(text);
  const syntax = remembered.get(text) ?? parsed(text);
  remembered.delete(text);
  remembered.set(text, syntax);
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value ?? '');
  return syntax;
}

function parsed(text: string): Parsed {
  const syntax = parse(text);
  if (text.length < shortest || !isTooDeep(syntax)) return syntax;
  return { ...parse(''), errors: [{ message: 'it is nested too deeply to be read', pos: 0 }] };
}

/** What stands in `$(...)` is parsed when it is asked for, so that nothing is parsed below the deepest level. */
function isTooDeep(root: SyntaxNode): boolean {
  const waiting: { node: SyntaxNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const depth = next.depth + 1;
    if (depth > deepest) return true;
    forEachChild(next.node, (node) => {
      waiting.push({ node, depth });
    });
  }
  return false;
}
