import { BuildGraph } from '../../server/src/dockerfile/build-graph/build-graph.ts';
import { rebuilt } from '../../server/src/dockerfile/build-graph/rebuild.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../server/src/dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../server/src/dockerfile/instructions/run.ts';
import { Dockerignore } from '../../server/src/workspace/ignoring/dockerignore.ts';
import type { CacheCase } from './cases.ts';

/** What the model says is carried out again: the RUN, COPY and ADD instructions as they are written. */
export function rebuiltByModel({ dockerfile: text, target, files, change = {}, arguments: given }: CacheCase) {
  const dockerfile = new Dockerfile(text);
  const stage = target === undefined ? dockerfile.finalStage : dockerfile.stageNamed(target);
  if (!stage) throw new Error(`there is no stage ${target}`);
  const ignore = new Dockerignore(files['.dockerignore'] ?? '');
  const reasons = rebuilt(BuildGraph.of(dockerfile, stage), {
    files: Object.keys(change).filter((path) => !ignore.leavesOut(path, 'file')),
    variables: new Set(Object.keys(given ?? {})),
  });
  return [...reasons.keys()]
    .filter(({ instruction }) => instruction instanceof RunInstruction || instruction instanceof CopyInstruction)
    .map(({ instruction: { span } }) => text.slice(span.start, span.end));
}
