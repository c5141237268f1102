import { isKustomizationName } from '../../kubernetes/kustomization-name.ts';
import type { AnySchema } from '../../yaml/schema/json-schema.ts';
import { chartSchema } from '../helm/chart-schema.ts';
import { kustomizationSchema } from '../kustomize/schema.ts';

/** A schema for files that are told by their name. */
export interface FileSchema {
  /** Whether it is for files of such a name, the last segment of a path. */
  claims(fileName: string): boolean;
  schema(): Promise<AnySchema>;
}

/** Files whose name says what they are for, in the order in which they are asked. */
export const fileSchemas: readonly FileSchema[] = [
  { claims: isKustomizationName, schema: async () => kustomizationSchema },
  { claims: (name) => name === 'Chart.yaml', schema: async () => chartSchema },
];
