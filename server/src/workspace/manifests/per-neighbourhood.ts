import type { Neighbourhood } from './neighbourhood.ts';

/** The same answer, found out once for each neighbourhood, however many resources of a file ask for it. */
export function perNeighbourhood<T>(find: (neighbours: Neighbourhood) => T): (neighbours: Neighbourhood) => T {
  const known = new WeakMap<Neighbourhood, { readonly answer: T }>();
  return (neighbours) => {
    const before = known.get(neighbours);
    if (before) return before.answer;
    const answer = find(neighbours);
    known.set(neighbours, { answer });
    return answer;
  };
}
