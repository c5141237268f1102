import type { SharedHost } from '../../core/host.ts';
import { builtInAt } from '../../workspace/helm/built-in-objects.ts';
import type { Chart } from '../../workspace/helm/chart.ts';
import { anyMember, type Meaning, type ObjectPath } from '../../workspace/helm/meaning.ts';
import { declarationsIn, type EditedFile, seenBy } from '../../workspace/helm/relatives.ts';
import { briefly, commentOf } from './describe-value.ts';

/** A key that an object has. */
export interface Member {
  readonly name: string;
  readonly detail: string | undefined;
  readonly documentation: string | undefined;
}

/** The keys of what an expression stands for, in the order in which they are written. */
export async function membersOf(
  meaning: Meaning,
  chart: Chart,
  host: SharedHost,
  edited: EditedFile,
): Promise<readonly Member[]> {
  const found = new Map<string, Member>();
  const add = (member: Member) => {
    if (!found.has(member.name)) found.set(member.name, member);
  };
  for (const name of meaning.fields?.keys() ?? [])
    if (/^\w/.test(name)) add({ name, detail: undefined, documentation: undefined });
  for (const path of meaning.paths) {
    const [first, ...rest] = path;
    if (first === 'Values') for (const member of await valuesAt(rest, chart, host, edited)) add(member);
    else {
      for (const [name, { description }] of Object.entries(builtInAt(path)?.fields ?? {}))
        add({ name, detail: undefined, documentation: description });
    }
  }
  return [...found.values()];
}

/** The keys that the files of values, the schema and the parts of a chart give to a map of values. */
export async function valuesAt(
  path: ObjectPath,
  chart: Chart,
  host: SharedHost,
  edited: EditedFile,
): Promise<readonly Member[]> {
  // What the map of a subchart has is what the subchart's own files say.
  const members = await seenBy(chart, [...path, anyMember], host);
  const seen = members.map(({ chart: its, path: at }) => ({ chart: its, path: at.slice(0, -1) }));
  const declared = declarationsIn(seen, edited).flatMap(({ file, value }) =>
    value.entries.map(([name, entry]): Member => {
      const comment = commentOf(file, entry);
      return { name, detail: briefly(entry), documentation: comment === '' ? undefined : comment };
    }),
  );
  const described = seen.flatMap(({ chart: its, path: at }) =>
    (its.schema?.at(at)?.keys ?? []).map((name): Member => {
      const schema = its.schema?.at([...at, name]);
      return { name, detail: schema?.type, documentation: schema?.description };
    }),
  );
  const parts = path.length === 0 ? partsOf(chart) : [];
  return [...declared, ...described, ...parts];
}

/** The keys that the values of a chart have for what it is made of, and for what it shares with that. */
export function partsOf({ dependencies }: Chart): readonly Member[] {
  const parts = dependencies.map(
    ({ key, name }): Member => ({ name: key, detail: 'subchart', documentation: `The values of the chart ${name}.` }),
  );
  if (parts.length === 0) return [];
  const shared = {
    name: 'global',
    detail: 'global',
    documentation: 'Values that all charts see, this one and its parts.',
  };
  return [...parts, shared];
}
