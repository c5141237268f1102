import type { Span } from '../text/span.ts';

/**
 * What an action of a Go template does to the text around it: `open`, `middle` and `end` say when or how often what
 * stands between them is written, `silent` ones write nothing, and all others write a value.
 */
export type ActionKind = 'open' | 'middle' | 'end' | 'silent' | 'value';

/** One `{{ … }}` of a Go template (text/template of Go 1.25, with the functions of Helm). */
export interface TemplateAction {
  /** With its braces. */
  readonly span: Span;
  readonly kind: ActionKind;
  /** The column at which it begins what it writes, where `indent` or `nindent` says so. */
  readonly column: number | undefined;
}

/** The actions of a text, in its order. What is opened and never closed is no action. */
export function findActions(text: string): TemplateAction[] {
  const actions: TemplateAction[] = [];
  const lastClose = text.lastIndexOf('*/');
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = actionEnd(text, start, lastClose);
    if (end === undefined) {
      start = text.indexOf('{{', start + 2);
      continue;
    }
    const body = text.slice(start + 2, end - 2).replace(/^-(?=\s)|(?<=\s)-$/g, '');
    actions.push({ span: { start, end }, kind: kindOf(body.trim()), column: columnIn(body) });
    start = text.indexOf('{{', end);
  }
  return actions;
}

function kindOf(body: string): ActionKind {
  if (/^(?:if|with|range|define|block)\b/.test(body)) return 'open';
  if (/^else\b/.test(body)) return 'middle';
  if (/^end\b/.test(body)) return 'end';
  return body === '' || /^(?:\/\*|\$\w*(?:\s*,\s*\$\w+)?\s*:?=|(?:fail|break|continue)\b)/.test(body)
    ? 'silent'
    : 'value';
}

function columnIn(body: string): number | undefined {
  const written = [...body.matchAll(/\bn?indent\s+(\d+)/g)].at(-1)?.[1];
  return written === undefined ? undefined : Number(written);
}

/** The parts of an action that end it or may hide its end: braces, strings, characters. */
const tokens = /\}\}|\{\{|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\[^\n]+?)'|["`{}]/g;

/**
 * The offset behind the braces that close an action; undefined when there are none. The last comment of the text ends at
 * `lastClose`, so that it is not looked for again and again where there is none.
 */
function actionEnd(text: string, start: number, lastClose: number): number | undefined {
  if (/^-?\s*\/\*/.test(text.slice(start + 2, start + 20))) {
    const close = start < lastClose ? text.indexOf('*/', start) : -1;
    const braces = close === -1 ? -1 : text.indexOf('}}', close);
    return braces === -1 ? undefined : braces + 2;
  }
  tokens.lastIndex = start + 2;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === '}}') return match.index + 2;
    if (match[0] === '{{') return undefined;
    // Quotes without their like and single braces are no Go: then it is another engine's, and ends on its line.
    if (match[0].length === 1) return endOnLine(text, start);
  }
  return undefined;
}

function endOnLine(text: string, start: number): number | undefined {
  const close = text.indexOf('}}', start);
  return close === -1 || text.slice(start, close).includes('\n') ? undefined : close + 2;
}
