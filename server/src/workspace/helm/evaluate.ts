import type { Command, Expression, Operand, PathOperand, Pipeline, TextOperand } from '../../go-template/expression.ts';
import type { Span } from '../../text/span.ts';
import { callMeaning } from './calls.ts';
import { fieldOf, join, type Meaning, memberOf, type ObjectPath, rootObject, unknown } from './meaning.ts';

/** A key of an object, where a template names it. */
export interface Mention {
  readonly path: ObjectPath;
  /** The key alone, without the dot or the quotes around it. */
  readonly span: Span;
}

/** A place at which a template includes another one. */
export interface Include {
  readonly name: TextOperand;
  /** What the dot is in there. */
  readonly given: Meaning;
}

/** A template that can be included. */
export interface Definition {
  readonly name: TextOperand;
  /** From its `define` to its `end`. */
  readonly span: Span;
}

/** What a template says, as far as that can be told without rendering. */
export interface Evaluation {
  readonly mentions: readonly Mention[];
  readonly includes: readonly Include[];
  readonly definitions: readonly Definition[];
  /** The objects that are used as a whole, with whatever keys they have. */
  readonly wholes: readonly ObjectPath[];
  /** The objects that the template itself sets. */
  readonly assigned: readonly ObjectPath[];
}

/** What is known where an action stands. */
export interface Scope {
  readonly dot: Meaning;
  /** By their names without `$`; what goes by no name is what the template was given. */
  readonly variables: ReadonlyMap<string, Meaning>;
}

interface Block {
  readonly keyword: Expression['keyword'];
  readonly outerDot: Meaning;
  declared: string[];
  /** For definitions, what the variables around it are, which do not count within. */
  readonly outerVariables: Map<string, Meaning[]> | undefined;
  readonly name: TextOperand | undefined;
  readonly start: number;
}

/**
 * Follows the objects of Helm through a template: what the dot and each variable stand for, and which keys are named.
 * Both branches of each condition are gone through, for nothing is rendered.
 */
export class Evaluator {
  readonly mentions: Mention[] = [];
  readonly includes: Include[] = [];
  readonly definitions: Definition[] = [];
  readonly wholes: ObjectPath[] = [];
  readonly assigned: ObjectPath[] = [];
  private readonly dotOf: (definition: string) => Meaning;
  private readonly blocks: Block[] = [];
  private dot: Meaning;
  private variables: Map<string, Meaning[]>;

  /** `dotOf` says what the dot is in a definition; `dot` what it is outside of all of them. */
  constructor(dotOf: (definition: string) => Meaning, dot = rootObject) {
    this.dotOf = dotOf;
    this.dot = dot;
    this.variables = new Map([['', [dot]]]);
  }

  /** What is known behind the actions that were run. */
  get scope(): Scope {
    const variables = [...this.variables].flatMap(([name, values]) => {
      const value = values.at(-1);
      return value ? [[name, value] as const] : [];
    });
    return { dot: this.dot, variables: new Map(variables) };
  }

  run(expressions: readonly Expression[]): this {
    for (const expression of expressions) this.step(expression);
    return this;
  }

  private step(expression: Expression): void {
    const { keyword, elseKeyword, pipeline, name, span } = expression;
    switch (keyword) {
      case 'end':
        this.close(span);
        break;
      case 'else':
        this.otherwise(elseKeyword, pipeline);
        break;
      case 'template':
        this.include(name, pipeline ? this.pipeline(pipeline) : unknown);
        break;
      case 'block':
        this.include(name, pipeline ? this.pipeline(pipeline) : unknown);
        this.define(expression);
        break;
      case 'define':
        this.define(expression);
        break;
      case 'if':
      case 'with':
      case 'range':
        this.open(keyword, span, undefined, undefined);
        if (pipeline) this.enter(keyword, pipeline);
        break;
      default:
        if (pipeline) this.runPipeline(pipeline);
    }
  }

  private runPipeline(pipeline: Pipeline): void {
    const value = this.pipeline(pipeline);
    if (pipeline.variables.length > 0) this.assign(pipeline, value);
    else this.takeWhole(value);
  }

  private open(
    keyword: Expression['keyword'],
    { start }: Span,
    name: TextOperand | undefined,
    outerVariables: Block['outerVariables'],
  ): void {
    this.blocks.push({ keyword, outerDot: this.dot, declared: [], outerVariables, name, start });
  }

