import { deflateRawSync } from 'node:zlib';
import { type ArchiveIndex, indexChunk } from '../../server/src/kubernetes/schema/archive-format.ts';
import { type JsonSchema, referencesIn } from '../../server/src/kubernetes/schema/json-schema.ts';
import type { Definitions } from './definition.ts';
import { definitionName } from './names.ts';
import { type Kind, packageOf } from './types.ts';

/** Packs the schemas of kinds as `ArchiveIndex` says. Returns the chunks by name. */
export function pack(
  kinds: readonly Kind[],
  ids: readonly string[],
  definitions: Definitions,
): Map<string, Uint8Array> {
  const packer = new Packer(kinds, ids, definitions);
  return packer.pack();
}

interface Packed {
  readonly schema: JsonSchema;
  readonly references: readonly string[];
}

class Packer {
  private readonly kinds: readonly Kind[];
  private readonly idsByName: ReadonlyMap<string, string>;
  private readonly definitions: Definitions;
  private readonly packed = new Map<string, Packed>();

  constructor(kinds: readonly Kind[], ids: readonly string[], definitions: Definitions) {
    this.kinds = kinds;
    this.idsByName = new Map(ids.map((id) => [definitionName(id), id]));
    this.definitions = definitions;
  }

  pack(): Map<string, Uint8Array> {
    const homes = this.homes();
    const chunks = new Map<string, Record<string, JsonSchema>>();
    for (const [name, home] of homes) {
      const chunk = chunks.get(home) ?? {};
      chunk[name] = this.get(name).schema;
      chunks.set(home, chunk);
    }
    const names = [...chunks.keys()];
    const index: ArchiveIndex = {
      chunks: names,
      kinds: Object.fromEntries(
        this.kinds.map(({ apiVersion, kind, id }) => {
          const root = definitionName(id);
          const used = new Set([...this.reachable(root)].map((name) => names.indexOf(homes.get(name) ?? '')));
          return [`${apiVersion} ${kind}`, [root, ...used]];
        }),
      ),
    };
    const files = new Map([[indexChunk, deflated(index)]]);
    for (const [name, chunk] of chunks) files.set(name, deflated(chunk));
    return files;
  }

  /** The chunk in which each definition is. */
  private homes(): ReadonlyMap<string, string> {
    const users = new Map<string, Kind[]>();
    for (const kind of this.kinds) {
      // A list is only a little more than the kind that is in it.
      const owner = this.memberOf(kind) ?? kind;
      for (const name of this.reachable(definitionName(kind.id))) {
        const known = users.get(name) ?? [];
        if (!known.includes(owner)) users.set(name, [...known, owner]);
      }
    }
    return new Map(
      [...users].map(([name, [user, ...others]]) => [
        name,
        user && others.length === 0
          ? `${user.apiVersion.replace('/', '_')}_${user.kind}`
          : `${packageOf(this.idsByName.get(name) ?? '')}`,
      ]),
    );
  }

  private memberOf({ apiVersion, kind }: Kind): Kind | undefined {
    if (!kind.endsWith('List')) return undefined;
    const member = kind.slice(0, -'List'.length);
    return this.kinds.find((other) => other.apiVersion === apiVersion && other.kind === member);
  }

  /** The names of a definition and of all that it needs. */
  private reachable(root: string, found = new Set<string>()): ReadonlySet<string> {
    if (found.has(root)) return found;
    found.add(root);
    for (const name of this.get(root).references) this.reachable(name, found);
    return found;
  }

  private get(name: string): Packed {
    const known = this.packed.get(name);
    if (known) return known;
    const id = this.idsByName.get(name);
    if (id === undefined) throw new Error(`there is no definition ${name}`);
    const schema = this.definitions.definitionOf(id);
    const packed = { schema, references: [...new Set(referencesIn(schema))] };
    this.packed.set(name, packed);
    return packed;
  }
}

function deflated(value: object): Uint8Array {
  return deflateRawSync(JSON.stringify(value), { level: 9 });
}
