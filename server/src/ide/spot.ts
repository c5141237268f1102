import type { SharedHost } from '../core/host.ts';
import type { PlacedUnit } from '../core/unit.ts';
import { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { SourceFile } from '../engine/engine.ts';
import { Manifest } from '../kubernetes/manifest.ts';
import { Neighbourhood } from '../workspace/manifests/neighbourhood.ts';
import { surveyManifests } from '../workspace/manifests/survey.ts';
import type { KnownSchemas } from '../workspace/schemas/catalogue.ts';

/** What there is around the files that somebody works on. */
export interface Surroundings {
  readonly host: SharedHost;
  /** The version of Kubernetes that manifests are written for, such as `1.36`. */
  readonly kubernetesVersion: string;
  /** What schemas there are beside those of the workspace; undefined where nobody reads any. */
  readonly schemas?: Pick<KnownSchemas, 'archive' | 'paths'> | undefined;
}

/** A version of a file that somebody works on. */
export interface WorkedOn {
  readonly file: SourceFile;
  readonly around: Surroundings;
}

/** A place in it: an offset in UTF-16 units, counted from the beginning of the file. */
export interface Spot extends WorkedOn {
  readonly offset: number;
}

/** A manifest, and where in its file it begins. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  readonly start: number;
}

/** The manifests of a file, in the order of the text. */
export function manifestsOf({ units }: Pick<SourceFile, 'units'>): readonly PlacedManifest[] {
  return units.flatMap(({ unit, start }) => (unit.model instanceof Manifest ? [{ manifest: unit.model, start }] : []));
}

/** The manifest that a place is in; only that one is looked into, for a file may hold hundreds. */
export function manifestAt({ file, offset }: Pick<Spot, 'file' | 'offset'>): PlacedManifest | undefined {
  const placed = unitAt(file.units, offset);
  return placed?.unit.model instanceof Manifest ? { manifest: placed.unit.model, start: placed.start } : undefined;
}

/** The Dockerfile that a file is; its offsets are those of the file. */
export function dockerfileOf({ units }: Pick<SourceFile, 'units'>): Dockerfile | undefined {
  const [only] = units;
  // Nothing else is parsed for being asked whether it is one.
  if (only?.unit.language !== 'dockerfile') return undefined;
  return only.unit.model instanceof Dockerfile ? only.unit.model : undefined;
}

/** The resources around those of a file; undefined for what is no manifest. */
export async function neighbourhoodOf({ file, around }: WorkedOn): Promise<Neighbourhood | undefined> {
  if (file.language !== 'kubernetes') return undefined;
  const { neighbours } = await surveyManifests(file, around.host);
  return neighbours instanceof Neighbourhood ? neighbours : undefined;
}

/** The unit that a place is in, which need not be parsed for that. */
export function unitAt(units: readonly PlacedUnit[], offset: number): PlacedUnit | undefined {
  const placed = units.findLast(({ start }) => start <= offset);
  return placed && offset <= placed.start + placed.unit.text.length ? placed : undefined;
}
