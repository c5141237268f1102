import type { FixContext } from '../../core/fix.ts';
import { isHistory } from '../../core/history.ts';
import type { SharedHost } from '../../core/host.ts';
import { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { BuildContext } from '../build-context.ts';
import { BuildContexts } from '../build-contexts.ts';
import { type Replay, replay, shippedIn } from './replay.ts';

/** What the last commits would have cost a Dockerfile. */
export interface CacheHistory {
  readonly graph: BuildGraph;
  /** The URI of the folder that is the build context; undefined when it is not known. */
  readonly context: string | undefined;
  /** No commits where there is no history. */
  readonly replay: Replay;
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
    replay: replay(graph, []),
    notes: [note],
  });
  if (!context) return without('It is not known which folder is the build context, so no commits are replayed.');
  const folder = context.uri('.');
  const history = await shippedHistory(context, build.host);
  if (!history) return without('There is no git here to ask for the history.', folder);
  if (!isHistory(history)) return without(`No commits are replayed: ${history.reason}.`, folder);
  const replayed = replay(graph, history.shipped);
  const notes: string[] = [];
  if (all.length > 1) {
    const name = decodeURIComponent(folder.replace(/\/+$/, '').replace(/^.*\//, ''));
    notes.push(`Builds have ${all.length} build contexts: what is replayed is ${name}.`);
  }
  const known = history.commits.length;
  if (history.limit === 'shallow') {
    notes.push(`The clone is shallow: ${knownInShallow(known)}.`);
  }
  if (history.limit === 'size') {
    notes.push(`The commits name too many files: no more than ${known} are replayed.`);
  }
  if (replayed.commits.length === 0 && history.limit === undefined) {
    notes.push(`No commit ${known === 0 ? 'but the first ' : ''}changed anything that the build gets.`);
  }
  return { graph, context: folder, replay: replayed, notes };
}

/** The history of a build context, and the commits in it that make builds necessary: found out once, whatever is built. */
function shippedHistory(context: BuildContext, host: SharedHost) {
  const { ignoreFile } = context;
  const folder = context.uri('.');
  const name = `shipped history ${folder}\n${ignoreFile?.uri}\n${ignoreFile?.lines.text}`;
  return host.derive(name, async (files) => {
    const history = await files.history?.(folder);
    if (!history || !isHistory(history)) return history;
    return { ...history, shipped: shippedIn(history.commits, (path) => context.ships(path)) };
  });
}

/** Of how many commits it is known what they changed, in a clone that lacks the others. */
function knownInShallow(commits: number): string {
  if (commits === 0) return 'what its commit changed is not known';
  return commits === 1 ? 'no more than one commit is known' : `no more than ${commits} commits are known`;
}
