import { definitionName } from './names.ts';
import { newerFields, newerValues } from './newer.ts';
import { twinsOf } from './twins.ts';
import { type Declaration, type Field, packageOf, type Type } from './types.ts';

/** Declarations with what their packages leave out, and without what they demand and no API server does. */
export function amended(declarations: readonly Declaration[]): readonly Declaration[] {
  const widened = declarations.map((declaration) => {
    const { id, type } = declaration;
    return { ...declaration, type: widen(type, definitionName(id)) };
  });
  return [...relaxed(widened.map(withOpenObject).map(withForeignKind)), ...twinsOf(widened)];
}

const kinds: Readonly<Record<string, Type>> = {
  text: { is: 'string' },
  texts: { is: 'list', of: { is: 'string' } },
  boolean: { is: 'boolean' },
  integer: { is: 'number' },
  quantity: { is: 'union', of: [{ is: 'number' }, { is: 'string' }] },
  anything: { is: 'anything' },
};

const fieldRows = Object.entries(newerFields).map(
  ([key, row]) =>
    [
      patternOf(key),
      row.split(' ').map((entry): Field => {
        const [name = '', holds = ''] = entry.split(':');
        return { name, isRequired: false, type: kinds[holds] ?? { is: 'anything' }, description: undefined };
      }),
    ] as const,
);
const valueRows = Object.entries(newerValues).map(([key, row]) => [patternOf(key), row.split(' ')] as const);

function patternOf(key: string): RegExp {
  return new RegExp(`^${key.replace(/[.[\]{}]/g, '\\$&').replaceAll('*', '.*')}$`);
}

/** A type with what is newer than its package; `where` is the name of the definition and the path in it. */
function widen(type: Type, where: string): Type {
  switch (type.is) {
    case 'object': {
      const newer = fieldRows.flatMap(([pattern, row]) => (pattern.test(where) ? row : []));
      const fields = type.fields.map((field) => {
        return { ...field, type: widen(field.type, `${where}${where.includes(' ') ? '.' : ' '}${field.name}`) };
      });
      const changed = new Set(newer.map(({ name }) => name));
      return { ...type, fields: [...fields.filter(({ name }) => !changed.has(name)), ...newer] };
    }
    case 'list':
      return { ...type, of: widen(type.of, `${where}[]`) };
    case 'map':
      return { ...type, of: widen(type.of, `${where}{}`) };
    case 'enum':
      return {
        ...type,
        values: [...type.values, ...valueRows.flatMap(([pattern, row]) => (pattern.test(where) ? row : []))],
      };
    default:
      return type;
  }
}

/** What the API server takes as it comes, whatever is said of it: the values of a chart, and settings of the kubelet. */
function withOpenObject(declaration: Declaration): Declaration {
  const { id, type } = declaration;
  if (type.is !== 'object' || !/\/(?:IstioOperator|KubeletConfiguration)$/.test(id)) return declaration;
  return { ...declaration, type: { ...type, isOpen: true } };
}

/**
 * An object that stands in others and is of a kind of somebody else's, such as a claim for a volume: the packages say
 * that its own type is its kind.
 */
function withForeignKind(declaration: Declaration): Declaration {
  const { type, isKind } = declaration;
  if (isKind || type.is !== 'object') return declaration;
  const names = type.fields.filter((field) => field.type.is === 'enum').map(({ name }) => name);
  if (!names.includes('apiVersion') || !names.includes('kind')) return declaration;
  const fields = type.fields.map((field): Field => {
    if (field.name !== 'apiVersion' && field.name !== 'kind') return field;
    return { ...field, isRequired: false, type: { is: 'string' } };
  });
  return { ...declaration, type: { ...type, fields } };
}

/**
 * The types of pods that others use and in which they demand less: Knative names containers and chooses the ports of
 * probes itself, Argo Workflows names the only container of a template.
 */
const borrowed: Readonly<Record<string, readonly string[]>> = {
  knative: ['PodSpec', 'Container', 'Probe', 'HTTPGetAction', 'TCPSocketAction', 'GRPCAction'],
  'argo-workflows': ['Container'],
};

/** Where it is the whole list of a pod's containers that Argo Workflows borrows from, the names are needed. */
const namesContainers = /\/(?:UserContainer|ContainerNode)$/;

/** The types whose fields are not required in truth, though their authors in Go forgot to say so. */
const demanding =
  /^@kubernetes-models\/(?:knative\/|external-secrets\/.*\/(?:DopplerAuth|PulumiProvider|SecretServerProvider|WebhookProvider)$|flux-cd\/.*\/CustomHealthCheck$)/;

function relaxed(declarations: readonly Declaration[]): readonly Declaration[] {
  const present = new Set(declarations.map(({ id }) => packageOf(id)));
  const copies = Object.entries(borrowed).flatMap(([name, types]) => {
    if (!present.has(name)) return [];
    const originals = declarations.filter(({ id }) => types.some((type) => id === `kubernetes-models/v1/${type}`));
    return originals.map((original) => ({
      ...original,
      id: `@kubernetes-models/${name}/${original.id}`,
      type: withoutDemands(redirect(original.type, name)),
    }));
  });
  const others = declarations.map((declaration) => {
    const name = packageOf(declaration.id);
    if (!borrowed[name] || namesContainers.test(declaration.id)) return declaration;
    const extended = declaration.extended.map((id) => borrowedId(id, name));
    return { ...declaration, extended, type: redirect(declaration.type, name) };
  });
  const free = others.map((declaration) =>
    demanding.test(declaration.id) ? { ...declaration, type: withoutDemands(declaration.type) } : declaration,
  );
  return [...free, ...copies];
}

/** A type that refers to the copies of borrowed types. */
function redirect(type: Type, name: string): Type {
  switch (type.is) {
    case 'reference':
      return { ...type, to: borrowedId(type.to, name) };
    case 'list':
    case 'map':
      return { ...type, of: redirect(type.of, name) };
    case 'object':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: redirect(field.type, name) })) };
    default:
      return type;
  }
}

function borrowedId(id: string, name: string): string {
  const isBorrowed = borrowed[name]?.some((type) => id === `kubernetes-models/v1/${type}`);
  return isBorrowed ? `@kubernetes-models/${name}/${id}` : id;
}

/** An object of which nothing is required but what says which kind it is, nor of the objects that it declares itself. */
function withoutDemands(type: Type): Type {
  if (type.is === 'list' || type.is === 'map') return { ...type, of: withoutDemands(type.of) };
  if (type.is !== 'object') return type;
  const fields = type.fields.map((field) => {
    return {
      ...field,
      isRequired: ['apiVersion', 'kind'].includes(field.name) && field.type.is === 'enum',
      type: withoutDemands(field.type),
    };
  });
  return { ...type, fields };
}
