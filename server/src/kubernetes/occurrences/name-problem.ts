import { labelKeyProblem, labelValueProblem } from '../label-syntax.ts';
import { portNameProblem, servicePortNameProblem } from '../port-names.ts';
import type { Occurrence } from './occurrence.ts';

/** What is wrong with a name for what stands at an occurrence, in a few words; undefined for valid ones. */
export function nameProblem({ sort, owner, name: old }: Occurrence, name: string): string | undefined {
  if (name === '') return 'it is empty';
  switch (sort) {
    case 'label':
      return labelValueProblem(name);
    case 'label key':
      return labelKeyProblem(name);
    case 'port':
      return portNameProblem(name);
    case 'service port':
      return servicePortNameProblem(name);
    case 'container':
    case 'volume':
      return labelProblem(name);
    case 'key':
      return keyProblem(name);
    case 'listener':
      return subdomainProblem(name);
    case 'resource':
      return resourceNameProblem(owner.by === 'name' ? owner.kinds : [], name, old);
  }
}

/** Kinds whose names become a label of a domain name (kubernetes.io, "Object Names and IDs"). */
const labelled: ReadonlySet<string> = new Set(['Namespace', 'Service']);
/** Kinds whose names need only be a segment of a path. */
const segments: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

function resourceNameProblem(kinds: readonly string[], name: string, old: string): string | undefined {
  if (kinds.some((kind) => segments.has(kind))) {
    return /[/%]/.test(name) || name === '.' || name === '..' ? 'it may hold neither "/" nor "%"' : undefined;
  }
  if (!kinds.some((kind) => labelled.has(kind))) return subdomainProblem(name);
  const needsLetter = kinds.includes('Service') && /^[a-z]/.test(old);
  return labelProblem(name) ?? (needsLetter && /^\d/.test(name) ? 'it must begin with a letter' : undefined);
}

/** What is wrong with a label of a domain name (RFC 1123, section 2.1). */
function labelProblem(name: string): string | undefined {
  if (name.length > 63) return `it has ${name.length} characters, and 63 is the most`;
  if (!/^[a-z\d-]*$/.test(name)) return 'it may hold only small letters, digits and hyphens';
  return /^-|-$/.test(name) ? 'it may not begin or end with a hyphen' : undefined;
}

/** What is wrong with a domain name of several labels. */
function subdomainProblem(name: string): string | undefined {
  if (name.length > 253) return `it has ${name.length} characters, and 253 is the most`;
  if (!/^[a-z\d.-]*$/.test(name)) return 'it may hold only small letters, digits, hyphens and dots';
  const isDomain = name.split('.').every((label) => /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(label));
  return isDomain ? undefined : 'each part of it must begin and end with a letter or digit';
}

/** What is wrong with a key of a ConfigMap or Secret (API reference, `ConfigMap`). */
function keyProblem(name: string): string | undefined {
  if (name.length > 253) return `it has ${name.length} characters, and 253 is the most`;
  if (!/^[\w.-]+$/.test(name)) return 'it may hold only letters, digits, "-", "_" and "."';
  return name === '.' || name.startsWith('..') ? 'it may not be a path' : undefined;
}
