import type { SharedHost } from '../../core/host.ts';
import { type AnySchema, isSchema } from '../../yaml/schema/json-schema.ts';
import { CustomDefinitions, type KindOfResource, type SchemaSource } from './custom-definitions.ts';
import { type FileSchema, fileSchemas } from './file-schemas.ts';
import { SchemaFiles } from './schema-files.ts';

/** What is known beside what stands in the workspace. */
export interface KnownSchemas {
  /** The schemas of Kubernetes and of common custom resources. */
  readonly archive: SchemaSource;
  /** Paths of schema files and folders in the workspace that somebody added. */
  readonly paths: readonly string[];
  /** The version of Kubernetes that manifests are written for. */
  readonly kubernetesVersion?: string | undefined;
}

/** Which schema holds for a document: by the kind of resource that it declares, or by the name of its file. */
export class SchemaCatalogue {
  /** What somebody added comes before what the workspace defines, and that before what everybody has. */
  private readonly sources: readonly SchemaSource[];
  private readonly kubernetesVersion: string | undefined;

  private constructor(sources: readonly SchemaSource[], kubernetesVersion: string | undefined) {
    this.sources = sources;
    this.kubernetesVersion = kubernetesVersion;
  }

  /** What is known around a file. */
  static async around(uri: string, host: SharedHost, known: KnownSchemas): Promise<SchemaCatalogue> {
    const sources: readonly SchemaSource[] = await Promise.all([
      ...(known.paths.length > 0 ? [SchemaFiles.around(uri, known.paths, host)] : []),
      CustomDefinitions.around(uri, host),
      known.archive,
    ]);
    return new SchemaCatalogue(sources, known.kubernetesVersion);
  }

  /** The schema of a kind; undefined when nobody knows it. */
  async schemaOf({ apiVersion, kind }: KindOfResource): Promise<AnySchema | undefined> {
    for (const source of this.sources) {
      const schema = await source.schemaOf(apiVersion, kind, this.kubernetesVersion);
      if (isSchema(schema)) return schema;
    }
    return undefined;
  }

  /** All kinds of which there is a schema, each once. */
  async kinds(): Promise<readonly KindOfResource[]> {
    const known = await Promise.all(this.sources.map((source) => source.kinds(this.kubernetesVersion)));
    return [...new Map(known.flat().map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()];
  }

  /** What is known of files of such a name, whatever stands in them. */
  static ofFile(fileName: string): FileSchema | undefined {
    return fileSchemas.find((one) => one.claims(fileName));
  }
}
