import {
  HealthcheckInstruction,
  ShellInstruction,
  ValueInstruction,
} from '../../../dockerfile/instructions/command.ts';
import { CopyInstruction } from '../../../dockerfile/instructions/copy.ts';
import { ExposeInstruction } from '../../../dockerfile/instructions/expose.ts';
import { FromInstruction } from '../../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction } from '../../../dockerfile/instructions/key-value.ts';
import { spanOf, type Word } from '../../../dockerfile/words.ts';
import { readImageReference } from '../../../image/reference.ts';
import type { Paint } from './paint.ts';

/** Paints what stands behind the keyword and the flags of an instruction, but for command lines and variables. */
export function paintArguments(instruction: Instruction, paint: Paint): void {
  if (instruction instanceof FromInstruction) paintFrom(instruction, paint);
  else if (instruction instanceof KeyValueInstruction) paintPairs(instruction, paint);
  else if (instruction instanceof ExposeInstruction) paintPorts(instruction, paint);
  else if (instruction instanceof CopyInstruction) paintCopy(instruction, paint);
  else if (instruction instanceof ValueInstruction || instruction.keyword === 'VOLUME')
    paint.lay(spanOf(instruction.arguments), 'string');
  else if (instruction instanceof ShellInstruction)
    for (const { span } of instruction.json?.items ?? []) paint.lay(span, 'string');
  else if (instruction instanceof HealthcheckInstruction && instruction.type)
    paint.lay(instruction.type.span, 'keyword');
}

function paintFrom({ image, asKeyword, stageName }: FromInstruction, paint: Paint): void {
  if (image) paintImage(image, paint);
  if (asKeyword) paint.lay(asKeyword.span, 'keyword');
  if (stageName) paint.lay(stageName.span, 'namespace');
}

/** The name of an image, its tag and its digest. */
function paintImage({ text, span }: Word, paint: Paint): void {
  paint.lay(span, 'type');
  // A name that is torn apart by a line break has no places for its parts; one in a variable has none of its own.
  if (span.end - span.start !== text.length || text.startsWith('$')) return;
  const { nameEnd, tag, digest } = readImageReference(text);
  if (tag === undefined && digest === undefined) return;
  paint.lay({ start: span.start + nameEnd, end: span.end }, 'number');
  paint.lay({ start: span.start + nameEnd, end: span.start + nameEnd + 1 }, 'operator');
  const at = text.indexOf('@');
  if (at !== -1) paint.lay({ start: span.start + at, end: span.start + at + 1 }, 'operator');
}

function paintPairs({ keyword, pairs }: KeyValueInstruction, paint: Paint): void {
  for (const { key, value, isLegacy } of pairs) {
    paint.lay(key.span, keyword === 'LABEL' ? 'property' : 'variable');
    if (!value) continue;
    if (!isLegacy) paint.lay({ start: key.span.end, end: value.span.start }, 'operator');
    paint.lay(value.span, 'string');
  }
}

function paintPorts({ ports }: ExposeInstruction, paint: Paint): void {
  for (const { word, protocol } of ports) {
    paint.lay(word.span, 'number');
    if (protocol) paint.lay(spanOf(protocol), 'string');
  }
}

function paintCopy({ arguments: piece, heredocs, words }: CopyInstruction, paint: Paint): void {
  paint.lay(spanOf(piece), 'string');
  if (heredocs.length === 0) return;
  for (const { text, span } of words) if (/^\d*<</.test(text)) paint.lay(span, 'operator');
  for (const { content, terminator } of heredocs) {
    paint.lay(content, 'string');
    if (terminator) paint.lay(terminator, 'operator');
  }
}
