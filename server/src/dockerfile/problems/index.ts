import type { Dockerfile } from '../dockerfile.ts';
import { isKeyword } from '../instructions/create.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { expandedPieces, referencedVariables } from '../variables.ts';
import { argumentProblems } from './arguments.ts';
import { flagProblems } from './flags.ts';
import { type Problem, parseError, problem } from './problem.ts';

export type { Problem, ProblemKind } from './problem.ts';

/**
 * Everything for which a builder's parser would refuse the file, in the order of the text (BuildKit v0.32,
 * frontend/dockerfile/parser and instructions). What another frontend makes of a file only that one knows.
 */
export function problemsOf(dockerfile: Dockerfile): readonly Problem[] {
  if (dockerfile.hasOtherFrontend) return directiveProblems(dockerfile);
  return [
    ...directiveProblems(dockerfile),
    ...stageProblems(dockerfile),
    ...dockerfile.allInstructions.flatMap((instruction) => instructionProblems(instruction, dockerfile.text)),
  ].sort((a, b) => a.span.start - b.span.start);
}

function directiveProblems({ lines }: Dockerfile): Problem[] {
  const seen = new Set<string>();
  return lines.directives.flatMap((directive) => {
    const repeated = seen.has(directive.name);
    seen.add(directive.name);
    if (repeated) {
      const message = `The directive "${directive.name}" may be given only once`;
      return problem('directive', directive.span, message, [
        parseError,
        'dockerfile-utils/DUPLICATED_ESCAPE_DIRECTIVE',
      ]);
    }
    if (directive.name === 'escape' && !['\\', '`'].includes(directive.value)) {
      const message = `The escape character must be \\ or \`, not "${directive.value}"`;
      return problem('directive', directive.valueSpan, message, [
        parseError,
        'dockerfile-utils/INVALID_ESCAPE_DIRECTIVE',
      ]);
    }
    return [];
  });
}

function stageProblems(dockerfile: Dockerfile): Problem[] {
  const stray = dockerfile.preamble.instructions.filter(({ keyword }) => keyword !== 'ARG' && isKeyword(keyword));
  const [first] = stray;
  if (!first) return [];
  if (dockerfile.stages.length === 0) {
    const message = 'There is no FROM, so there is nothing to build: begin the first stage with one';
    const names = ['tally/require-stages', 'droast/DF037', 'slim/20001', 'slim/20002', 'slim/20009'];
    return [problem('stage', first.keywordSpan, message, [parseError, ...names])];
  }
  // Behind a word that is no instruction, as a mistyped FROM is, nobody can say what stands before the first FROM.
  const unknown = dockerfile.preamble.instructions.find(({ keyword }) => !isKeyword(keyword));
  const sure = stray.filter(({ span }) => !unknown || span.start < unknown.span.start);
  return sure.map(({ keyword, keywordSpan }) =>
    problem('stage', keywordSpan, `${keyword} stands before the first FROM, where only ARG may stand`, [
      'hadolint/DL3061',
      'dockerfilelint/from_first',
      'slim/20003',
    ]),
  );
}

/** How many instructions are remembered: those of a few files that are being edited. */
const mostRemembered = 1000;

/** The texts of instructions that nothing is wrong with: while one line is edited all others stay as they are. */
const flawless = new Set<string>();

function instructionProblems(instruction: Instruction, fileText: string): readonly Problem[] {
  // What is in a here-document, and in the shell that runs it, is no part of the text.
  const { writtenKeyword, rest, heredocs, escapeMark } = instruction;
  const key = heredocs.length === 0 ? `${escapeMark}${writtenKeyword} ${rest.text}` : undefined;
  if (key !== undefined && flawless.has(key)) return [];
  const problems = findProblems(instruction, fileText);
  if (key !== undefined && problems.length === 0) {
    if (flawless.size >= mostRemembered) flawless.clear();
    flawless.add(key);
  }
  return problems;
}

function findProblems(instruction: Instruction, fileText: string): Problem[] {
  const { keyword, keywordSpan } = instruction;
  if (!isKeyword(keyword)) {
    return [problem('unknown-instruction', keywordSpan, `There is no instruction "${instruction.writtenKeyword}"`)];
  }
  const heredocs = instruction.heredocs
    .filter(({ terminator }) => terminator === undefined)
    .map(({ name }) => {
      const message = `The here-document has no end: a line with only "${name}" is missing`;
      return problem('here-document', keywordSpan, message);
    });
  return [
    ...heredocs,
    ...flagProblems(instruction, keyword),
    ...argumentProblems(instruction, keyword),
    ...substitutionProblems(instruction, fileText),
    ...unclosedProblems(instruction, fileText),
  ];
}

/** What may stand behind the name in `${NAME...}` (Dockerfile reference, "Environment replacement"). */
const operators: ReadonlySet<string> = new Set([':-', '-', ':+', '+', ':?', '?', '#', '##', '%', '%%', '/', '//']);

function substitutionProblems(instruction: Instruction, fileText: string): Problem[] {
  return referencedVariables(instruction, fileText).flatMap(({ name, operator, span }) => {
    if (!operator || operators.has(operator)) return [];
    const message = `Builders do not know "${operator}" behind ${name}: there are :- :+ :? # % and /`;
    return problem('substitution', span, message, [parseError, 'dockerfile-utils/UNSUPPORTED_MODIFIER']);
  });
}

/**
 * What is begun in a word and never ended. In here-documents quotes mean nothing, and of an array that is none it is said
 * what it lacks.
 */
function unclosedProblems(instruction: Instruction, fileText: string): Problem[] {
  const { stage, span, lineSpan, escapeMark, jsonProblem } = instruction;
  if (jsonProblem || !/["'$]/.test(instruction.rest.text)) return [];
  return expandedPieces(instruction, fileText).flatMap((piece) => {
    const unclosed = piece.start < lineSpan.end ? stage.scope.expand(piece, span.start).unclosed : undefined;
    if (!unclosed) return [];
    const { missing } = unclosed;
    const begun = fileText.slice(unclosed.span.start, unclosed.span.end);
    const message = {
      '}': `"${begun}" lacks the } behind it`,
      '"': `A " begins here and never ends: add the second one, or write ${escapeMark}" for the character`,
      "'": "A ' begins here and never ends: add the second one; one within single quotes cannot be written, use double ones",
    }[missing];
    return [problem('unclosed', unclosed.span, message, [parseError])];
  });
}
