import { actionBefore, operandAt, type PlacedOperand } from '../../go-template/cursor.ts';
import type { Expression, PathOperand, TextOperand } from '../../go-template/expression.ts';
import { type Span, span } from '../../text/span.ts';
import { fieldOf, type Meaning, unknown } from '../../workspace/helm/meaning.ts';
import type { Assistant, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { functionSuggestions, keywordSuggestions } from './function-suggestions.ts';
import { type Member, membersOf } from './members.ts';
import { type OpenTemplate, templateOf } from './place.ts';

/** Completes the actions of templates: values, the objects of Helm, variables, functions and named templates. */
export const templateCompletion: Assistant = { complete };

/** Functions whose texts are keys of the map that they are given first. */
const keyFunctions: ReadonlySet<string> = new Set(['index', 'get', 'hasKey', 'pick', 'omit', 'unset', 'set']);

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const template = await templateOf(spot);
  const action = template && actionBefore(spot.file.text, spot.offset);
  if (!action) return [];
  const { name } = action;
  if (name && name.span.start <= spot.offset && spot.offset <= name.span.end)
    return action.keyword === 'define' ? [] : namedTemplates(template, name, spot);
  const placed = operandAt(action, spot.offset);
  if (!placed) return wordSuggestions(template, action, spot);
  const { operand } = placed;
  if (operand.kind === 'path') return pathSuggestions(template, action, operand, spot);
  if (operand.kind === 'word') return wordSuggestions(template, action, spot, operand.span);
  return operand.kind === 'text' ? textSuggestions(template, action, placed, operand, spot) : [];
}

/** What can follow a dot, or a variable that is yet to be typed. */
async function pathSuggestions(
  template: OpenTemplate,
  action: Expression,
  operand: PathOperand,
  spot: Spot,
): Promise<readonly Suggestion[]> {
  const { chart, edited } = template;
  const evaluator = chart.analysis.runThrough(spot.file.text.slice(0, action.span.start));
  const last = operand.fields.findIndex(({ span: at }) => at.start <= spot.offset && spot.offset <= at.end);
  const typed = operand.fields[last];
  if (!typed && operand.base.kind === 'variable') {
    const names = [...evaluator.scope.variables.keys()];
    return names.map((name) => ({
      label: `$${name}`,
      kind: 'variable',
      detail: name === '' ? 'what the template was given' : undefined,
      edit: { span: wordSpan(spot, operand.span.start), newText: `$${name}` },
    }));
  }
  const isDot = !typed && operand.base.kind === 'dot' && operand.fields.length === 0;
  if (!typed && !isDot) return [];
  const holder = evaluator.valueOf({ ...operand, fields: operand.fields.slice(0, Math.max(0, last)) });
  const members = await membersOf(holder, chart, spot.around.host, edited);
  const start = typed?.span.start ?? operand.span.end;
  return members.map((member) => memberSuggestion(member, spot, operand, start));
}

/** A key behind a dot; one that no dot can be followed by is asked for with `index`. */
function memberSuggestion(member: Member, spot: Spot, operand: PathOperand, start: number): Suggestion {
  const { name, detail, documentation } = member;
  const common = { label: name, kind: 'property', detail, documentation } as const;
  const written = wordSpan(spot, start);
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return { ...common, edit: { span: written, newText: name } };
  const { text } = spot.file;
  const holder = text.slice(operand.span.start, start - 1);
  return {
    ...common,
    filter: text.slice(operand.span.start, start) + name,
    edit: {
      span: span(operand.span.start, written.end),
      newText: `(index ${holder === '' ? '.' : holder} ${JSON.stringify(name)})`,
    },
  };
}

/** Functions, and at the beginning of an action what opens and closes blocks. */
function wordSuggestions(
  { chart }: OpenTemplate,
  { span: action, keyword, pipeline }: Expression,
  spot: Spot,
  typed: Span = span(spot.offset, spot.offset),
): readonly Suggestion[] {
  // Right behind a text, a number or the like nothing can begin.
  if (typed.start === spot.offset && /[\w"`')]/.test(spot.file.text[spot.offset - 1] ?? '')) return [];
  const at = wordSpan(spot, typed.start);
  const operands = pipeline?.commands.flatMap((command) => command.operands) ?? [];
  const isFirst = operands.every((operand) => operand.span.start >= typed.start) && keyword === undefined;
  const before = spot.file.text.slice(action.start + 2, typed.start);
  const words = isFirst && /^-?\s*$/.test(before) ? keywordSuggestions(at) : [];
  return keyword === 'end' || keyword === 'define' ? [] : [...words, ...functionSuggestions(at, chart)];
}

/** What can stand in a text: the name of a template to include, or a key. */
async function textSuggestions(
  template: OpenTemplate,
  action: Expression,
  { command, index }: PlacedOperand,
  operand: TextOperand,
  spot: Spot,
): Promise<readonly Suggestion[]> {
  const [called] = command.operands;
  if (called?.kind !== 'word') return [];
  if (called.name === 'include') return index === 1 ? namedTemplates(template, operand, spot) : [];
  if (!keyFunctions.has(called.name) || index < 2) return [];
  const { chart, edited } = template;
  const evaluator = chart.analysis.runThrough(spot.file.text.slice(0, action.span.start));
  const [, map, ...keys] = command.operands;
  const before = called.name === 'index' ? keys.slice(0, index - 2) : [];
  const holder = before.reduce<Meaning>(
    (value, key) => (key.kind === 'text' ? fieldOf(value, key.value) : unknown),
    map ? evaluator.valueOf(map) : unknown,
  );
  const members = await membersOf(holder, chart, spot.around.host, edited);
  const at = textSpan(spot, operand);
  return members.map(({ name, detail, documentation }) => ({
    label: name,
    kind: 'property',
    detail,
    documentation,
    edit: { span: at, newText: name },
  }));
}

/** The templates of a chart and of its parts, the chart's own first. */
function namedTemplates({ chart, evaluation }: OpenTemplate, typed: TextOperand, spot: Spot): readonly Suggestion[] {
  const at = textSpan(spot, typed);
  const own = new Set(evaluation.definitions.map(({ name }) => name.value));
  const names = new Set([...own, ...chart.analysis.definitions.keys()]);
  return [...names].map((name): Suggestion => {
    const place = chart.analysis.definitions.get(name)?.at(-1);
    const isForeign = place !== undefined && !chart.hasTemplate(place.file.uri);
    return {
      label: name,
      kind: 'name',
      detail: place ? decodeURIComponent(place.file.uri.slice(place.file.uri.lastIndexOf('/') + 1)) : undefined,
      edit: { span: at, newText: name },
      rank: isForeign ? 1 : 0,
    };
  });
}

/** A name from its beginning, over the place that was asked about, to its end. */
function wordSpan({ file: { text }, offset }: Spot, start: number): Span {
  const behind = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return span(start, offset + behind);
}

/** What stands between quotes; up to the place that was asked about where they are not closed. */
function textSpan({ file: { text }, offset }: Spot, { span: { start } }: TextOperand): Span {
  const behind = /^[^"`\n{}]*(?=["`])/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return span(start, offset + behind);
}
