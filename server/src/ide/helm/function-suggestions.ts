import type { Span } from '../../text/span.ts';
import type { Chart } from '../../workspace/helm/chart.ts';
import type { TemplateFunction } from '../../workspace/helm/functions/function.ts';
import { templateFunctions } from '../../workspace/helm/functions/index.ts';
import type { Suggestion } from '../assistant.ts';

const keywords: readonly (readonly [word: string, meaning: string])[] = [
  ['if', 'What follows, up to `end`, is written when the value is not empty.'],
  ['else', 'What follows is written otherwise; `else if` and `else with` ask again.'],
  ['end', 'Ends what `if`, `with`, `range`, `define` or `block` began.'],
  ['with', 'In what follows, the dot is the value; nothing is written when it is empty.'],
  ['range', 'What follows is written for each member; the dot is the member.'],
  ['define', 'Gives a name to what follows, to be included elsewhere.'],
  ['block', 'Gives a name to what follows, and writes it here.'],
  ['template', 'Writes a named template here; `include` does the same and can be piped on.'],
  ['break', 'Ends the innermost `range`.'],
  ['continue', 'Goes on with the next member of the innermost `range`.'],
];

/** What opens and closes blocks. */
export function keywordSuggestions(at: Span): readonly Suggestion[] {
  return keywords.map(([label, documentation]) => ({
    label,
    kind: 'keyword',
    documentation,
    edit: { span: at, newText: label },
    rank: 10,
  }));
}

/** The functions that templates call; those that only charts with named templates need stand with the others. */
export function functionSuggestions(at: Span, { analysis }: Chart): readonly Suggestion[] {
  const common = analysis.definitions.size > 0 ? mostUsed : mostUsed.filter((name) => name !== 'include');
  return [...templateFunctions.values()].map((one) => ({
    label: one.name,
    kind: 'keyword',
    detail: signatureOf(one),
    documentation: one.description,
    edit: { span: at, newText: one.name },
    rank: common.includes(one.name) ? 11 : 12,
  }));
}

/** A function as it is called. */
export function signatureOf({ name, parameters }: TemplateFunction): string {
  return `${name} ${parameters}`.trim();
}

/** What charts call most. */
const mostUsed = ['include', 'toYaml', 'nindent', 'default', 'quote', 'tpl', 'required', 'printf', 'indent'];
