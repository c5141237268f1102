import { type Built, Refusal } from '../core/fix.ts';
import { insert, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { renderBlock } from '../yaml/render.ts';
import { replaceValue } from './edits.ts';
import { Labels } from './labels.ts';
import type { Resource } from './resource.ts';

/**
 * The edits that make a Deployment of a Pod: its `spec` becomes that of the template, line by line as it is written.
 * Refused for pods whose metadata would have to be divided between the two.
 */
export function deploymentOf(resource: Resource): Built {
  const { value, name } = resource;
  const spec = value.get('spec');
  const { keySpan, span } = spec;
  const { text, problems } = value.document;
  if (name === undefined || !keySpan || !span || problems.length > 0 || spec.isShared)
    return new Refusal('The pod cannot be read as a whole.');
  if (value.at('metadata', 'annotations').exists)
    return new Refusal('Which of its annotations belong to the pods, and which to the Deployment, is not known.');
  const [first, begin] = [text.lastIndexOf('\n', keySpan.start - 1) + 1, text.indexOf('\n', keySpan.end) + 1];
  if (first !== keySpan.start || begin === 0 || span.start < begin) return new Refusal('It is written in flow style.');
  const written = value.at('metadata', 'labels').exists ? Labels.of(value.at('metadata', 'labels')) : undefined;
  if (written && (written.isOpen || written.written.size === 0)) return new Refusal('Its labels are not known.');
  const labels = written ? Object.fromEntries(written.written) : { app: name };
  const kind = replaceValue(value.get('kind'), 'Deployment');
  const apiVersion = replaceValue(value.get('apiVersion'), 'apps/v1');
  if (kind instanceof Refusal) return kind;
  if (apiVersion instanceof Refusal) return apiVersion;
  const unit = Math.max(1, span.start - text.lastIndexOf('\n', span.start - 1) - 1);
  const eol = lineBreakOf(text);
  const head = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } };
  const lines = renderBlock(head, unit, { map: unit, list: 0 }, eol).replace(/ \{\}$/, '');
  return [...apiVersion, ...kind, insert(begin, `${lines}${eol}`), ...indented(text, begin, span.end, 2 * unit)];
}

/** Moves lines to the right, but for blank ones. */
function indented(text: string, from: number, to: number, by: number): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = from; at < to; at = text.indexOf('\n', at) + 1) {
    if (!/^[\r\n]/.test(text.slice(at, at + 1))) edits.push(insert(at, ' '.repeat(by)));
    if (text.indexOf('\n', at) === -1) break;
  }
  return edits;
}
