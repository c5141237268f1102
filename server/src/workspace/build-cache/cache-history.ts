import type { FixContext } from '../../core/fix.ts';
import { isHistory } from '../../core/history.ts';
import { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { BuildContexts } from '../build-contexts.ts';
import { type Replay, replay } from './replay.ts';

/** What the last commits would have cost a Dockerfile. */
export interface CacheHistory {
  readonly graph: BuildGraph;
  /** The URI of the folder that is the build context; undefined when it is not known. */
  readonly context: string | undefined;
  /** No commits where there is no history. */
  readonly replay: Replay;
  /** Whether the build gets a file, given by its path in the build context. */
  readonly ships: (path: string) => boolean;
  /** What the reader has to know of what it rests on: sentences with their full stops. */
  readonly notes: readonly string[];
}

/** Replays the last commits through the build of a stage. Asks the host for the history of the build context. */
export async function cacheHistoryOf(dockerfile: Dockerfile, target: Stage, build: FixContext): Promise<CacheHistory> {
  const graph = BuildGraph.of(dockerfile, target);
  const { all, basis } = await BuildContexts.of(dockerfile, build);
  const [context] = basis === 'supposed' ? all.filter(({ ignoreFile }) => ignoreFile) : all;
  const without = (note: string, folder?: string): CacheHistory => ({
    graph,
    context: folder,
    replay: replay(graph, [], () => false),
    ships: () => false,
    notes: [note],
  });
  if (!context) return without('It is not known which folder is the build context, so no commits are replayed.');
  const folder = context.uri('.');
  const history = await build.host.history?.(folder);
  if (!history) return without('There is no git here to ask for the history.', folder);
  if (!isHistory(history)) return without(`No commits are replayed: ${history.reason}.`, folder);
  const ships = (path: string) => context.ships(path);
  const replayed = replay(graph, history.commits, ships);
  const notes: string[] = [];
  if (history.limit === 'shallow') {
    const known = history.commits.length === 1 ? 'one commit is' : `${history.commits.length} commits are`;
    notes.push(`The clone is shallow: no more than ${known} known.`);
  }
  if (history.limit === 'size') {
    notes.push(`The commits name too many files: no more than ${history.commits.length} are replayed.`);
  }
  if (replayed.commits.length === 0 && notes.length === 0)
    notes.push('No commit changed anything that the build gets.');
  return { graph, context: folder, replay: replayed, ships, notes };
}
