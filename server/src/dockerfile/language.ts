import type { Language, PlacedUnit, Unit } from '../core/unit.ts';
import { Dockerfile } from './dockerfile.ts';
import { CommandInstruction } from './instructions/command.ts';
import { isKeyword } from './instructions/create.ts';
import { RunInstruction } from './instructions/run.ts';
import { readLines } from './lines.ts';
import { suppressionsOf } from './suppressions.ts';

/** Dockerfiles: each file is one unit. */
export const dockerfileLanguage: Language<Dockerfile> = {
  id: 'dockerfile',

  claims(fileName) {
    return (
      /^(?:Dockerfile|Containerfile)(?:\.|$)|\.(?:dockerfile|containerfile)$/i.test(fileName) && !isOther(fileName)
    );
  },

  /** The first line that says something is an instruction; prose may begin with such a word, but seldom in capitals. */
  recognises(text) {
    const word = /^\S+/.exec(readLines(text).instructions[0]?.text ?? '')?.[0] ?? '';
    return isKeyword(word) || word === 'from' || word === 'arg';
  },

  parse(text, previous, fileName): readonly PlacedUnit<Dockerfile>[] {
    const known = previous?.[0];
    return known?.unit.text === text ? [known] : [{ unit: unitOf(text, fileName), start: 0 }];
  },

  /** A comment between the lines of an instruction would be easy to miss: it goes above all of it. */
  commentTarget({ model }, offset) {
    const { instructions } = model.lines;
    let low = 0;
    let high = instructions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return instructions[low - 1]?.span.start ?? offset;
  },

  defectsOf({ model }) {
    const inScripts = model.allInstructions.flatMap((instruction) =>
      instruction instanceof RunInstruction || instruction instanceof CommandInstruction
        ? [...(instruction.form.script?.problems ?? []), ...(instruction.jsonProblem ? [instruction.jsonProblem] : [])]
        : [],
    );
    return [...model.problems, ...inScripts].map(({ message }) => message);
  },

  /** Directives must stay the first lines. */
  topOf(text) {
    const last = readLines(text).directives.at(-1);
    if (!last) return 0;
    const feed = text.indexOf('\n', last.span.end);
    return feed === -1 ? text.length : feed + 1;
  },
};

/** Files that are named after a Dockerfile without being one. */
function isOther(fileName: string): boolean {
  return /\.(?:dockerignore|md|txt|json|ya?ml|sh|py|go|js|ts|orig|rej|bak|swp|tmpl|j2|erb|tpl|template|in)$/i.test(
    fileName,
  );
}

function unitOf(text: string, fileName: string | undefined): Unit<Dockerfile> {
  const model = new Dockerfile(text, fileName);
  return { language: 'dockerfile', text, model, suppressions: suppressionsOf(model) };
}
