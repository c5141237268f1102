import type { TemplateAction } from '../go-template/actions.ts';

/** A line, with those that the actions that begin on it go on over. Offsets are the text's. */
export interface Line {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  readonly actions: readonly TemplateAction[];
  /** What stands outside the actions, with blanks for them. */
  readonly rest: string;
}

/** A block scalar that is being read. */
export interface BlockScalar {
  /** The column of the key or dash that it belongs to: its lines stand further in. */
  readonly parent: number;
  /** The column of its lines; undefined before the first. */
  indent: number | undefined;
  /** Lines of actions since its last line, which belong to it when another line follows. */
  readonly waiting: Line[];
}

/** The offset of the line break that ends the line of an offset, or the end of the text. */
export function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed === -1 ? text.length : feed;
}

/** A stretch of the text with blanks for its actions. */
export function withoutActions(text: string, start: number, end: number, actions: readonly TemplateAction[]): string {
  let at = start;
  let rest = '';
  for (const { span } of actions) {
    rest += text.slice(at, span.start) + ' '.repeat(span.end - span.start);
    at = span.end;
  }
  return rest + text.slice(at, end);
}

/** The index of the action that ends what another begins; undefined when it does not end among these. */
export function matchingEnd(actions: readonly TemplateAction[], opened: number): number | undefined {
  let depth = 0;
  for (let index = opened; index < actions.length; index++) {
    const kind = actions[index]?.kind;
    if (kind === 'open') depth++;
    if (kind === 'end' && --depth === 0) return index;
  }
  return undefined;
}

/**
 * The definitions of a template that do not stand where they are written, each with the index of its end: all, where there
 * is an object outside of them, and otherwise all but the first that defines one.
 */
export function otherDefinitions(text: string, actions: readonly TemplateAction[]): Map<TemplateAction, number> {
  const definitions = new Map<TemplateAction, number>();
  let outside = '';
  let at = 0;
  let kept: TemplateAction | undefined;
  for (let index = 0; index < actions.length; index++) {
    const action = actions[index] as TemplateAction;
    if (action.kind !== 'open' || !/^\{\{-?\s*define\b/.test(text.slice(action.span.start, action.span.end))) continue;
    const close = matchingEnd(actions, index);
    if (close === undefined) break;
    definitions.set(action, close);
    outside += text.slice(at, action.span.start);
    at = actions[close]?.span.end ?? at;
    if (!kept && declaresObject(text.slice(action.span.end, at))) kept = action;
    index = close;
  }
  if (kept && !declaresObject(outside + text.slice(at))) definitions.delete(kept);
  return definitions;
}

function declaresObject(text: string): boolean {
  return /^apiVersion:/m.test(text);
}

/** Where the first thing in a line begins that is no blank. */
export function startOfText(text: string, { start, end }: Pick<Line, 'start' | 'end'>): number {
  let at = start;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

/** The column at which a line begins. */
export function columnOf(text: string, line: Line): number {
  return startOfText(text, line) - line.start;
}

/** The column at which a line of actions writes, as far as it says so; otherwise its own. */
export function writtenAt(text: string, line: Line): number {
  return line.actions.find(({ column }) => column !== undefined)?.column ?? columnOf(text, line);
}

/** What the header of a block scalar at the end of a line says of it; undefined where there is none. */
export function headerOfScalar(text: string, line: Line): Pick<BlockScalar, 'parent' | 'indent'> | undefined {
  if (!/[|>]/.test(line.rest)) return undefined;
  const header = /(?:^\s*|[:-]\s+|[&!][^\s&!]+\s+)[|>][-+]?(\d?)[-+]?\s*(?:(?<=\s)#.*)?$/.exec(line.rest.trimEnd());
  if (!header) return undefined;
  const lead = /^\s*(?:-\s+)*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  const hasKey = /:\s+(?:[&!]\S+\s+)*[|>]/.test(line.rest);
  const dash = lead.lastIndexOf('-');
  const parent = hasKey ? lead.length : dash === -1 ? lead.length - 1 : dash;
  return { parent, indent: header[1] ? parent + Number(header[1]) : undefined };
}
