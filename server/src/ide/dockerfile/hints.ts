import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Expansion } from '../../dockerfile/expand.ts';
import { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { instructionsWithin } from '../../dockerfile/places.ts';
import { referencesOf } from '../../dockerfile/references.ts';
import type { Scope } from '../../dockerfile/scope.ts';
import type { Word } from '../../dockerfile/words.ts';
import { isAbsolute, workingFolderAt } from '../../dockerfile/working-folder.ts';
import type { Span } from '../../text/span.ts';
import type { Assistant, Hint } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';

/** Nobody reads more than this between the words of a line. */
const longest = 80;

/** Where a word is looked at: what variables are worth there, and the text of the file. */
interface Within {
  readonly scope: Scope;
  readonly text: string;
}

/** Tells what words with variables, numbers of stages and relative folders of a Dockerfile come to. */
export const dockerfileHints: Assistant = { hints };

function hints({ file }: WorkedOn, within: Span): readonly Hint[] {
  const dockerfile = dockerfileOf(file);
  if (!dockerfile) return [];
  return instructionsWithin(dockerfile, within)
    .flatMap((instruction) => [
      ...variableHints(instruction, dockerfile),
      ...stageHints(instruction, dockerfile),
      ...folderHints(instruction),
    ])
    .filter(({ label }) => label.length <= longest && !/[\r\n\t]/.test(label));
}

/** Behind words with variables: what they come to, where all of that is known and does not stand just above. */
function variableHints(instruction: Instruction, dockerfile: Dockerfile): readonly Hint[] {
  const scope = instruction instanceof FromInstruction ? dockerfile.globals : instruction.stage.scope;
  return wordsWithVariables(instruction).flatMap((word) => {
    const expansion = scope.expand(word.piece, instruction.span.start);
    const { value, references } = expansion;
    const isKnown = value !== undefined && value !== '' && references.length > 0;
    if (!isKnown || isObvious(expansion, word, instruction, { scope, text: dockerfile.text })) return [];
    // A folder that is relative gets a hint of its own.
    if (instruction.keyword === 'WORKDIR' && !isAbsolute(value)) return [];
    const names = [...new Set(references.map(({ name }) => name))];
    const given = names.filter((name) => scope.find(name, instruction.span.start)?.kind === 'ARG');
    const tooltip = given.length === 0 ? undefined : `Unless the build is given another ${listed(given)}.`;
    return [{ kind: 'variables', offset: word.span.end, label: `= ${value}`, tooltip }];
  });
}

/** The words in which the builder puts variables and in which it matters what they come to. */
function wordsWithVariables(instruction: Instruction): readonly Word[] {
  return wordsOf(instruction).filter(({ text }) => text.includes('$'));
}

function wordsOf(instruction: Instruction): readonly Word[] {
  if (instruction instanceof FromInstruction) return instruction.image ? [instruction.image] : [];
  if (instruction instanceof CopyInstruction) return instruction.json ? [] : instruction.words;
  if (instruction instanceof ValueInstruction) return instruction.value ? [instruction.value] : [];
  return instruction.keyword === 'EXPOSE' || instruction.keyword === 'VOLUME' ? instruction.words : [];
}

/** Whether a word is one variable and nothing else, which is declared in the instruction just above. */
function isObvious({ references }: Expansion, word: Word, { span: at }: Instruction, { scope, text }: Within): boolean {
  const [only, ...more] = references;
  if (!only || more.length > 0 || only.span.start !== word.span.start || only.span.end !== word.span.end) return false;
  const declared = scope.find(only.name, at.start)?.instruction;
  return declared !== undefined && text.slice(declared.span.end, at.start).trim() === '';
}

/** Behind the number of a stage: which one it is. */
function stageHints(instruction: Instruction, dockerfile: Dockerfile): readonly Hint[] {
  return referencesOf(instruction).flatMap((word) => {
    if (!/^\d+$/.test(word.text)) return [];
    const stage = dockerfile.stageReferredTo(word.text, instruction.stage);
    const label = stage?.from?.stageName?.text ?? stage?.from?.image?.text;
    return label === undefined ? [] : [{ kind: 'stages', offset: word.span.end, label: `= ${label}` }];
  });
}

/** Behind a WORKDIR that is relative: the folder it leads to. */
function folderHints(instruction: Instruction): readonly Hint[] {
  if (instruction.keyword !== 'WORKDIR' || !(instruction instanceof ValueInstruction)) return [];
  const { value, stage, span, onbuild } = instruction;
  const path = value && stage.expand(value).value;
  if (!value || onbuild || path === undefined || path === '' || isAbsolute(path)) return [];
  const folder = workingFolderAt(stage, span.end);
  return folder === undefined ? [] : [{ kind: 'workingFolders', offset: value.span.end, label: `= ${folder}` }];
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ');
}
