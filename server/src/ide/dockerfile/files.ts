import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { absolutePath, type FileOrigin, originsOf } from '../../dockerfile/file-origins.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { CopyInstruction, isRemote } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { occurrenceAt } from '../../dockerfile/occurrences/index.ts';
import { commandLineOf } from '../../dockerfile/process-form.ts';
import { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { BuildContext } from '../../workspace/build-context.ts';
import type { Assistant, Target } from '../assistant.ts';
import { dockerfileOf, type Spot } from '../spot.ts';
import { contextsOf, filesFor } from './contexts.ts';

/** Leads from what is copied, and from the scripts that are run, to the files of the build context they come from. */
export const dockerfileFiles: Assistant = {
  async definitions(spot) {
    const dockerfile = dockerfileOf(spot.file);
    const instruction = dockerfile?.instructionAt(spot.offset);
    // A variable within a path leads to what gives it its value.
    if (!dockerfile || !instruction || occurrenceAt(dockerfile, spot.offset)) return [];
    return instruction instanceof CopyInstruction
      ? ofSource(instruction, dockerfile, spot)
      : ofWord(instruction, dockerfile, spot);
  },
};

/** Where the source of a COPY or ADD comes from. */
async function ofSource(copy: CopyInstruction, dockerfile: Dockerfile, spot: Spot): Promise<readonly Target[]> {
  const at = copy.sources.findIndex(({ span }) => span.start <= spot.offset && spot.offset <= span.end);
  const [from, source] = [copy.sources[at]?.span, copy.expandedSources[at]];
  if (!from || source === undefined || source.includes(unknownValue) || isRemote(source)) return [];
  if (!copy.from) return filesIn(await contextsOf(dockerfile, spot), source, from);
  const stage = dockerfile.stageReferredTo(copy.stage.expand(copy.from).text, copy.stage);
  if (!stage?.from) return [];
  const [origin] = originsOf(dockerfile, stage, absolutePath(source, stage) ?? source);
  const target = origin?.by ?? stage.from;
  return [{ from, place: { file: spot.file, span: target.span } }];
}

/** Where the file comes from that a word of a command line names. */
async function ofWord(instruction: Instruction, dockerfile: Dockerfile, spot: Spot): Promise<readonly Target[]> {
  const line = commandLineOf(instruction);
  const word = wordsOf(line).find(({ span }) => span.start <= spot.offset && spot.offset <= span.end);
  if (!line || !word || !/^[\w./@+-]+$/.test(word.value) || word.value.startsWith('-')) return [];
  // A container begins in the folder that the last WORKDIR says.
  const offset = line instanceof RunInstruction ? line.span.start : undefined;
  const path = absolutePath(word.value, line.stage, offset);
  const origins = path === undefined ? [] : originsOf(dockerfile, line.stage, path, offset);
  if (origins.length === 0) return [];
  const contexts = await contextsOf(dockerfile, spot);
  for (const origin of origins) {
    const targets = await targetsOf(origin, contexts, word.span, spot);
    if (targets.length > 0) return targets;
  }
  return [];
}

async function targetsOf(
  { heredoc, path }: FileOrigin,
  contexts: readonly BuildContext[],
  from: Span,
  spot: Spot,
): Promise<readonly Target[]> {
  if (heredoc) return [{ from, place: { file: spot.file, span: heredoc.content } }];
  return path === undefined ? [] : filesIn(contexts, path, from);
}

async function filesIn(contexts: readonly BuildContext[], source: string, from: Span): Promise<readonly Target[]> {
  const files = await Promise.all(contexts.map((context) => filesFor(source, context)));
  return [...new Set(files.flat())].map((uri) => ({
    from,
    // Of a file that may not even be text, no more than its beginning is needed.
    place: { file: { uri, lines: new LineMap('') }, span: { start: 0, end: 0 } },
  }));
}

/** The words of a command line that have exact places and whose values are known. */
function wordsOf(
  line: CommandInstruction | RunInstruction | undefined,
): readonly { readonly span: Span; readonly value: string }[] {
  if (!line) return [];
  const { form, json } = line;
  const ofScript = form.script?.commands.flatMap(({ allWords }) => allWords) ?? [];
  const ofArray = form.script ? [] : (json?.items.map(({ span, content }) => ({ span, value: content.text })) ?? []);
  return [...ofScript, ...ofArray].flatMap(({ span, value }) =>
    value === undefined || span.isExact === false ? [] : [{ span, value }],
  );
}
