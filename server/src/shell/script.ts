import {
  type CommandNode,
  type Command as CommandSyntax,
  type CompoundList,
  forEachChild,
  type PipelineNode,
  type Pipeline as PipelineSyntax,
  type Script,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import { type MappedText, slice, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { type Bashism, bashismsIn } from './bashisms.ts';
import { alone, type Place, ShellCommand, type ShellWord } from './command.ts';
import { enclosingSpans } from './enclosing.ts';
import { type ShellToken, shellTokens } from './highlight.ts';
import { fileWritten, outputOf } from './redirections.ts';
import { ScriptWord, staticValue } from './script-word.ts';
import type { Joiner, List, Pipeline, ShellProblem, Step } from './steps.ts';
import { type ScriptPart, structureOf } from './structure.ts';
import { readSyntax } from './syntax.ts';
import { type VariableFlow, variableFlow } from './variable-flow.ts';
import { type ShellVariables, variablesOf } from './variables.ts';

export type { Joiner, List, Pipeline, PipelineMember, ShellProblem, Step } from './steps.ts';

/**
 * Shell text, understood: what is run, in which order, and where each word stands in the file the text came from.
 * The syntax is Bash's, of which `sh` is a part. Parsing never fails; what is wrong is in `problems`.
 */
export class ShellScript {
  /** In the order of the text; what `;`, `&` and line breaks separate. */
  readonly lists: readonly List[];
  readonly problems: readonly ShellProblem[];
  /** The text it was read from. */
  readonly source: MappedText;
  private readonly piped: Pipeline[] = [];
  private readonly syntax: Script;
  private read: ShellVariables | undefined;
  private defined: readonly string[] | undefined;
  private all: readonly ShellCommand[] | undefined;
  private allSteps: readonly Step[] | undefined;
  private parts: ScriptPart | undefined;

  constructor(source: MappedText) {
    this.source = source;
    const syntax = readSyntax(source.text);
    this.syntax = syntax;
    this.lists = this.readLists(syntax);
    this.problems = (syntax.errors ?? []).map(({ message, pos }) => ({
      message,
      span: sourceSpan(source, pos, Math.min(pos + 1, source.text.length)),
    }));
  }

  /** The names of the functions it defines, at any depth. */
  get functions(): readonly string[] {
    this.defined ??= functionsIn(this.syntax);
    return this.defined;
  }

  /** Whether any variable may be put in: most scripts have none, and need not be searched for them. */
  get mayUseVariables(): boolean {
    return this.source.text.includes('$');
  }

  /** The members of all lists, in the order of the text. */
  get steps(): readonly Step[] {
    this.allSteps ??= this.lists.flatMap(({ steps }) => steps);
    return this.allSteps;
  }

  /** Every command the script runs, at any depth, `sh -c "..."` and `$(...)` included, in the order of the text. */
  get commands(): readonly ShellCommand[] {
    this.all ??= this.steps.flatMap((step) => step.commands);
    return this.all;
  }

  /**
   * Whether it begins with a test: `[ -f x ]` or `[[ -f x ]]`. Without an operator and without more steps it is only
   * one when there is no comma: `[ "node", "server.js" ]` was meant as a list.
   */
  get beginsWithTest(): boolean {
    if (/^\s*\[\[\s/.test(this.source.text)) return true;
    const [first] = this.commands;
    if (first?.name !== '[' || first.arguments.at(-1)?.text !== ']') return false;
    const operands = first.arguments.slice(0, -1);
    if (operands.some(({ text }) => text.endsWith(','))) return false;
    return operands.length < 2 || this.steps.length > 1 || operands.some(({ text }) => testOperator.test(text));
  }

  /** At any depth, but for scripts that are handed to another shell, which has settings of its own. */
  get pipelines(): readonly Pipeline[] {
    return this.piped;
  }

  /** The variables that the script itself uses and sets; not those of scripts it hands to another shell. */
  get variables(): ShellVariables {
    this.read ??= variablesOf(this.syntax, this.source);
    return this.read;
  }

  /** Where the variables that it uses have their values from, and the functions it defines and may call. */
  get flow(): VariableFlow {
    return variableFlow(this.syntax, this.source);
  }

  /** How its commands hang together: what follows what, and what decides whether it runs. */
  get structure(): ScriptPart {
    this.parts ??= structureOf(this.syntax, this.source, this.commands);
    return this.parts;
  }

  /** What in the script only Bash understands, or not every shell. */
  get bashisms(): readonly Bashism[] {
    return bashismsIn(this.syntax, this.source);
  }

  /** What the stretches of the script are, for its colours; where several hold a place, the last of them counts. */
  get tokens(): readonly ShellToken[] {
    return shellTokens(this.syntax, this.source);
  }

  /** What holds an offset of the file that the script was read from: lists, commands, words; the largest first. */
  enclosing(offset: number): readonly Span[] {
    return enclosingSpans(this.syntax, this.source, offset);
  }

  private readLists(syntax: Script): List[] {
    const lists: List[] = [];
    for (const statement of syntax.commands) {
      const joiner = lists.length === 0 ? undefined : lists.at(-1)?.background ? '&' : ';';
      const background = statement.background === true;
      lists.push({ background, steps: this.readList(statement, joiner, background) });
    }
    return lists;
  }

  private readList({ command }: Statement, joiner: Joiner | undefined, background: boolean): Step[] {
    if (command.type !== 'AndOr') return [this.readStep(command, joiner, { ...alone, background })];
    const lastOr = command.operators.lastIndexOf('||');
    return command.commands.map((part, index) => {
      const operator = index === 0 ? joiner : (command.operators[index - 1] ?? ';');
      const tested = index <= lastOr;
      return this.readStep(part, operator, { ...alone, background, conditional: operator === '||', tested });
    });
  }

  private readStep(node: PipelineNode, joiner: Joiner | undefined, place: Place): Step {
    const commands: ShellCommand[] = [];
    this.gather(node, place, commands);
    return {
      span: this.spanOf(node),
      joiner,
      background: place.background,
      command: node.type === 'Command' ? commands[0] : undefined,
      commands,
    };
  }

  /** Adds every command below a node. */
  private gather(node: SyntaxNode, place: Place, into: ShellCommand[]): void {
    switch (node.type) {
      case 'Command':
        this.gatherCommand(node, place, into);
        return;
      case 'Pipeline':
        this.gatherPipeline(node, place, into);
        return;
      case 'AndOr': {
        const lastOr = node.operators.lastIndexOf('||');
        node.commands.forEach((part, index) => {
          const conditional = place.conditional || node.operators[index - 1] === '||';
          this.gather(part, { ...place, conditional, tested: place.tested || index <= lastOr }, into);
        });
        return;
      }
      case 'Statement':
        this.gather(node.command, { ...place, background: place.background || node.background === true }, into);
        return;
      case 'If':
      case 'Elif':
        this.gatherList(node.clause, { ...place, tested: true }, into);
        forEachChild(node, (child) => {
          if (child !== node.clause) this.gather(child, { ...place, conditional: true }, into);
        });
        return;
      case 'While':
        this.gatherList(node.clause, { ...place, conditional: true, tested: true }, into);
        this.gatherList(node.body, { ...place, conditional: true }, into);
        return;
      case 'Case':
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'Function':
        forEachChild(node, (child) => this.gather(child, { ...place, conditional: true }, into));
        return;
      case 'Script':
        // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
        if (node.source === undefined) forEachChild(node, (child) => this.gather(child, place, into));
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        forEachChild(node, (child) => this.gather(child, { ...place, substituted: true, pipe: undefined }, into));
        return;
      case 'Redirected': {
        const output = outputOf(node.redirects, this.source);
        forEachChild(node, (child) => this.gather(child, output ? { ...place, output } : place, into));
        return;
      }
      default:
        forEachChild(node, (child) => this.gather(child, place, into));
    }
  }

  private gatherList(list: CompoundList, place: Place, into: ShellCommand[]): void {
    for (const statement of list.commands) this.gather(statement, place, into);
  }

  private gatherPipeline({ commands, prefixes, pos, end }: PipelineSyntax, place: Place, into: ShellCommand[]): void {
    const tested = place.tested || prefixes.some(({ type }) => type === 'Negation');
    const members = commands.map((part: CommandNode, index: number) => {
      const gathered: ShellCommand[] = [];
      const pipe = commands.length === 1 ? place.pipe : index === 0 ? 'first' : 'later';
      this.gather(part, { ...place, tested, pipe }, gathered);
      for (const command of gathered) into.push(command);
      return { command: part.type === 'Command' ? gathered[0] : undefined, commands: gathered };
    });
    if (members.length > 1) {
      this.piped.push({ span: sourceSpan(this.source, pos, end), place: { ...place, tested }, members });
    }
  }

  private gatherCommand(node: CommandSyntax, place: Place, into: ShellCommand[]): void {
    const words = this.readWords(node.name ? [node.name, ...node.suffix] : node.suffix);
    const assignments = this.readWords(node.prefix);
    const writesTo = this.readWords(node.redirects.flatMap(fileWritten));
    const heredoc = node.redirects.find((redirect) => redirect.type === 'HereDoc');
    const command = new ShellCommand({
      span: this.spanOf(node),
      words,
      isShellText: true,
      assignments,
      writesTo,
      output: outputOf(node.redirects, this.source),
      hasRedirections: node.redirects.length > 0,
      input: heredoc && this.part(heredoc.body),
      isInputLiteral: heredoc?.delimiter?.quoted === true,
      place,
    });
    into.push(command);
    for (const inner of command.script?.commands ?? []) into.push(inner.within(place));
    // What the words themselves run: $(...) and <(...). Most words have no parts.
    forEachChild(node, (child) => {
      if (child.type !== 'Word' || child.parts !== undefined) this.gather(child, place, into);
    });
  }

  private readWords(parts: readonly SyntaxNode[]): ShellWord[] {
    const words: ShellWord[] = [];
    for (const part of parts) {
      if (part.type === 'Word') {
        words.push(new ScriptWord(part, this.source));
      } else if (part.type === 'Assignment') {
        // `env A=b` and `ARG=x make` read alike to the parser once a command name stands before them.
        const assigned = part.value.type === 'Word' ? staticValue(part.value) : undefined;
        const value = assigned === undefined ? undefined : `${part.name}=${assigned}`;
        words.push({ text: part.text, value, source: this.part(part), span: this.spanOf(part) });
      }
    }
    return words;
  }

  private part(node: SyntaxNode): MappedText {
    return slice(this.source, node.pos, node.end);
  }

  private spanOf(node: SyntaxNode): Span {
    return sourceSpan(this.source, node.pos, node.end);
  }
}

/** What makes more than one word a test (POSIX, "test"). */
const testOperator = /^(?:!|=|==|!=|<|>|=~|-[a-zA-Z]{1,2})$/;

function functionsIn(node: SyntaxNode): string[] {
  const names: string[] = [];
  const visit = (one: SyntaxNode): void => {
    if (one.type === 'Function') names.push(one.name.text);
    forEachChild(one, visit);
  };
  visit(node);
  return names;
}
