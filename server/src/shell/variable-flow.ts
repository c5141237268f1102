import { type CommandArgument, forEachChild, type SyntaxNode } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { assignedIn, setWords } from './assigned-names.ts';

/** Where a variable has its value from: the environment, the script itself, or one of both as it comes. */
export type Origin = 'environment' | 'script' | 'either';

/** A name in a script: the name alone. Its span is not exact where the script has it from an escaped text. */
export interface NameInScript {
  readonly name: string;
  readonly span: Span;
}

/** A place where the value of a variable is asked for. */
export interface FlowingUse extends NameInScript {
  readonly origin: Origin;
}

/** The names in a script, and what they mean where they stand; not those of scripts it hands to another shell. */
export interface VariableFlow {
  readonly uses: readonly FlowingUse[];
  /** Where the script gives a variable a value, for all that follows: by assignment, `for`, `read` and their like. */
  readonly assignments: readonly NameInScript[];
  /** Where functions are defined, and where commands are run that may be these functions. */
  readonly functions: readonly NameInScript[];
  readonly calls: readonly NameInScript[];
}

/** A name with its place in the text of the script; of one that has no place there, with the place of what holds it. */
interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isHidden: boolean;
}

interface ReadFlow {
  readonly uses: readonly (Found & { readonly origin: Origin })[];
  readonly assignments: readonly Found[];
  readonly functions: readonly Found[];
  readonly calls: readonly Found[];
}

/** What was read from syntax before, as scripts that stay as they are are asked again with every key. */
const known = new WeakMap<SyntaxNode, ReadFlow>();

/** Follows the variables of a script, given as its syntax, in the order in which it runs. */
export function variableFlow(syntax: SyntaxNode, source: MappedText): VariableFlow {
  let read = known.get(syntax);
  if (!read) {
    const reader = new FlowReader(syntax);
    reader.visit(syntax);
    read = reader;
    known.set(syntax, read);
  }
  return {
    uses: read.uses.map((use) => ({ name: use.name, span: spanOf(use, source), origin: use.origin })),
    assignments: read.assignments.map((found) => placed(found, source)),
    functions: read.functions.map((found) => placed(found, source)),
    calls: read.calls.map((found) => placed(found, source)),
  };
}

function placed(found: Found, source: MappedText): NameInScript {
  return { name: found.name, span: spanOf(found, source) };
}

function spanOf({ start, end, isHidden }: Found, source: MappedText): Span {
  const span = sourceSpan(source, start, end);
  return isHidden ? { ...span, isExact: false } : span;
}

/** Which variables have their value from the script at some point; those that are not listed have not. */
type State = Map<string, Exclude<Origin, 'environment'>>;

/** Builtins that set the variables they are given with a value (POSIX; Bash manual, "Bash Builtins"). */
const declaring: ReadonlySet<string> = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);

const plainName = /^[A-Za-z_]\w*$/;

class FlowReader implements ReadFlow {
  readonly uses: (Found & { readonly origin: Origin })[] = [];
  readonly assignments: Found[] = [];
  readonly functions: Found[] = [];
  readonly calls: Found[] = [];
  private state: State = new Map();
  private readonly root: SyntaxNode;
  private all: ReadonlySet<string> | undefined;
  /** What holds the names that are read, when they have no places of their own. */
  private hiding: { readonly pos: number; readonly end: number } | undefined;

  constructor(root: SyntaxNode) {
    this.root = root;
  }

  visit(node: SyntaxNode): void {
    switch (node.type) {
      case 'SimpleExpansion':
        if (/^\$[A-Za-z_]/.test(node.text)) this.use(node.text.slice(1), node.pos + 1, node.end);
        return;
      case 'ParameterExpansion':
        this.use(node.parameter, node.parameterPos, node.parameterEnd);
        this.visitAll(node);
        // `${NAME:=default}` gives it a value where it has none.
        if (node.operation?.type === 'Default' && node.operation.operator.endsWith('=')) this.may(node.parameter);
        return;
      case 'ArithmeticWord':
        if (node.parts === undefined) this.use(node.value, node.pos, node.end);
        this.visitAll(node);
        return;
      case 'Command':
        this.visitCommand(node);
        return;
      case 'Pipeline':
        for (const part of node.commands) {
          if (node.commands.length > 1) this.aside(() => this.visit(part));
          else this.visit(part);
        }
        return;
      case 'AndOr':
        this.visitAndOr(node.commands, node.operators);
        return;
      case 'If':
        this.visit(node.clause);
        this.merge([node.then, ...node.elif, ...(node.else ? [node.else] : [])], node.else !== undefined);
        return;
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.visit(word);
        this.assign(node.name.text, node.name.pos, node.name.end);
        this.loop(node.body);
        return;
      case 'While':
        this.mayAll(assignedIn(node));
        this.visit(node.clause);
        this.loop(node.body);
        return;
      case 'Case':
        this.visit(node.word);
        this.merge(node.items, false);
        return;
      case 'Function':
        this.functions.push(this.found(node.name.text, node.name.pos, node.name.end));
        this.visitFunction(node.body);
        return;
      case 'Subshell':
      case 'Coproc':
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.aside(() => this.visitAll(node));
        return;
      case 'Script':
        // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
        if (node.source !== undefined) this.hiding ??= node;
        this.visitAll(node);
        if (this.hiding === node) this.hiding = undefined;
        return;
      default:
        this.visitAll(node);
    }
  }

