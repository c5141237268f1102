import { isAtLeast } from '../api-versions/release.ts';
import { retirementOf } from '../api-versions/retired.ts';
import { type ArchiveIndex, indexChunk } from './archive-format.ts';
import { isWithin, lifetimeOfKind, lifetimesIn } from './history.ts';
import { type JsonSchema, referencesIn } from './json-schema.ts';

/** Gives a chunk of the archive by its name; undefined when there is none. */
export type ReadChunk = (name: string) => Promise<Uint8Array | undefined>;

/** A kind of resource, in an API version. */
export interface SchemaKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** How many schemas and how many chunks are kept: a workspace has some twenty kinds, and most share a few chunks. */
const keptSchemas = 40;
const keptChunks = 12;

type Chunk = Readonly<Record<string, JsonSchema>>;

/**
 * The JSON Schemas of all kinds of Kubernetes and of common custom resources. They are packed as `ArchiveIndex` says, and
 * read when they are first asked for.
 */
export class SchemaArchive {
  private readonly read: ReadChunk;
  private index: Promise<ArchiveIndex | undefined> | undefined;
  private readonly chunks = new Recent<Promise<Chunk>>(keptChunks);
  private readonly schemas = new Recent<Promise<JsonSchema | undefined>>(keptSchemas);

  constructor(read: ReadChunk) {
    this.read = read;
  }

  /** All kinds of which there are schemas, or those of them that a version of Kubernetes such as `1.29` may have. */
  async kinds(kubernetesVersion?: string): Promise<readonly SchemaKind[]> {
    const kinds = Object.keys((await this.contents()).kinds).map((key) => {
      const [apiVersion = '', kind = ''] = key.split(' ');
      return { apiVersion, kind };
    });
    return kubernetesVersion === undefined ? kinds : kinds.filter((kind) => isServed(kind, kubernetesVersion));
  }

  /**
   * The schema of a kind, with all definitions that it refers to; undefined when the kind is not known. For a version of
   * Kubernetes such as `1.29` its objects have the fields that they have there; the kind need not be served there. It is
   * the same object when it is asked for again.
   */
  schemaOf(apiVersion: string, kind: string, kubernetesVersion?: string): Promise<JsonSchema | undefined> {
    return this.schemas.get(`${apiVersion} ${kind} ${kubernetesVersion ?? ''}`, () =>
      this.compose(`${apiVersion} ${kind}`, kubernetesVersion),
    );
  }

  private async compose(key: string, version: string | undefined): Promise<JsonSchema | undefined> {
    const { kinds, chunks } = await this.contents();
    const [root, ...used] = Object.hasOwn(kinds, key) ? (kinds[key] ?? []) : [];
    if (root === undefined) return undefined;
    const read = await Promise.all(used.map((number) => this.chunk(chunks[number] ?? '')));
    const definitions = definitionsBelow(root, read, version);
    const schema = definitions[root];
    return { ...schema, required: ['apiVersion', 'kind', ...(schema?.required ?? [])], definitions };
  }

  private async contents(): Promise<ArchiveIndex> {
    this.index ??= this.unpacked(indexChunk) as Promise<ArchiveIndex | undefined>;
    const index = await this.index;
    // Where files are read through an editor it may be there the next time.
    if (!index) this.index = undefined;
    return index ?? { chunks: [], kinds: {} };
  }

  private chunk(name: string): Promise<Chunk> {
    return this.chunks.get(name, async () => ((await this.unpacked(name)) ?? {}) as Chunk);
  }

  /** What a chunk holds; undefined when it is not there, or damaged. */
  private async unpacked(name: string): Promise<unknown> {
    try {
      const packed = await this.read(name);
      return packed && JSON.parse(await inflated(packed));
    } catch {
      return undefined;
    }
  }
}

/** The text of a deflated chunk, by what Node and web workers both have for it. */
async function inflated(packed: Uint8Array): Promise<string> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const write = async () => {
    await writer.write(new Uint8Array(packed));
    await writer.close();
  };
  const [text] = await Promise.all([textOf(readable.getReader()), write()]);
  return text;
}

async function textOf(reader: { read(): Promise<{ readonly value?: Uint8Array | undefined }> }): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** A definition and all that it refers to, copied, because who uses a schema may resolve its references in place. */
function definitionsBelow(
  root: string,
  chunks: readonly Chunk[],
  version: string | undefined,
): Record<string, JsonSchema> {
  const found: Record<string, JsonSchema> = {};
  const waiting = [root];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (Object.hasOwn(found, name)) continue;
    const wanted = name;
    const definition = chunks.find((chunk) => Object.hasOwn(chunk, wanted))?.[wanted];
    // What cannot be read allows everything.
    const copy = structuredClone(definition ?? {});
    const adapted = version === undefined ? copy : inVersion(copy, version);
    found[wanted] = adapted;
    waiting.push(...referencesIn(adapted));
  }
  return found;
}

/** A definition with the fields that it has in a version of Kubernetes. What is in none any more may hold anything. */
function inVersion(definition: JsonSchema, version: string): JsonSchema {
  const { 'x-type': type, properties, required } = definition;
  if (type === undefined || !properties) return definition;
  const fields = new Map(Object.entries(properties));
  for (const [field, lifetime] of lifetimesIn(type)) {
    if (!isWithin(version, lifetime)) fields.delete(field);
    else if (!fields.has(field)) fields.set(field, {});
  }
  return {
    ...definition,
    properties: Object.fromEntries(fields),
    ...(required && { required: required.filter((field) => fields.has(field)) }),
  };
}

function isServed({ apiVersion, kind }: SchemaKind, version: string): boolean {
  const lifetime = lifetimeOfKind(apiVersion, kind.replace(/List$/, ''));
  const removed = retirementOf(apiVersion, kind)?.removed;
  return (!lifetime || isWithin(version, lifetime)) && (removed === undefined || !isAtLeast(version, removed));
}

/** Remembers what was made last, each under a key. */
class Recent<T extends Promise<unknown>> {
  private readonly most: number;
  private readonly values = new Map<string, T>();

  constructor(most: number) {
    this.most = most;
  }

  get(key: string, make: () => T): T {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.most && oldest !== undefined) this.values.delete(oldest);
    return value;
  }
}
