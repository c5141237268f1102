import type { SharedHost } from '../../core/host.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { typeFrom } from '../../kubernetes/schema/from-json.ts';
import { type FieldType, typeOf } from '../../kubernetes/schema/schema.ts';
import { isSchema } from '../../yaml/schema/json-schema.ts';
import { archiveOf } from './archive.ts';
import { CustomDefinitions } from './custom-definitions.ts';

/** A resource of a kind that Kubernetes itself does not have, with the type that its schema gives it. */
export interface TypedResource {
  readonly resource: Resource;
  readonly type: FieldType;
  /** Whether the workspace defines it itself, so that it is just this version of it. */
  readonly isOwn: boolean;
}

/**
 * The custom resources of a manifest whose kind is known: as the workspace defines it, or else as its product does. Where
 * the workspace defines a kind in several ways, which one holds is not known. Comes back at once, with nothing, for
 * manifests without custom resources.
 */
export function customResourcesOf(
  manifest: Manifest,
  uri: string,
  host: SharedHost,
): Promise<readonly TypedResource[]> | undefined {
  const custom = manifest.resources.filter(
    ({ apiVersion, kind }) => !typeOf(apiVersion, kind) && mayBeKnown(apiVersion),
  );
  return custom.length > 0 ? typed(custom, uri, host) : undefined;
}

async function typed(resources: readonly Resource[], uri: string, host: SharedHost): Promise<readonly TypedResource[]> {
  const [definitions, archive] = await Promise.all([CustomDefinitions.around(uri, host), archiveOf(host)]);
  const found = await Promise.all(
    resources.map(async (resource) => {
      const { apiVersion, kind } = resource;
      if (definitions.isContradictory(apiVersion, kind)) return [];
      const own = await definitions.schemaOf(apiVersion, kind);
      const schema = own ?? (await archive.schemaOf(apiVersion, kind));
      return isSchema(schema) ? [{ resource, type: typeFrom(schema), isOwn: own !== undefined }] : [];
    }),
  );
  return found.flat();
}

/** Custom resources are of groups with a domain. */
function mayBeKnown(apiVersion: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+\//.test(apiVersion);
}
