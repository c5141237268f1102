import { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { commentAt, instructionAt } from '../../dockerfile/places.ts';
import { outlineOf } from '../../workspace/processes/outline.ts';
import { ProcessTree } from '../../workspace/processes/tree.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import { processesAsMarkdown } from '../process-markdown.ts';
import { dockerfileOf, type Spot } from '../spot.ts';
import { contextsOf } from './contexts.ts';

/** Explains at ENTRYPOINT and CMD what the container runs, followed into the scripts that the image is given. */
export const dockerfileProcesses: Assistant = { explain };

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const { file, offset, around } = spot;
  const dockerfile = dockerfileOf(file);
  const instruction = dockerfile && !commentAt(dockerfile, offset) ? instructionAt(dockerfile, offset) : undefined;
  if (!dockerfile || !(instruction instanceof CommandInstruction) || instruction.onbuild) return [];
  const { stage, keyword } = instruction;
  // What a later one overrides says nothing of what runs, nor does a HEALTHCHECK.
  if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || stage.last(keyword) !== instruction) return [];
  const [context] = await contextsOf(dockerfile, spot);
  const tree = await ProcessTree.of(dockerfile, stage, { uri: file.uri, host: around.host }, context);
  if (!tree) return [];
  const text = processesAsMarkdown(outlineOf(tree, { dockerfile: file }), file.uri);
  return [{ text, span: instruction.lineSpan }];
}
