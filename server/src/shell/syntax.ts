import { forEachChild, parse, type SyntaxNode } from 'unbash';

/** A script as the parser has it, with what it stumbled over. */
type Parsed = ReturnType<typeof parse>;

/** How deep a script may be nested: each level of `$(...)` or `if` is some of these. Nobody writes a tenth of it. */
const deepest = 500;

/** Shorter texts cannot be nested so deep that walking through them would exhaust the stack. */
const shortest = 300;

/**
 * The syntax of a script. Of one that is nested beyond all reason there is nothing but the error, so that whoever walks
 * through the syntax need not count levels.
 */
export function readSyntax(text: string): Parsed {
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
