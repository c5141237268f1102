import { type Command as CommandSyntax, forEachChild, type SyntaxNode, type Word as WordSyntax } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/** The shells that `/bin/sh` is on Debian and Ubuntu, and on Alpine. */
export type SmallShell = 'dash' | 'busybox';

/** Something in a script that Bash understands and another shell does not. */
export interface Bashism {
  /** What it is, as one would look it up: `brace expansion {a,b}`. */
  readonly what: string;
  /** What becomes of it elsewhere, as the end of a sentence: `makes one name of it`. */
  readonly effect: string;
  readonly span: Span;
  /** The shells that do not understand it (dash 0.5.12, BusyBox 1.37 as Alpine builds it). */
  readonly unknownTo: readonly SmallShell[];
  /** ShellCheck's number for it. */
  readonly code: number;
  /** What every shell understands instead, where that can be said. */
  readonly instead?: { readonly span: Span; readonly text: string };
}

type Found = Omit<Bashism, 'span' | 'instead'> & { readonly instead?: Instead };

/** A replacement by offsets in the script. */
interface Instead {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const dash: readonly SmallShell[] = ['dash'];
const both: readonly SmallShell[] = ['dash', 'busybox'];

/** What in a script not every shell understands, scripts that it hands to another shell excepted. */
export function bashismsIn(syntax: SyntaxNode, source: MappedText): readonly Bashism[] {
  if (withoutBashisms.has(syntax)) return [];
  const found = searchBashisms(syntax, source);
  if (found.length === 0) withoutBashisms.add(syntax);
  return found;
}

/** Scripts in which there are none: the syntax of a script that stays as it is is asked again with every key. */
const withoutBashisms = new WeakSet<SyntaxNode>();

function searchBashisms(syntax: SyntaxNode, source: MappedText): readonly Bashism[] {
  const found: Bashism[] = [];
  const visit = (node: SyntaxNode) => {
    const { text } = source;
    const one = readNode(node, text);
    if (one) {
      const { instead, ...rest } = one;
      found.push({
        ...rest,
        span: sourceSpan(source, node.pos, node.end),
        ...(instead && { instead: { span: sourceSpan(source, instead.start, instead.end), text: instead.text } }),
      });
    }
    // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
    if (node.type !== 'Script' || node.source === undefined) forEachChild(node, visit);
  };
  visit(syntax);
  return found;
}

function readNode(node: SyntaxNode, text: string): Found | undefined {
  const end = 'ends the script with an error';
  switch (node.type) {
    case 'Word':
      return bracesIn(node);
    case 'ArrayValue':
      return { what: 'An array', effect: end, unknownTo: both, code: 3030 };
    case 'ProcessSubstitution':
      return { what: `${node.operator}(...)`, effect: end, unknownTo: both, code: 3001 };
    case 'HereString':
      return { what: '<<<', effect: end, unknownTo: both, code: 3011 };
    case 'TestCommand':
      return { what: '[[ ]]', effect: 'looks for a program called [[', unknownTo: dash, code: 3010 };
    case 'ArithmeticCommand':
      return { what: '((...))', effect: 'looks for a program of that name', unknownTo: both, code: 3006 };
    case 'ArithmeticFor':
      return { what: 'for ((...))', effect: end, unknownTo: both, code: 3005 };
    case 'Select':
      return { what: 'select', effect: end, unknownTo: both, code: 3008 };
    case 'AnsiCQuoted':
      return { what: "$'...'", effect: 'takes the $ and the backslashes literally', unknownTo: dash, code: 3003 };
    case 'Function':
      return text.startsWith('function', node.pos)
        ? { what: 'function', effect: end, unknownTo: dash, code: 2112 }
        : undefined;
    case 'Assignment':
      return node.append
        ? { what: '+=', effect: 'looks for a program of that name', unknownTo: both, code: 3024 }
        : undefined;
    case 'Redirect':
      return bothOutputs(node, text);
    case 'SimpleExpansion':
      return text.slice(node.pos, node.end) === '$RANDOM'
        ? { what: '$RANDOM', effect: 'puts nothing in its place', unknownTo: dash, code: 3028 }
        : undefined;
    case 'ParameterExpansion':
      if (node.index) return { what: 'An array', effect: end, unknownTo: both, code: 3054 };
      if (node.operation?.type === 'Replace') return { what: '${.../...}', effect: end, unknownTo: dash, code: 3060 };
      if (node.operation?.type === 'Slice') return { what: '${...:...}', effect: end, unknownTo: dash, code: 3057 };
      if (node.operation?.type === 'CaseModification') {
        return { what: '${...^}', effect: end, unknownTo: both, code: 3059 };
      }
      return undefined;
    case 'Command':
      return readCommand(node, text);
    default:
      return undefined;
  }
}

function bracesIn(word: WordSyntax): Found | undefined {
  const braces = word.parts?.filter(({ type }) => type === 'BraceExpansion') ?? [];
  const [first] = braces;
  if (!first) return undefined;
  const items = /^\{([^{}'"$`\\]*,[^{}'"$`\\]*)\}$/.exec(first.text)?.[1]?.split(',');
  const at = word.text.indexOf(first.text);
  const isPlain = braces.length === 1 && items !== undefined && at === word.text.lastIndexOf(first.text);
  const written = items
    ?.map((item) => word.text.slice(0, at) + item + word.text.slice(at + first.text.length))
    .join(' ');
  const instead = isPlain && written !== undefined ? { start: word.pos, end: word.end, text: written } : undefined;
  return {
    what: `The brace expansion ${first.text}`,
    effect: 'takes it for part of a single name',
    unknownTo: both,
    code: 3009,
    ...(instead && { instead }),
  };
}

/** `&>`, which to other shells means: start in the background, and empty the file. */
function bothOutputs(node: SyntaxNode & { type: 'Redirect' }, text: string): Found | undefined {
  const { operator, target } = node;
  if (operator !== '&>' && operator !== '&>>') return undefined;
  const effect = 'starts the command in the background instead';
  const written = target && `${operator.slice(1)}${text.slice(target.pos, target.end)} 2>&1`;
  return {
    what: operator,
    effect,
    unknownTo: dash,
    code: 3020,
    ...(written !== undefined && { instead: { start: node.pos, end: node.end, text: written } }),
  };
}

const missing = 'has no such command';

const builtins: Readonly<Record<string, Omit<Found, 'what'>>> = {
  pushd: { effect: missing, unknownTo: both, code: 3044 },
  popd: { effect: missing, unknownTo: both, code: 3044 },
  shopt: { effect: missing, unknownTo: both, code: 3044 },
  declare: { effect: missing, unknownTo: both, code: 3044 },
  typeset: { effect: missing, unknownTo: both, code: 3044 },
  mapfile: { effect: missing, unknownTo: both, code: 3044 },
  readarray: { effect: missing, unknownTo: both, code: 3044 },
};

function readCommand(node: CommandSyntax, text: string): Found | undefined {
  const { name } = node;
  const value = name?.value ?? '';
  if (!name) return undefined;
  if (value === 'source') {
    const instead = { start: name.pos, end: name.end, text: '.' };
    return { what: 'source', effect: missing, unknownTo: dash, code: 3046, instead };
  }
  const words = node.suffix.flatMap((part) => (part.type === 'Word' ? [part] : []));
  if (value === 'echo' && /^-[neE]*e[neE]*$/.test(words[0]?.text ?? '')) return echoWithOption(name, words, text);
  const equals = value === '[' ? words.find((word) => word.text === '==') : undefined;
  if (equals) {
    const instead = { start: equals.pos, end: equals.end, text: '=' };
    return { what: '== in [ ]', effect: 'takes it for an error', unknownTo: dash, code: 3014, instead };
  }
  const builtin = Object.hasOwn(builtins, value) ? builtins[value] : undefined;
  return builtin && { what: value, ...builtin };
}

/** `echo -e`: dash writes the option, and what `-e` asks for it does anyway. */
function echoWithOption(name: WordSyntax, [option, ...words]: readonly WordSyntax[], text: string): Found {
  const [word] = words;
  const isSingle = option?.text === '-e' && word !== undefined && words.length === 1;
  const instead = isSingle ? { start: name.pos, end: word.pos, text: "printf '%b\\n' " } : undefined;
  const isPlain =
    instead && /^[ \t]*$/.test(text.slice(name.end, option?.pos)) && !text.slice(name.pos, word?.pos).includes('\n');
  return {
    what: `echo ${option?.text ?? ''}`,
    effect: `writes the ${option?.text ?? 'option'} too`,
    unknownTo: dash,
    code: 3037,
    ...(isPlain && { instead }),
  };
}
