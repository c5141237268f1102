import { forEachChild, type SyntaxNode } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { ShellCommand } from './command.ts';

/** How the commands of a script hang together: what follows what, and what decides whether it runs. */
export type ScriptPart =
  | { readonly kind: 'command'; readonly command: ShellCommand }
  /** One after the other. */
  | { readonly kind: 'sequence'; readonly parts: readonly ScriptPart[] }
  /** `a && b`, `a || b`: the operator stands before all but the first. */
  | { readonly kind: 'and-or'; readonly parts: readonly ScriptPart[]; readonly operators: readonly ('&&' | '||')[] }
  /** `if` and `case`: what is asked, and what may be done then. */
  | { readonly kind: 'choice'; readonly asked: readonly ScriptPart[]; readonly ways: readonly ScriptPart[] }
  | { readonly kind: 'loop'; readonly body: ScriptPart }
  | { readonly kind: 'background'; readonly body: ScriptPart }
  | { readonly kind: 'pipe'; readonly parts: readonly ScriptPart[] }
  | { readonly kind: 'subshell'; readonly body: ScriptPart }
  | { readonly kind: 'function'; readonly name: string; readonly body: ScriptPart };

/**
 * The structure of a script, given by its syntax and by the commands that were found in it. What stands in a text
 * without exact places is left out, as are commands whose output is put in, `$(...)`.
 */
export function structureOf(syntax: SyntaxNode, source: MappedText, commands: readonly ShellCommand[]): ScriptPart {
  const byPlace = new Map<string, ShellCommand>();
  for (const command of commands) {
    const { span } = command;
    const key = `${span.start} ${span.end}`;
    if (span.isExact !== false && !byPlace.has(key)) byPlace.set(key, command);
  }
  const read = (node: SyntaxNode): ScriptPart => {
    switch (node.type) {
      case 'Command': {
        const { start, end } = sourceSpan(source, node.pos, node.end);
        const command = byPlace.get(`${start} ${end}`);
        return command ? { kind: 'command', command } : nothing;
      }
      case 'Script':
      case 'CompoundList':
        return { kind: 'sequence', parts: node.commands.map(read) };
      case 'Statement':
        return node.background ? { kind: 'background', body: read(node.command) } : read(node.command);
      case 'AndOr':
        return { kind: 'and-or', parts: node.commands.map(read), operators: node.operators };
      case 'Pipeline': {
        const [only, ...others] = node.commands;
        return only && others.length === 0 ? read(only) : { kind: 'pipe', parts: node.commands.map(read) };
      }
      case 'If':
        return {
          kind: 'choice',
          asked: [read(node.clause), ...node.elif.map(({ clause }) => read(clause))],
          ways: [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])].map(read),
        };
      case 'Case':
        return { kind: 'choice', asked: [], ways: node.items.map(({ body }) => read(body)) };
      case 'While':
        return { kind: 'loop', body: { kind: 'sequence', parts: [read(node.clause), read(node.body)] } };
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
        return { kind: 'loop', body: read(node.body) };
      case 'Function':
        return { kind: 'function', name: node.name.text, body: read(node.body) };
      case 'Subshell':
        return { kind: 'subshell', body: read(node.body) };
      case 'BraceGroup':
        return read(node.body);
      case 'Redirected':
        return read(node.command);
      case 'Coproc': {
        const bodies: ScriptPart[] = [];
        forEachChild(node, (child) => bodies.push(read(child)));
        return { kind: 'background', body: { kind: 'sequence', parts: bodies } };
      }
      default:
        return nothing;
    }
  };
  return read(syntax);
}

const nothing: ScriptPart = { kind: 'sequence', parts: [] };
