import { type Expansion, expand } from './expand.ts';
import type { KeyValueInstruction } from './instructions/key-value.ts';
import type { Piece, Word } from './words.ts';

/** A variable's declaration by ARG or ENV. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'ARG' | 'ENV';
  /** As written; undefined for `ARG NAME`. */
  readonly value: Word | undefined;
  /** With variables put in; null when only the build knows it. */
  readonly resolved: string | null;
  readonly instruction: KeyValueInstruction;
}

/**
 * Arguments that BuildKit knows without a declaration in FROM, and that a stage gets by naming them
 * (Dockerfile reference, "Automatic platform ARGs in the global scope"; BuildKit v0.32, dockerfile2llb/platform.go).
 */
export const platformArguments: ReadonlySet<string> = new Set([
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
]);

/**
 * Arguments that a build knows without a declaration (Dockerfile reference, "Predefined ARGs" and "BuildKit built-in
 * build args").
 */
const builtInArguments =
  /^(?:(?:https?|ftp|no|all)_proxy|(?:HTTPS?|FTP|NO|ALL)_PROXY|BUILDKIT_[A-Z_]+|SOURCE_DATE_EPOCH)$/;

/** Variables that shells and the programs of every image go by (POSIX, "Environment Variables"). */
const systemVariables: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'PWD',
  'USER',
  'SHELL',
  'IFS',
  'TERM',
  'LANG',
  'TZ',
]);

/** Whether builders or systems themselves give a variable of that name a meaning. */
export function isPredefined(name: string): boolean {
  return platformArguments.has(name) || systemVariables.has(name) || builtInArguments.test(name);
}

/** The arguments that a build is given; undefined for one of which only the name is known. */
export type BuildArguments = ReadonlyMap<string, string | undefined>;

const noArguments: BuildArguments = new Map();

/** A longer value is taken for unknown: variables that double one another would otherwise fill the memory. */
const longestValue = 10_000;

/**
 * The variables of a stage, or of the space before the first FROM. An ENV wins over an ARG of its name; a stage built
 * upon another inherits both; an ARG without a value takes that of the ARG of its name before the first FROM.
 */
export class Scope {
  private readonly parent: Scope | undefined;
  private readonly globals: Scope | undefined;
  private readonly escapeMark: string;
  /** Whether a base image may have set variables that the file does not show. */
  private readonly hasHiddenVariables: boolean;
  private readonly declarations = new Map<string, Declaration[]>();
  private readonly given: BuildArguments;

  /** `given` are the arguments of the build, by name, which count more than what ARG says. */
  constructor(
    parent: Scope | undefined,
    globals: Scope | undefined,
    escapeMark: string,
    hasHiddenVariables: boolean,
    given: BuildArguments = globals?.given ?? noArguments,
  ) {
    this.parent = parent;
    this.globals = globals;
    this.escapeMark = escapeMark;
    this.hasHiddenVariables = hasHiddenVariables;
    this.given = given;
  }

  /** Takes in an ARG or ENV; in the order of the text, so that what it refers to is known already. */
  declare(instruction: KeyValueInstruction): void {
    const kind = instruction.keyword === 'ARG' ? 'ARG' : 'ENV';
    for (const { key, value } of instruction.pairs) {
      const resolved = this.resolve(key.text, kind, value, instruction.span.start);
      const declaration: Declaration = { name: key.text, kind, value, resolved, instruction };
      const sameName = this.declarations.get(key.text);
      // An ARG below an ENV of its name has no effect.
      if (kind === 'ARG' && sameName?.at(-1)?.kind === 'ENV') continue;
      if (sameName) sameName.push(declaration);
      else this.declarations.set(key.text, [declaration]);
    }
  }

  /** The declaration that holds for a name at an offset in the file. */
  find(name: string, offset: number): Declaration | undefined {
    let argument: Declaration | undefined;
    let end = offset;
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const before = lastBefore(scope.declarations.get(name), end);
      if (before?.kind === 'ENV') return before;
      argument ??= before;
      end = Number.POSITIVE_INFINITY;
    }
    return argument;
  }

  /** Every name declared before an offset, inherited ones included. */
  namesAt(offset: number): readonly string[] {
    const names = new Set<string>();
    let end = offset;
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      for (const [name, list] of scope.declarations) {
        if (list.some((one) => one.instruction.span.end <= end)) names.add(name);
      }
      end = Number.POSITIVE_INFINITY;
    }
    return [...names];
  }

  /**
   * What a name is worth at an offset: its value, null when only the build knows it, undefined when nobody has
   * declared it.
   */
  lookup(name: string, offset: number): string | null | undefined {
    const declaration = this.find(name, offset);
    if (declaration) return declaration.resolved;
    if (this.globals === undefined && platformArguments.has(name)) return null;
    return this.hasHiddenVariables ? null : undefined;
  }

  /** A text with the variables put in that are known at an offset. */
  expand(piece: Piece, offset: number): Expansion {
    return expand(piece, (name) => this.lookup(name, offset), this.escapeMark);
  }

  /** A text as a build makes it that is given no arguments: one without a default counts as not set. */
  expandDefaults(piece: Piece, offset: number): Expansion {
    const lookup = (name: string): string | null | undefined => {
      const declaration = this.find(name, offset);
      if (!declaration?.value) return platformArguments.has(name) ? null : undefined;
      const { text } = this.expandDefaults(declaration.value.piece, declaration.instruction.span.start);
      return text.length > longestValue ? null : text;
    };
    return expand(piece, lookup, this.escapeMark);
  }

  private resolve(name: string, kind: 'ARG' | 'ENV', value: Word | undefined, offset: number): string | null {
    if (kind === 'ARG' && this.given.has(name)) return this.given.get(name) ?? null;
    if (value) {
      const expanded = this.expand(value.piece, offset).value;
      return expanded === undefined || expanded.length > longestValue ? null : expanded;
    }
    if (kind === 'ENV' || platformArguments.has(name)) return null;
    return this.globals?.lookup(name, Number.POSITIVE_INFINITY) ?? null;
  }
}

/** The last declaration that ends before an offset; the list is in the order of the text. */
function lastBefore(list: readonly Declaration[] | undefined, offset: number): Declaration | undefined {
  if (!list) return undefined;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.instruction.span.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
