/**
 * Runs a task for each item, so many at once, and hands on what came of them in the order of the items, each as soon as
 * those before it are done. A task is told which of those that run at once it is, from 0.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  task: (item: Item, lane: number) => Promise<Result>,
  take: (result: Result) => void,
): Promise<void> {
  const done = new Map<number, { readonly result: Result }>();
  let taken = 0;
  const waiting = items.entries();
  const work = async (lane: number) => {
    for (const [index, item] of waiting) {
      done.set(index, { result: await task(item, lane) });
      for (let next = done.get(taken); next; next = done.get(taken)) {
        done.delete(taken);
        taken++;
        take(next.result);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, lane) => work(lane)));
}
