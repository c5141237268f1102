import { forEachChild, type SyntaxNode } from 'unbash';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { ShellCommand, ShellWord } from './command.ts';
import { readSyntax } from './syntax.ts';

/** A variable without which a script ends: `${NAME:?message}`, `${NAME?message}`. */
export interface RequiredVariable {
  readonly name: string;
  /** The name alone. */
  readonly span: Span;
}

/** The variables without which a shell does not run a command, but ends (POSIX, "Parameter Expansion"). */
export function requiredBy(command: ShellCommand): readonly RequiredVariable[] {
  return wordsOf(command).flatMap((word) => expansionsIn(word, '?').map(({ name, span }) => ({ name, span })));
}

/**
 * The variables that a command sets, or may set, for all that follows; undefined when that may be any, as with `eval`,
 * `. file` and `export "$name=$value"`.
 */
export function setBy(command: ShellCommand): readonly string[] | undefined {
  const { name, arguments: rest, words } = command;
  const defaulted = wordsOf(command).flatMap((word) => expansionsIn(word, '=').map((one) => one.name));
  const assigned = words.length === 0 ? command.assignments.flatMap(({ text }) => nameIn(text) ?? []) : [];
  const operands = rest.filter(({ text }) => !/^[-+]/.test(text));
  const named = () => operands.map(({ text }) => nameIn(text) ?? (/^[A-Za-z_]\w*$/.test(text) ? text : undefined));
  switch (name) {
    case 'eval':
    case '.':
    case 'source':
      return undefined;
    case 'export':
    case 'declare':
    case 'local':
    case 'readonly':
    case 'typeset': {
      // `export NAME` sets nothing.
      const isKnown = operands.every(({ text }) => /^[A-Za-z_]\w*(?:$|\+?=|\[)/.test(text));
      return isKnown ? [...defaulted, ...operands.flatMap(({ text }) => nameIn(text) ?? [])] : undefined;
    }
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts': {
      const names = named();
      return names.every((one) => one !== undefined) ? [...defaulted, ...names] : undefined;
    }
    case 'printf':
      return rest[0]?.text === '-v' ? (rest[1]?.value === undefined ? undefined : [rest[1].value]) : defaulted;
    default:
      return [...assigned, ...defaulted];
  }
}

function wordsOf({ assignments, allWords }: ShellCommand): readonly ShellWord[] {
  return [...assignments, ...allWords];
}

/** The variables that are put into a word with an operator, `?` or `=`, alone or behind a colon. */
function expansionsIn({ text, value, source }: ShellWord, operator: '?' | '='): readonly RequiredVariable[] {
  if (value !== undefined || !text.includes(operator) || !text.includes('${')) return [];
  const found: RequiredVariable[] = [];
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'ParameterExpansion': {
        const { parameter: name, parameterPos, parameterEnd } = node;
        const behind = node.text.slice(2 + name.length).replace(/^:/, '');
        if (/^[A-Za-z_]\w*$/.test(name) && behind.startsWith(operator))
          found.push({ name, span: sourceSpan(source, parameterPos, parameterEnd) });
        // What stands in for a variable is only looked at where there is none.
        return;
      }
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        // What ends there, or is set there, is not the script.
        return;
      default:
        forEachChild(node, visit);
    }
  };
  visit(readSyntax(source.text));
  return found;
}

function nameIn(text: string): string | undefined {
  return /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/.exec(text)?.[1];
}
