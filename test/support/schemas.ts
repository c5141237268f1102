import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { writeArchive } from '../../scripts/schemas/archive.ts';
import { SchemaArchive } from '../../server/src/kubernetes/schema/archive.ts';
import { resourcesIn } from '../../server/src/node/resources.ts';
import type { AnySchema } from '../../server/src/yaml/schema/json-schema.ts';

/** The archive of schemas as it would be built now; `onRead` hears the name of each chunk that is read. */
export async function builtArchive(onRead: (name: string) => void = () => {}): Promise<SchemaArchive> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-schemas-'));
  await writeArchive(folder);
  const read = resourcesIn(folder);
  return new SchemaArchive((name) => {
    onRead(name);
    return read(name);
  });
}

/** Times as in RFC 3339. */
const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Holds a value against a schema, and says what is wrong with it. */
export function validator(schema: AnySchema): (value: unknown) => readonly ErrorObject[] {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': dateTime } });
  const validate = ajv.compile(structuredClone(schema));
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
