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
  type Word as WordSyntax,
} from 'unbash';
import { type MappedText, slice, somewhereIn, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { type Bashism, bashismsIn } from './bashisms.ts';
import { alone, type Place, ShellCommand, type ShellWord } from './command.ts';
import type { Joiner, List, Pipeline, ShellProblem, Step } from './steps.ts';
import { readSyntax } from './syntax.ts';
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
  /** The names of the functions it defines, at any depth. */
  readonly functions: readonly string[];
  private readonly source: MappedText;
  private readonly piped: Pipeline[] = [];
  private readonly syntax: Script;
  private read: ShellVariables | undefined;
  private all: readonly ShellCommand[] | undefined;
  private allSteps: readonly Step[] | undefined;

  constructor(source: MappedText) {
    this.source = source;
    const syntax = readSyntax(source.text);
    this.syntax = syntax;
    this.lists = this.readLists(syntax);
    this.functions = functionsIn(syntax);
    this.problems = (syntax.errors ?? []).map(({ message, pos }) => ({
      message,
      span: sourceSpan(source, pos, Math.min(pos + 1, source.text.length)),
    }));
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

  /** What in the script only Bash understands, or not every shell. */
  get bashisms(): readonly Bashism[] {
    return bashismsIn(this.syntax, this.source);
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
    const words = [node.name, ...node.suffix].flatMap((part) => this.readWord(part));
    const assignments = node.prefix.flatMap((part) => this.readWord(part));
    const writesTo = node.redirects.flatMap((redirect) =>
      redirect.type === 'Redirect' && redirect.operator.includes('>') ? this.readWord(redirect.target) : [],
    );
    const heredoc = node.redirects.find((redirect) => redirect.type === 'HereDoc');
    const command = new ShellCommand({
      span: this.spanOf(node),
      words,
      isShellText: true,
      assignments,
      writesTo,
      hasRedirections: node.redirects.length > 0,
      input: heredoc && this.part(heredoc.body),
      place,
    });
    into.push(command);
    for (const inner of command.script?.commands ?? []) into.push(inner.within(place));
    // What the words themselves run: $(...) and <(...).
    forEachChild(node, (child) => this.gather(child, place, into));
  }

  private readWord(part: SyntaxNode | undefined): ShellWord[] {
    if (part === undefined) return [];
    if (part.type === 'Assignment') {
      // `env A=b` and `ARG=x make` read alike to the parser once a command name stands before them.
      const assigned = part.value.type === 'Word' ? staticValue(part.value) : undefined;
      const value = assigned === undefined ? undefined : `${part.name}=${assigned}`;
      return [{ text: part.text, value, source: this.part(part), span: this.spanOf(part) }];
    }
    if (part.type !== 'Word') return [];
    return [{ text: part.text, value: staticValue(part), source: this.inside(part), span: this.spanOf(part) }];
  }

  private part(node: SyntaxNode): MappedText {
    return slice(this.source, node.pos, node.end);
  }

  /** What a word says, with the way back to the file, for words that are scripts themselves. */
  private inside(word: WordSyntax): MappedText {
    const value = word.value;
    const quoted = word.text.length === value.length + 2 && word.text.slice(1, -1) === value;
    if (quoted) return slice(this.source, word.pos + 1, word.end - 1);
    if (word.text === value) return this.part(word);
    return somewhereIn(value, this.spanOf(word));
  }

  private spanOf(node: SyntaxNode): Span {
    return sourceSpan(this.source, node.pos, node.end);
  }
}

/** What makes more than one word a test (POSIX, "test"). */
const testOperator = /^(?:!|=|==|!=|<|>|=~|-[a-zA-Z]{1,2})$/;

function functionsIn(node: SyntaxNode): string[] {
  const names = node.type === 'Function' ? [node.name.text] : [];
  forEachChild(node, (child) => {
    names.push(...functionsIn(child));
  });
  return names;
}

/** What the shell makes of a word when it can be known without running anything; undefined when it cannot. */
function staticValue(word: WordSyntax): string | undefined {
  return word.parts === undefined || word.parts.every(isStatic) ? word.value : undefined;
}

function isStatic(part: NonNullable<WordSyntax['parts']>[number]): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
    case 'ExtendedGlob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every(isStatic);
    default:
      return false;
  }
}
