import { applyEdits, type TextEdit } from '../text/edit.ts';
import { contains } from '../text/span.ts';
import { Dockerfile } from './dockerfile.ts';
import type { Instruction } from './instructions/instruction.ts';
import { KeyValueInstruction } from './instructions/key-value.ts';
import { compact } from './words.ts';

/**
 * Of edits to white space, those after which a Dockerfile still means the same. Edits in an instruction that would come
 * to mean something else are left out, and all of them where the instructions would be other ones.
 */
export function keepingMeaning(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const before = new Dockerfile(text);
  const instructions = ownInstructions(before);
  const meant = instructions.map((one) => meaningOf(one, text));
  const starts = new Set(instructions.map(({ span }) => span.start));
  // What begins an instruction, or follows one, is never indented.
  let kept = edits.filter(({ span, newText }) => newText === '' || !starts.has(span.end));
  while (kept.length > 0) {
    const changed = applyEdits(text, kept);
    const after = new Dockerfile(changed);
    const means = ownInstructions(after).map((one) => meaningOf(one, changed));
    if (means.length !== meant.length || directivesOf(before) !== directivesOf(after)) return [];
    const differing = instructions.filter((_, index) => means[index] !== meant[index]);
    if (differing.length === 0) break;
    const fewer = kept.filter(({ span: edited }) => !differing.some(({ span }) => contains(span, edited)));
    if (fewer.length === kept.length) return [];
    kept = fewer;
  }
  return kept;
}

/** The instructions, without the triggers of ONBUILD, which are part of it. */
function ownInstructions({ allInstructions }: Dockerfile): readonly Instruction[] {
  return allInstructions.filter(({ onbuild }) => !onbuild);
}

function directivesOf({ lines }: Dockerfile): string {
  return lines.directives.map(({ name, value }) => `${name}=${value}`).join('\n');
}

/** What an instruction says: the same for two that differ in nothing but white space that means nothing. */
function meaningOf(instruction: Instruction, text: string): string {
  const { keyword, rest, heredocs, shell, escapeMark } = instruction;
  const written = compact(rest).text;
  const escapes = shell.isBourne ? '\\' : escapeMark;
  const said = splitsAtSpace(instruction) ? withoutExtraSpace(written, escapes) : written;
  const documents = heredocs.map(({ content, terminator }) =>
    text.slice(content.start, terminator?.end ?? content.end),
  );
  return [keyword, said, ...documents].join('\0');
}

/** Instructions that are split into words, so that it does not matter how much white space stands between these. */
const splitting: ReadonlySet<string> = new Set(
  'ADD CMD COPY ENTRYPOINT EXPOSE FROM HEALTHCHECK RUN SHELL VOLUME'.split(' '),
);

function splitsAtSpace(instruction: Instruction): boolean {
  if (instruction instanceof KeyValueInstruction) return !instruction.pairs.some(({ isLegacy }) => isLegacy);
  return splitting.has(instruction.keyword);
}

/** A text in which white space outside quotes is a single blank. */
function withoutExtraSpace(text: string, escapeMark: string): string {
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === escapeMark && quote !== "'") {
      result += char + (text[++at] ?? '');
    } else if (quote === '' && /\s/.test(char)) {
      if (!result.endsWith(' ')) result += ' ';
    } else {
      if (char === quote) quote = '';
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      result += char;
    }
  }
  return result;
}
