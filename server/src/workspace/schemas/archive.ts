import type { SharedHost } from '../../core/host.ts';
import { SchemaArchive } from '../../kubernetes/schema/archive.ts';

/** The schemas that ship with the program: of Kubernetes and of common custom resources. Empty where none do. */
export function archiveOf(host: SharedHost): Promise<SchemaArchive> {
  return host.derive('schema archive', async (asked) => {
    return new SchemaArchive(async (name) => asked.readResource?.(`schemas/${name}`));
  });
}
