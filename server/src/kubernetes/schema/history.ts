import { isAtLeast, type Release } from '../api-versions/release.ts';
import { historyText } from './history-text.ts';

/** Which releases have something that not all have. */
export interface Lifetime {
  /** The first release that has it; undefined when 1.25 had it already. */
  readonly since?: Release | undefined;
  /** The first release that no longer has it; undefined as long as there is none. */
  readonly removed?: Release | undefined;
}

/**
 * The fields of a type that some release from 1.25 on does not have, with those that 1.36 no longer has, and which
 * releases have them. Not among them is what came together with the type itself. The type is one of Kubernetes 1.36, by
 * its full name in the OpenAPI document: `io.k8s.api.core.v1.PodSpec`.
 */
export function lifetimesIn(type: string): ReadonlyMap<string, Lifetime> {
  return lifetimes(type.replace(/^io\.k8s\.api\./, ''));
}

/**
 * Which releases serve a kind in an API version. Undefined where all from 1.25 on do, and where none does. Alpha versions
 * are served where they are asked for.
 */
export function lifetimeOfKind(apiVersion: string, kind: string): Lifetime | undefined {
  // The types of API versions have names with dots, the versions themselves a slash.
  return apiVersion.includes('/') ? lifetimes(apiVersion).get(kind) : undefined;
}

/** Whether a version of Kubernetes, such as `1.30`, is one of the releases that have something. */
export function isWithin(version: string, { since, removed }: Lifetime): boolean {
  return (since === undefined || isAtLeast(version, since)) && (removed === undefined || !isAtLeast(version, removed));
}

/** The lines by the names with which they begin, and what has been read of them. */
let lines: ReadonlyMap<string, string> | undefined;
const decoded = new Map<string, ReadonlyMap<string, Lifetime>>();
const none: ReadonlyMap<string, Lifetime> = new Map();

function lifetimes(name: string): ReadonlyMap<string, Lifetime> {
  lines ??= new Map(historyText.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line]));
  const line = lines.get(name);
  if (!line) return none;
  const known = decoded.get(name) ?? new Map(line.split(' ').slice(1).map(decode));
  decoded.set(name, known);
  return known;
}

/** Reads `source+26-31`. */
function decode(entry: string): readonly [name: string, lifetime: Lifetime] {
  const [, name = '', since, removed] = /^([^+-]+)(?:\+(\d+))?(?:-(\d+))?$/.exec(entry) ?? [];
  return [name, { ...(since && { since: `1.${Number(since)}` }), ...(removed && { removed: `1.${Number(removed)}` }) }];
}
