import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { amended } from './amendments.ts';
import { readDeclaration } from './read-declaration.ts';
import type { Declaration, Field, Kind, Type } from './types.ts';

/** Where the packages are installed. */
export const packagesFolder = path.resolve(import.meta.dirname, '../../node_modules');

/** What all others build upon: Kubernetes itself. */
export const builtInPackages = ['kubernetes-models', '@kubernetes-models/apimachinery'] as const;

/** Common custom resources. */
export const customPackages = [
  'argo-cd',
  'argo-rollouts',
  'argo-workflows',
  'cert-manager',
  'external-secrets',
  'flux-cd',
  'gateway-api',
  'istio',
  'karpenter',
  'keda',
  'knative',
  'prometheus-operator',
  'sealed-secrets',
  'traefik',
].map((name) => `@kubernetes-models/${name}`);

/** Everything that packages declare. */
export class Model {
  private readonly declarations: ReadonlyMap<string, Declaration>;
  readonly kinds: readonly Kind[];

  constructor(declarations: readonly Declaration[]) {
    this.declarations = new Map(declarations.map((declaration) => [declaration.id, declaration]));
    this.kinds = declarations.flatMap(kindOf);
  }

  /** The ids of all declarations. */
  get ids(): readonly string[] {
    return [...this.declarations.keys()];
  }

  /** The declaration with an id. Throws when no package that was read has it. */
  get(id: string): Declaration {
    const declaration = this.declarations.get(id);
    if (!declaration) throw new Error(`there is no type ${id}`);
    return declaration;
  }

  /** The type of a declaration, with the fields of those that it extends. What is another name is followed. */
  typeOf(id: string): Type {
    const { type, extended } = this.get(id);
    if (type.is === 'reference') return this.typeOf(type.to);
    if (type.is !== 'object' || extended.length === 0) return type;
    const fields = new Map<string, Field>();
    for (const base of extended) {
      const inherited = this.typeOf(base);
      if (inherited.is === 'object') for (const field of inherited.fields) fields.set(field.name, field);
    }
    for (const field of type.fields) fields.set(field.name, field);
    return { ...type, fields: [...fields.values()] };
  }
}

/** Reads the type declarations of packages, and amends them. */
export function readModel(packages: readonly string[]): Model {
  return new Model(amended(packages.flatMap((name) => [...declarationsIn(name)])));
}

function* declarationsIn(folder: string): Iterable<Declaration> {
  for (const entry of readdirSync(path.join(packagesFolder, folder), { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isDirectory() && name !== '_schemas' && name !== 'node_modules')
      yield* declarationsIn(`${folder}/${name}`);
    if (!name.endsWith('.d.ts') || name === 'index.d.ts') continue;
    const source = readFileSync(path.join(packagesFolder, folder, name), 'utf8');
    const declaration = readDeclaration(`${folder}/${name.slice(0, -'.d.ts'.length)}`, source);
    if (declaration) yield declaration;
  }
}

/** The kind that a type is; none when it is only part of one. */
function kindOf({ id, type, isKind }: Declaration): Kind[] {
  if (!isKind) return [];
  const [apiVersion, kind] = [onlyValue(type, 'apiVersion'), onlyValue(type, 'kind')];
  return apiVersion !== undefined && kind !== undefined ? [{ apiVersion, kind, id }] : [];
}

function onlyValue(type: Type, name: string): string | undefined {
  if (type.is !== 'object') return undefined;
  const field = type.fields.find((candidate) => candidate.name === name);
  if (field?.type.is !== 'enum' || field.type.values.length !== 1) return undefined;
  return String(field.type.values[0]);
}
