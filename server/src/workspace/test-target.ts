import type { FixContext } from '../core/fix.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { insertBelow } from '../dockerfile/edits.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { asKeyword } from '../dockerfile/stage-edits.ts';
import type { TextEdit } from '../text/edit.ts';
import { BuildContexts } from './build-contexts.ts';
import { testCommandOf } from './test-commands.ts';

/** A target that runs the tests of a project, and how it gets into the file. */
export interface TestTarget {
  readonly name: string;
  /** The command that runs the tests. */
  readonly command: string;
  readonly edits: readonly TextEdit[];
}

/** Names of targets that run tests already. */
const ofTests = /(?:^|[-_])(?:unit|e2e)?-?tests?(?:[-_]|ing|$)/i;

/**
 * A stage upon one that builds, which runs the tests of the project: `docker build --target test`. Nothing else is built
 * otherwise than before, because no other stage needs it and it is not the last one. Undefined where there is a target
 * for tests, where the stage is not one that others copy from, and where the files do not tell how tests are run.
 */
export async function testTargetOf(
  dockerfile: Dockerfile,
  stage: Stage,
  context: FixContext,
): Promise<TestTarget | undefined> {
  const { stages } = dockerfile;
  const last = stage.instructions.at(-1);
  const named = stage.from?.stageName;
  if (!last || !named || stage === stages.at(-1) || stage.isWindows) return undefined;
  if (stages.some(({ name }) => name !== undefined && ofTests.test(name))) return undefined;
  // Stages behind it would be counted otherwise.
  if (stages.some(({ uses }) => uses.some(({ word }) => /^\d+$/.test(word.text) && Number(word.text) > stage.index))) {
    return undefined;
  }
  const { certain } = await BuildContexts.of(dockerfile, context);
  const command = certain && (await testCommandOf(stage, certain));
  if (command === undefined) return undefined;
  const written = stage.from.writtenKeyword;
  const [from, run] = written === written.toLowerCase() ? ['from', 'run'] : ['FROM', 'RUN'];
  const lines = ['', `${from} ${named.text} ${asKeyword(written)} test`, `${run} ${command}`];
  return { name: 'test', command, edits: [insertBelow(dockerfile, last, lines)] };
}
