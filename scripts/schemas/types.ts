/** What a value may be, as a type declaration says it. */
export type Type =
  | { readonly is: 'string' | 'number' | 'boolean' | 'anything' }
  | { readonly is: 'enum'; readonly values: readonly (string | number)[] }
  | { readonly is: 'list' | 'map'; readonly of: Type }
  /** It is open when it may have other fields as well. */
  | { readonly is: 'object'; readonly fields: readonly Field[]; readonly isOpen?: true }
  | { readonly is: 'reference'; readonly to: string }
  | { readonly is: 'union'; readonly of: readonly Type[] };

/** A field of an object. */
export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: Type;
  /** What its documentation says; undefined when it has none. */
  readonly description: string | undefined;
}

/**
 * A type that has a name. Its `id` is the path of the file that declares it, below the folder of all packages and without
 * an ending: `kubernetes-models/apps/v1/DeploymentSpec`. It is what tells types of equal names apart.
 */
export interface Declaration {
  readonly id: string;
  readonly description: string | undefined;
  readonly type: Type;
  /** Whether objects of it are resources, which have a kind and an API version of their own. */
  readonly isKind: boolean;
  /** The ids of the types whose fields it has as well. */
  readonly extended: readonly string[];
}

/** A kind of resource, and the id of its declaration. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly id: string;
}

/** The package that declares a type, such as `kubernetes-models` or `argo-cd`. */
export function packageOf(id: string): string {
  const [scope = '', name = ''] = id.split('/');
  return scope.startsWith('@') ? name : scope;
}
