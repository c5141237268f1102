import { mostSimilar } from '../../text/similar.ts';
import { isWithin } from '../schema/history.ts';
import { builtInGroups, builtInKinds, kindsOf, versionsOf } from './built-in.ts';
import { availableSince, retirementOf } from './retired.ts';

/** A kind in an API version. */
export interface Api {
  readonly apiVersion: string;
  readonly kind: string;
}

/** How many letters may be wrong in the name of an API group that anybody may have chosen. */
const slips = 2;

/**
 * What is most likely meant by a kind that does not exist in an API version, where that is certain: its name is nearly
 * one of Kubernetes itself, and what is written is nobody else's. Undefined for everything else, alpha versions
 * included. The answer is served in that version of Kubernetes.
 */
export function correctionOf({ apiVersion, kind }: Api, kubernetesVersion: string): Api | undefined {
  // What a template has yet to fill in is not known.
  if (apiVersion === '') return undefined;
  const kinds = kindsOf(apiVersion);
  if (kinds?.includes(kind) || kind.endsWith('List') || retirementOf(apiVersion, kind)) return undefined;
  const meant = versionsOf(kind).length > 0 ? kind : [...builtInKinds()].find((one) => isSameWord(one, kind));
  if (meant !== undefined && kinds?.includes(meant)) return { apiVersion, kind: meant };
  if (meant !== undefined && isWrong(apiVersion, meant)) {
    const served = versionsOf(meant).filter((one) => isServed({ apiVersion: one, kind: meant }, kubernetesVersion));
    const nearest = mostSimilar(apiVersion, served, Number.POSITIVE_INFINITY);
    return nearest === undefined ? undefined : { apiVersion: nearest, kind: meant };
  }
  const nearKind = kinds && mostSimilar(kind, kinds);
  return nearKind === undefined ? undefined : { apiVersion, kind: nearKind };
}

function isSameWord(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

/** Whether an API version that does not have a kind of Kubernetes itself cannot have it. */
function isWrong(apiVersion: string, kind: string): boolean {
  const slash = apiVersion.indexOf('/');
  const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const groups = versionsOf(kind).map((one) => (one.includes('/') ? (one.split('/')[0] ?? '') : ''));
  // Alpha versions come and go, and a cluster may have some that are asked for.
  if (groups.includes(group)) return !/^v\d+(?:alpha|beta)\d+$/.test(version);
  // Who defines resources of his own has to put a dot into the name of their group.
  if (builtInGroups.has(group) || !group.includes('.')) return true;
  return mostSimilar(group, groups.filter(Boolean), slips) !== undefined;
}

function isServed({ apiVersion, kind }: Api, kubernetesVersion: string): boolean {
  return isWithin(kubernetesVersion, {
    since: availableSince(apiVersion, kind),
    removed: retirementOf(apiVersion, kind)?.removed,
  });
}
