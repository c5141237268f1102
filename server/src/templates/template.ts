/**
 * A file, or a part of one, that is offered to be written: completed in an editor, filled by `seaworthy init`. What it
 * says passes the preset `strict` as it stands, but for digests, which only a registry knows.
 *
 * In the body `{{name}}` stands for a field, and everything else, `$` included, for itself. Lines between `{{#name}}` and
 * `{{/name}}`, each on a line of its own, are there when the field has a value; those between `{{^name}}` and `{{/name}}`
 * when it is left empty.
 */
export interface Template {
  /** Kebab case; also what is typed to get it. */
  readonly id: string;
  /** What it makes, as a heading says it. */
  readonly title: string;
  /** In what respect it is good, in a line without a full stop. */
  readonly description: string;
  readonly kind: TemplateKind;
  readonly place: TemplatePlace;
  /** What somebody may want otherwise, by name, in the order in which they are asked for it. */
  readonly fields: Readonly<Record<string, Field>>;
  /** With a line break at the end of every line. */
  readonly body: string;
}

export type TemplateKind = 'dockerfile' | 'dockerignore' | 'script' | 'manifest';

/**
 * Where it fits: a whole `file`, a `stage` of a Dockerfile or an `instruction` in one, a `resource` in a document of its
 * own, a `kustomization` in the file of that name; in a pod a `container` or an `init container` among the others, a `pod
 * field` beside them and a `container field` in one. The body of a field may be a list: then its members fit there too.
 */
export type TemplatePlace = 'file' | 'stage' | 'instruction' | 'resource' | 'kustomization' | PlaceInPod;

export type PlaceInPod = 'container' | 'init container' | 'pod field' | 'container field';

export interface Field {
  /** What it is, in a few words. */
  readonly description: string;
  /** What it is unless somebody says otherwise; may have the fields before it: `cmd/{{name}}`. */
  readonly default: string;
  /** What else people put there. */
  readonly choices?: readonly string[];
  /** Whether it may be left empty: then the lines that are there for it are left out. */
  readonly isOptional?: true;
}
