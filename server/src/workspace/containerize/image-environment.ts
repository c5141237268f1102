import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { isServiceVariable } from '../../kubernetes/env.ts';
import { ProcessTree } from '../processes/tree.ts';
import { variablesAtStart } from '../processes/variables-at-start.ts';
import type { Part } from './part.ts';

/** The variables without which the scripts of an image end as they start, and which it does not set itself: they are left empty. */
export async function environmentFor(
  dockerfile: Dockerfile,
  stage: Stage,
  { uri, path, host }: { readonly uri: string; readonly path: string; readonly host: SharedHost },
): Promise<Part> {
  const tree = await ProcessTree.of(dockerfile, stage, { uri, host });
  const { environment } = RuntimeImage.of(stage);
  const required = (tree ? variablesAtStart(tree) : []).filter(
    ({ name }) => !environment.has(name) && !isServiceVariable(name) && !/^(?:HOSTNAME|HOME|PATH|PWD)$/.test(name),
  );
  const names = required.map(({ name }) => name);
  if (names.length === 0) return {};
  return {
    changes: [
      (container) =>
        setInContainer(
          container,
          ['env'],
          names.map((name) => ({ name, value: '' })),
        ),
    ],
    choices: names.map((value) => ({
      what: 'variable',
      value,
      because: { file: path, says: 'what it starts asks for it' },
    })),
    remarks: [
      `The program ends as it starts without ${names.join(', ')}: give ${names.length > 1 ? 'them values' : 'it a value'}, those that are secret from a Secret.`,
    ],
  };
}
