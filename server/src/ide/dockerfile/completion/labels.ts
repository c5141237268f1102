import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor } from '../cursor.ts';
import { labelReference } from '../reference/labels.ts';
import { type Choice, choose, distinct } from './suggesting.ts';

/** Keys of labels: those that other labels of the file have and those that registries read. */
export function suggestLabels(cursor: Cursor): readonly Suggestion[] {
  const typed = argumentOf(cursor, 'LABEL');
  if (!typed || /[="']/.test(typed.text)) return [];
  const { dockerfile, instruction, offset } = cursor;
  const behind = dockerfile.text.slice(offset, typed.span.end);
  const equals = behind.indexOf('=');
  // In the old form the value stands behind a blank: `LABEL key value`.
  const hasValue = equals !== -1 || (typed.index === 0 && !typed.isLast);
  const own = new Set(typed.before.map((pair) => pair.split('=')[0]));
  const elsewhere = dockerfile.instructions('LABEL').filter((one) => one !== instruction);
  const used = elsewhere.flatMap(({ pairs }) => pairs.map(({ key }) => key.text)).filter((key) => !/["'$]/.test(key));
  const choices: Choice[] = [
    ...Object.entries(labelReference).map(
      ([label, documentation], rank): Choice => ({
        label,
        kind: 'property',
        documentation,
        rank,
      }),
    ),
    ...used.map((label): Choice => ({ label, kind: 'property', detail: 'used in this file', rank: 50 })),
  ];
  const span = equals === -1 ? typed.span : { start: typed.span.start, end: offset + equals };
  return distinct(choices)
    .filter(({ label }) => !own.has(label))
    .map((choice) =>
      hasValue
        ? choose(choice, { span })
        : choose({ ...choice, newText: `${choice.label}="$1"`, isSnippet: true }, { span }),
    );
}
