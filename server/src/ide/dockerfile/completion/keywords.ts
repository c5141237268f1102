import { isKeyword, type Keyword, keywords } from '../../../dockerfile/instructions/create.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, type Typed } from '../cursor.ts';
import { beforeFrom, instructionReference, notForLater } from '../reference/instructions.ts';
import { noteOf } from '../reference/page.ts';
import { choose, isLowerCase, restOfLine } from './suggesting.ts';

/** What is written behind a keyword, as a snippet; a blank, with more to choose, where nothing is said. */
const continuations: Readonly<Partial<Record<Keyword, string>>> = {
  CMD: ' ["$1"]',
  ENTRYPOINT: ' ["$1"]',
  ENV: ' ${1:NAME}=${2:value}',
  HEALTHCHECK: ' --interval=${1:30s} --timeout=${2:3s} CMD $0',
  LABEL: ' ${1:key}="${2:value}"',
  RUN: ' $0',
};

/** The order in which people look for instructions. */
const usual: readonly Keyword[] = [
  'FROM',
  'RUN',
  'COPY',
  'WORKDIR',
  'ENV',
  'ARG',
  'USER',
  'EXPOSE',
  'ENTRYPOINT',
  'CMD',
  'ADD',
  'LABEL',
  'HEALTHCHECK',
  'VOLUME',
];

/** The keywords of instructions, where one begins: only those that may stand there. */
export function suggestKeywords(cursor: Cursor): readonly Suggestion[] {
  const place = placeOf(cursor);
  if (!place) return [];
  const { typed, among } = place;
  const isLower = isLowerCase(cursor);
  const isAlone = cursor.dockerfile.text.length <= typed.span.end || /^\s*$/.test(behind(cursor, typed));
  return among.map((keyword) => {
    const label = isLower ? keyword.toLowerCase() : keyword;
    const continuation = continuations[keyword];
    const written = isLower ? continuation?.replace(/\bCMD\b/, 'cmd') : continuation;
    const rank = usual.indexOf(keyword);
    return choose(
      {
        label,
        newText: isAlone ? label + (written ?? ' ') : label,
        kind: 'keyword',
        documentation: noteOf(instructionReference[keyword]),
        isSnippet: isAlone && written !== undefined,
        continues: isAlone && (written === undefined || written.includes('$1"]')),
        rank: rank === -1 ? usual.length : rank,
      },
      typed,
    );
  });
}

/** Where a keyword is written, and which may be. */
function placeOf(cursor: Cursor): { readonly typed: Typed; readonly among: readonly Keyword[] } | undefined {
  const { part, stage } = cursor;
  const trigger = argumentOf(cursor, 'ONBUILD');
  if (trigger) return trigger.index === 0 ? { typed: trigger, among: triggers } : undefined;
  if (part.kind !== 'keyword') return undefined;
  if (part.trigger) return { typed: part.typed, among: triggers };
  // In front of what stands on the line already nobody begins another instruction.
  if (part.typed.text === '' && restOfLine(cursor).trim() !== '') return undefined;
  const among = stage.from ? keywords.filter((keyword) => keyword !== 'MAINTAINER') : beforeFrom;
  return { typed: part.typed, among };
}

const triggers = keywords.filter((keyword) => isKeyword(keyword) && !notForLater.has(keyword));

/** What stands behind a word on its line. */
function behind({ dockerfile: { text } }: Cursor, { span }: Typed): string {
  return /[^\r\n]*/.exec(text.slice(span.end, span.end + 1000))?.[0] ?? '';
}
