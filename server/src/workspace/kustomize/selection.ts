import { LinearPattern } from '../../text/linear-pattern.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { BuildResource } from './resource.ts';

/**
 * The resources a patch's `target` selects: group, version, kind, name and namespace are regular expressions for all of
 * the text, labels and annotations are selectors as those of `kubectl`. Undefined when it cannot be read.
 */
export function select(resources: readonly BuildResource[], target: YamlValue): readonly BuildResource[] | undefined {
  try {
    const [group, version, kind, name, namespace] = ['group', 'version', 'kind', 'name', 'namespace'].map((field) =>
      pattern(target.get(field).text),
    );
    const labels = requirementsOf(target.get('labelSelector').text);
    const annotations = requirementsOf(target.get('annotationSelector').text);
    return resources.filter(
      (resource) =>
        group?.test(resource.group) &&
        version?.test(resource.version) &&
        kind?.test(resource.kind) &&
        resource.identities.some((identity) => name?.test(identity.name) && namespace?.test(identity.namespace)) &&
        labels.every((meets) => meets((label) => resource.meta('labels', label))) &&
        annotations.every((meets) => meets((annotation) => resource.meta('annotations', annotation))),
    );
  } catch {
    return undefined;
  }
}

/** The resource that a patch without a target is for: the one it calls by kind and name. */
export function namedBy(
  resources: readonly BuildResource[],
  patch: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace: string },
): readonly BuildResource[] {
  return resources.filter(
    (resource) =>
      resource.kind === patch.kind &&
      resource.apiVersion === patch.apiVersion &&
      resource.identities.some(
        ({ name, namespace }) =>
          name === patch.name &&
          (resource.isClusterScoped || (namespace || 'default') === (patch.namespace || 'default')),
      ),
  );
}

function pattern(text: string | undefined): LinearPattern {
  return new LinearPattern(text === undefined || text === '' ? '' : `^(?:${text})$`);
}

type Requirement = (lookUp: (name: string) => string | undefined) => boolean;

/** The requirements of a selector: `a=b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a` and `!a`. */
function requirementsOf(selector: string | undefined): readonly Requirement[] {
  return (selector?.match(/[^,(]+(?:\([^)]*\))?/g) ?? []).map((written): Requirement => {
    const text = written.trim();
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
    if (set) {
      const values = (set[3] ?? '').split(',').map((value) => value.trim());
      return (lookUp) => {
        const value = lookUp(set[1] ?? '');
        return set[2] === 'in'
          ? value !== undefined && values.includes(value)
          : value === undefined || !values.includes(value);
      };
    }
    const equality = /^([^=!\s]+)\s*(==?|!=)\s*(\S*)$/.exec(text);
    if (equality) return (lookUp) => (lookUp(equality[1] ?? '') === equality[3]) === (equality[2] !== '!=');
    return text.startsWith('!')
      ? (lookUp) => lookUp(text.slice(1).trim()) === undefined
      : (lookUp) => lookUp(text) !== undefined;
  });
}
