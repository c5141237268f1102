/**
 * How schemas are packed: as definitions in chunks, each the deflated JSON text of an object with definitions by name.
 * What only one kind uses is in its own chunk, what several use in one that they share. The chunk `index` holds this.
 */
export interface ArchiveIndex {
  readonly chunks: readonly string[];
  /** By API version and kind, as in `apps/v1 Deployment`: the name of its definition, and the chunks to be read for it. */
  readonly kinds: Readonly<Record<string, readonly [definition: string, ...chunks: number[]]>>;
}

/** The name of the chunk with the index. */
export const indexChunk = 'index';