  private define({ keyword, name, span }: Expression): void {
    this.open(keyword, span, name, this.variables);
    this.dot = name ? this.dotOf(name.value) : unknown;
    this.variables = new Map([['', [this.dot]]]);
  }

  /** Makes the dot and the variables what they are in a branch. */
  private enter(keyword: 'if' | 'with' | 'range', pipeline: Pipeline): void {
    const value = this.pipeline(pipeline);
    if (keyword === 'range') this.enterRange(pipeline, value);
    else {
      if (keyword === 'with') this.dot = value;
      this.assign(pipeline, value);
    }
  }

  private enterRange({ variables: [key, element] }: Pipeline, value: Meaning): void {
    this.dot = memberOf(value);
    // The key of a member is a value as well, so that what it is called may matter.
    if (element !== undefined) {
      this.takeWhole(value);
      this.bind(key ?? '', unknown);
      this.bind(element, this.dot);
    } else if (key !== undefined) this.bind(key, this.dot);
  }

  private otherwise(keyword: 'if' | 'with' | undefined, pipeline: Pipeline | undefined): void {
    const block = this.blocks.at(-1);
    if (!block) return;
    this.dot = block.outerDot;
    this.forget(block);
    if (keyword && pipeline) this.enter(keyword, pipeline);
  }

  private close({ end }: Span): void {
    const block = this.blocks.pop();
    if (!block) return;
    this.forget(block);
    this.dot = block.outerDot;
    if (block.outerVariables) this.variables = block.outerVariables;
    if (block.name) this.definitions.push({ name: block.name, span: { start: block.start, end } });
  }

  private forget(block: Block): void {
    for (const name of block.declared) this.variables.get(name)?.pop();
    block.declared = [];
  }

  private assign({ variables: [name], isDeclaration }: Pipeline, value: Meaning): void {
    if (name === undefined) return;
    const values = this.variables.get(name);
    // It may be what it was before, when what sets it is only run at times.
    if (!isDeclaration && values && values.length > 0) values.push(join(values.pop() ?? unknown, value));
    else this.bind(name, value);
  }

  private bind(name: string, value: Meaning): void {
    const values = this.variables.get(name);
    if (values) values.push(value);
    else this.variables.set(name, [value]);
    this.blocks.at(-1)?.declared.push(name);
  }

  private pipeline({ commands }: Pipeline): Meaning {
    let piped: Meaning | undefined;
    for (const command of commands) piped = this.command(command, piped);
    return piped ?? unknown;
  }

  private command({ operands: [first, ...rest] }: Command, piped: Meaning | undefined): Meaning {
    if (!first) return piped ?? unknown;
    const values = rest.map((operand) => this.valueOf(operand));
    if (first.kind === 'word') {
      const given = piped ? [...values, piped] : values;
      return callMeaning({ name: first.name, operands: rest, values: given, evaluator: this });
    }
    const value = this.valueOf(first);
    // What is called with arguments is a method, such as `.Files.Get`.
    return rest.length === 0 && !piped ? value : unknown;
  }

  /** What an operand stands for where the run has come to. */
  valueOf(operand: Operand): Meaning {
    if (operand.kind === 'word') return callMeaning({ name: operand.name, operands: [], values: [], evaluator: this });
    return operand.kind === 'path' ? this.pathMeaning(operand) : unknown;
  }

  private pathMeaning({ base, fields }: PathOperand): Meaning {
    let value = this.baseMeaning(base);
    for (const { name, span } of fields) value = this.mention(value, name, span);
    return value;
  }

  private baseMeaning(base: PathOperand['base']): Meaning {
    if (base.kind === 'dot') return this.dot;
    return base.kind === 'pipeline' ? this.pipeline(base.pipeline) : (this.variables.get(base.name)?.at(-1) ?? unknown);
  }

  /** What an object has under a key that is named at a place. */
  mention(value: Meaning, key: string, span: Span): Meaning {
    for (const path of value.paths) this.mentions.push({ path: [...path, key], span });
    return fieldOf(value, key);
  }

  /** Takes note that an object is used with whatever keys it has. */
  takeWhole({ paths, fields }: Meaning): void {
    for (const path of paths) if (path.length > 0) this.wholes.push(path);
    for (const value of fields?.values() ?? []) for (const path of value.paths) this.wholes.push(path);
  }

  include(name: TextOperand | undefined, given: Meaning): void {
    if (name) this.includes.push({ name, given });
    else this.takeWhole(given);
  }
}
