import type { SharedHost } from '../../core/host.ts';
import { operandAt } from '../../go-template/cursor.ts';
import type { Expression } from '../../go-template/expression.ts';
import type { Span } from '../../text/span.ts';
import type { DefinitionPlace } from '../../workspace/helm/analysis.ts';
import { builtInAt } from '../../workspace/helm/built-in-objects.ts';
import { templateFunctions } from '../../workspace/helm/functions/index.ts';
import type { ObjectPath } from '../../workspace/helm/meaning.ts';
import { declarationsIn, seenBy } from '../../workspace/helm/relatives.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { describeValue, pathText } from './describe-value.ts';
import { signatureOf } from './function-suggestions.ts';
import { chartFieldOf } from './metadata.ts';
import { type OpenTemplate, templateOf } from './place.ts';

const mostValues = 3;
const mostLines = 12;

/** Explains what stands in the actions of templates. */
export const templateHover: Assistant = { explain };

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const template = await templateOf(spot);
  if (!template) return [];
  const { evaluation, chart } = template;
  const mentions = evaluation.mentions.filter(({ span }) => holds(span, spot.offset));
  const [first] = mentions;
  // A name that is not written yet means nothing.
  if (first?.path.at(-1) === '') return [];
  if (first) {
    const paths = mentions.map(({ path }) => path).slice(0, mostValues);
    const texts = await Promise.all(paths.map((path) => describe(path, template, spot.around.host)));
    return texts.filter((text) => text !== '').map((text) => ({ text, span: first.span }));
  }
  const include = evaluation.includes.find(({ name }) => holds(name.span, spot.offset));
  if (include) {
    const text = describeTemplate(include.name.value, chart.analysis.definitions.get(include.name.value) ?? []);
    return [{ text, span: include.name.span }];
  }
  const action = template.file.expressions.find(({ span }) => holds(span, spot.offset));
  return action ? explainOperand(action, template, spot) : [];
}

async function describe(path: ObjectPath, { chart, edited }: OpenTemplate, host: SharedHost): Promise<string> {
  const [first, ...rest] = path;
  if (first === 'Values' && rest.length > 0) {
    const seen = await seenBy(chart, rest, host);
    return describeValue(seen, declarationsIn(seen, edited));
  }
  const description = builtInAt(path)?.description;
  if (description === undefined) return '';
  const value = chartFieldOf(path, chart)?.text;
  const shown = value === undefined ? '' : `\n\n\`${value.replaceAll('`', "'")}\``;
  return `**\`${pathText(path)}\`**\n\n${description}${shown}`;
}

/** What a named template is for, as the comment above it says, and how it begins. */
function describeTemplate(name: string, places: readonly DefinitionPlace[]): string {
  const place = places.at(-1);
  if (!place) return `No template is called \`${name}\`, in this chart or in those at hand that it is made of.`;
  const { file, definition } = place;
  const before = file.text.slice(Math.max(0, definition.span.start - 2000), definition.span.start);
  const comment = /\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*-?\}\}\s*$/.exec(before)?.[1]?.trim() ?? '';
  const lines = file.text.slice(definition.span.start, definition.span.end).split(/\r?\n/);
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines;
  const path = decodeURIComponent(file.uri.split('/').slice(-2).join('/'));
  const code = shown.join('\n').replaceAll('```', "'''");
  return [comment, `\`\`\`helm\n${code}\n\`\`\``, `from \`${path}\``].filter((part) => part !== '').join('\n\n');
}

/** A function, or a variable and what it stands for. */
function explainOperand(action: Expression, { chart }: OpenTemplate, { file, offset }: Spot): readonly Explanation[] {
  const operand = operandAt(action, offset)?.operand;
  if (operand?.kind === 'word') {
    const known = templateFunctions.get(operand.name);
    if (!known) return [];
    return [{ text: `**\`${signatureOf(known)}\`**\n\n${known.description}`, span: operand.span }];
  }
  if (operand?.kind !== 'path' || operand.base.kind === 'pipeline') return [];
  const evaluator = chart.analysis.runThrough(file.text.slice(0, action.span.start));
  const { paths } = evaluator.valueOf({ ...operand, fields: [] });
  const meanings = paths.slice(0, mostValues).map((path) => `\`${path.length === 0 ? '$' : pathText(path)}\``);
  if (meanings.length === 0) return [];
  const name = operand.base.kind === 'dot' ? '.' : `$${operand.base.name}`;
  return [{ text: `\`${name}\` is ${meanings.join(' or ')}`, span: operand.span }];
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
