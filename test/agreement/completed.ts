export type PlainObject = { [key: string]: unknown };

/** Where workloads keep their pods. */
const podTemplates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  DeploymentConfig: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

const withSelector: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/**
 * A mock object with what the API server requires of its kind. Tests leave out what they are not about; to us an object
 * of which something is missing is a patch, of which nothing can be said.
 */
export function completed(object: PlainObject): PlainObject {
  delete object.status;
  const kind = String(object.kind);
  const place = podTemplates[kind];
  if (place === undefined) return object;
  const template = place.reduce(inner, object);
  const spec = inner(template, 'spec');
  const containers = Array.isArray(spec.containers) && spec.containers.length > 0 ? spec.containers : [{}];
  spec.containers = containers.map((one: PlainObject) => ({
    name: 'app',
    image: 'registry.example.com/app:1.0',
    ...one,
  }));
  if (kind === 'CronJob') inner(object, 'spec').schedule ||= '0 3 * * *';
  if (!withSelector.has(kind)) return object;
  const metadata = inner(template, 'metadata');
  const own = inner(object, 'spec');
  metadata.labels ??= matchLabelsOf(own.selector) ?? { app: 'app' };
  own.selector ??= { matchLabels: metadata.labels };
  return object;
}

/** The labels that a selector asks for: without them in its template the API server refuses a workload. */
function matchLabelsOf(selector: unknown): unknown {
  return typeof selector === 'object' && selector !== null && 'matchLabels' in selector
    ? selector.matchLabels
    : undefined;
}

/** A map in a map, made when it is not there. */
function inner(map: PlainObject, key: string): PlainObject {
  const present = map[key];
  if (typeof present === 'object' && present !== null) return present as PlainObject;
  const made: PlainObject = {};
  map[key] = made;
  return made;
}
