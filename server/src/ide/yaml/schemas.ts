import { URI, Utils } from 'vscode-uri';
import { SchemaCatalogue } from '../../workspace/schemas/catalogue.ts';
import { schemaNamedIn } from '../../workspace/schemas/modeline.ts';
import { type AnySchema, isSchema } from '../../yaml/schema/json-schema.ts';
import { valuesOf } from '../helm/place.ts';
import type { WorkedOn } from '../spot.ts';
import { declaredIn, type ReadableDocument } from './document-at.ts';

/** The schemas around a file; undefined where there are none to ask. */
export function catalogueOf({ file, around }: WorkedOn): Promise<SchemaCatalogue> | undefined {
  const { schemas, host, kubernetesVersion } = around;
  return schemas && SchemaCatalogue.around(file.uri, host, { ...schemas, kubernetesVersion });
}

/** The schema that a document names itself. */
export function schemaNamedBy(
  { file, around }: WorkedOn,
  { text }: Pick<ReadableDocument, 'text'>,
): Promise<AnySchema | undefined> {
  return schemaNamedIn(text, file.uri, around.host);
}

/** The schema that a file is written to whatever it declares: that of its name, or of its chart's values. */
export async function schemaOfFile(worked: WorkedOn): Promise<AnySchema | undefined> {
  const named = SchemaCatalogue.ofFile(fileNameOf(worked));
  if (named) return named.schema();
  const values = (await valuesOf(worked))?.chart.schema?.root;
  return isSchema(values) ? values : undefined;
}

/** The schema of the kind that a document declares. */
export async function schemaOf(worked: WorkedOn, document: ReadableDocument): Promise<AnySchema | undefined> {
  const { apiVersion, kind } = declaredIn(document.text);
  if (!apiVersion || !kind) return undefined;
  return (await catalogueOf(worked))?.schemaOf({ apiVersion, kind });
}

function fileNameOf({ file }: { readonly file: { readonly uri: string } }): string {
  return Utils.basename(URI.parse(file.uri));
}