  private visitAll(node: SyntaxNode): void {
    forEachChild(node, (child) => this.visit(child));
  }

  private visitCommand(node: Extract<SyntaxNode, { type: 'Command' }>): void {
    const name = node.name?.text ?? '';
    for (const part of node.prefix) {
      this.visit(part);
      // Before a command, what is set is set for that command alone.
      if (part.type === 'Assignment' && !node.name) this.assign(part.name, part.pos, part.pos + part.name.length);
    }
    if (node.name) this.visit(node.name);
    if (node.name && plainName.test(name)) this.calls.push(this.found(name, node.name.pos, node.name.end));
    const named = setWords(name, node.args);
    for (const part of node.suffix) {
      this.visit(part);
      if (part.type === 'Assignment' && declaring.has(name))
        this.assign(part.name, part.pos, part.pos + part.name.length);
      else if (part.type === 'Word' && named.includes(part)) this.assign(part.text, part.pos, part.end);
      else if (part.type === 'Word' && isNamed(name, part)) this.named(name, part.text, part.pos, part.end);
    }
  }

  /** `export NAME` and `unset NAME`: the variable is meant that is there already. */
  private named(builtin: string, name: string, start: number, end: number): void {
    this.use(name, start, end);
    if (builtin === 'unset') this.state.set(name, 'script');
  }

  /** What stands behind `&&` has run when the next one does, and may not have run when the list is over. */
  private visitAndOr(parts: readonly SyntaxNode[], operators: readonly string[]): void {
    const [first, ...others] = parts;
    if (!first) return;
    this.visit(first);
    const before = new Map(this.state);
    others.forEach((part, at) => {
      if (operators[at] === '&&') this.visit(part);
      else this.state = merged([this.state, this.apart(() => this.visit(part))]);
    });
    this.state = merged([before, this.state]);
  }

  /** One of several parts runs; none may, unless they are all there are. */
  private merge(parts: readonly SyntaxNode[], isExhaustive: boolean): void {
    const outcomes = parts.map((part) => this.apart(() => this.visitAll(part)));
    this.state = merged(isExhaustive ? outcomes : [this.state, ...outcomes]);
  }

  /** What a loop sets further down holds when it comes round. */
  private loop(body: SyntaxNode): void {
    this.mayAll(assignedIn(body));
    this.state = merged([this.state, this.apart(() => this.visit(body))]);
  }

  /** A function runs when it is called, and may find anything that is set anywhere. */
  private visitFunction(body: SyntaxNode): void {
    this.all ??= assignedIn(this.root);
    const all = this.all;
    this.aside(() => {
      this.mayAll(all);
      this.visit(body);
    });
    this.mayAll(assignedIn(body));
  }

  private use(name: string, start: number, end: number): void {
    if (!plainName.test(name)) return;
    this.uses.push({ ...this.found(name, start, end), origin: this.state.get(name) ?? 'environment' });
  }

  private assign(name: string, start: number, end: number): void {
    this.assignments.push(this.found(name, start, end));
    this.state.set(name, 'script');
  }

  private may(name: string): void {
    if (!this.state.has(name)) this.state.set(name, 'either');
  }

  private mayAll(names: Iterable<string>): void {
    for (const name of names) this.may(name);
  }

  /** Runs something whose settings are lost afterwards, as in a subshell. */
  private aside(run: () => void): void {
    this.apart(run);
  }

  /** Runs something without taking over what it sets; yields that. */
  private apart(run: () => void): State {
    const before = this.state;
    this.state = new Map(before);
    run();
    const after = this.state;
    this.state = before;
    return after;
  }

  private found(name: string, start: number, end: number): Found {
    const { hiding } = this;
    return hiding
      ? { name, start: hiding.pos, end: hiding.end, isHidden: true }
      : { name, start, end, isHidden: false };
  }
}

/** Whether a word names a variable that is there already, for a builtin. */
function isNamed(builtin: string, { text }: Extract<CommandArgument, { type: 'Word' }>): boolean {
  return (declaring.has(builtin) || builtin === 'unset') && plainName.test(text);
}

/** What holds when any one of several things has happened. */
function merged(outcomes: readonly State[]): State {
  const names = new Set(outcomes.flatMap((outcome) => [...outcome.keys()]));
  const state: State = new Map();
  for (const name of names) {
    state.set(name, outcomes.every((outcome) => outcome.get(name) === 'script') ? 'script' : 'either');
  }
  return state;
}
