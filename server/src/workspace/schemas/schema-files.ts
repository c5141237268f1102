import picomatch from 'picomatch';
import { URI, Utils } from 'vscode-uri';
import type { SharedHost } from '../../core/host.ts';
import { globMatcher } from '../../text/globs.ts';
import { type AnySchema, isRecord, isSchema } from '../../yaml/schema/json-schema.ts';
import { SchemaView } from '../../yaml/schema/schema-view.ts';
import { CustomDefinitions, type KindOfResource, type SchemaSource } from './custom-definitions.ts';

/** No more files than these are looked at, in no deeper folders. */
const mostFiles = 2_000;
const mostFolders = 500;

/** Larger schemas, in UTF-16 units, are not read. */
const largestSchema = 8_000_000;

/** A JSON Schema that somebody added, and the kinds it says it is for. */
interface AddedSchema {
  readonly schema: AnySchema;
  /** Whether it is for a kind. */
  isFor(apiVersion: string, kind: string): boolean;
  readonly kinds: readonly KindOfResource[];
}

/** The schemas of files and folders that somebody added in their settings: JSON Schemas and CustomResourceDefinitions. */
export class SchemaFiles implements SchemaSource {
  private readonly added: readonly AddedSchema[];
  private readonly definitions: readonly CustomDefinitions[];

  private constructor(added: readonly AddedSchema[], definitions: readonly CustomDefinitions[]) {
    this.added = added;
    this.definitions = definitions;
  }

  /**
   * Those that `paths` name: files, folders and globs, from the folder of the workspace that a file belongs to. What lies
   * outside of it is passed over.
   */
  static around(uri: string, paths: readonly string[], host: SharedHost): Promise<SchemaFiles> {
    const root = host.rootOf(uri);
    return host.derive(`schema files ${JSON.stringify([root, ...paths])}`, async (asked) => {
      const uris = new Set((await Promise.all(paths.map((path) => filesAt(path, root, asked)))).flat());
      const texts = await Promise.all([...uris].map(async (one) => ({ uri: one, text: await asked.readText(one) })));
      const added: AddedSchema[] = [];
      const definitions: CustomDefinitions[] = [];
      for (const { uri: at, text } of texts) {
        if (text === undefined || text.length > largestSchema) continue;
        if (/\.ya?ml$/i.test(at)) definitions.push(CustomDefinitions.in(text));
        else added.push(...schemasIn(at, text));
      }
      return new SchemaFiles(added, definitions);
    });
  }

  async schemaOf(apiVersion: string, kind: string): Promise<object | undefined> {
    const added = this.added.find((one) => one.isFor(apiVersion, kind));
    if (added) return added.schema;
    for (const one of this.definitions) {
      const schema = await one.schemaOf(apiVersion, kind);
      if (schema) return schema;
    }
    return undefined;
  }

  async kinds(): Promise<readonly KindOfResource[]> {
    const defined = await Promise.all(this.definitions.map((one) => one.kinds()));
    return [...this.added.flatMap(({ kinds }) => kinds), ...defined.flat()];
  }
}

/** The files that a path, a folder or a glob stands for. */
async function filesAt(path: string, root: string, host: SharedHost): Promise<readonly string[]> {
  const { base, isGlob } = picomatch.scan(path);
  const start = Utils.joinPath(URI.parse(root), base || '.').toString();
  if (start !== root && !start.startsWith(`${root}/`)) return [];
  const found = await filesBelow(start, host);
  if (found === undefined) return isGlob ? [] : [start];
  if (!isGlob) return found;
  const matches = globMatcher(path.replace(/^\.\//, ''), { dot: true });
  return found.filter((uri) => matches(decodeURIComponent(uri.slice(root.length + 1))));
}

/** The schemas and manifests below a folder; undefined when it is none. */
async function filesBelow(folder: string, host: SharedHost): Promise<string[] | undefined> {
  if ((await host.listFolder(folder)) === undefined) return undefined;
  const files: string[] = [];
  const waiting = [folder];
  for (let looked = 0; looked < mostFolders && files.length < mostFiles; looked++) {
    const next = waiting.shift();
    if (next === undefined) break;
    for (const { name, kind } of (await host.listFolder(next)) ?? []) {
      const uri = Utils.joinPath(URI.parse(next), name).toString();
      if (kind === 'folder') waiting.push(uri);
      else if (/\.(?:json|ya?ml)$/i.test(name)) files.push(uri);
    }
  }
  return files;
}

function schemasIn(uri: string, text: string): readonly AddedSchema[] {
  const schema = parsed(text);
  if (!isSchema(schema)) return [];
  const kinds = kindsOf(schema);
  if (kinds.length > 0)
    return [
      {
        schema,
        kinds,
        isFor: (apiVersion, kind) => kinds.some((one) => one.apiVersion === apiVersion && one.kind === kind),
      },
    ];
  // Catalogues of schemas call their files by group, kind and version: `cert-manager.io/certificate_v1.json`.
  const [, group = '', name = '', version = ''] = /([^/]+)\/([^/_]+)_(v\d+\w*)\.json$/.exec(uri) ?? [];
  if (!name) return [];
  const isFor = (apiVersion: string, kind: string) =>
    apiVersion === `${group}/${version}` && kind.toLowerCase() === name;
  return [{ schema, kinds: [], isFor }];
}

/** The kinds that a schema says it is for: as Kubernetes publishes its own, or by what it allows for both fields. */
function kindsOf(schema: AnySchema): readonly KindOfResource[] {
  const listed = (schema as Readonly<Record<string, unknown>>)['x-kubernetes-group-version-kind'];
  if (Array.isArray(listed))
    return listed.filter(isRecord).flatMap(({ group, version, kind }) => {
      if (typeof version !== 'string' || typeof kind !== 'string') return [];
      return [{ apiVersion: typeof group === 'string' && group ? `${group}/${version}` : version, kind }];
    });
  const view = SchemaView.of(schema);
  const [versions = [], kinds = []] = [view.get('apiVersion')?.choices, view.get('kind')?.choices];
  return versions.flatMap((version) => kinds.map((kind) => ({ apiVersion: String(version), kind: String(kind) })));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
