import type { Field } from '../template.ts';

/** Fields that many templates have; each template puts them in the order in which it asks for them. */
type Fields = Readonly<Record<string, Field>>;

export const image: Fields = {
  image: { description: 'image, with its tag', default: 'registry.example.com/{{name}}:1.0.0' },
};

export const port: Fields = {
  port: { description: 'port that is listened on', default: '8080' },
};

/** The user is left out where the image says it with a number, or where the cluster gives one, as OpenShift does. */
export const user: Fields = {
  user: { description: 'number of the user and group that it runs as', default: '10001', isOptional: true },
};

export const resources: Fields = {
  cpuRequest: { description: 'processor time that is reserved', default: '200m' },
  memoryRequest: { description: 'memory that is reserved', default: '100Mi' },
  cpuLimit: { description: 'most processor time', default: '300m' },
  memoryLimit: { description: 'most memory', default: '200Mi' },
};

export const probes: Fields = {
  livenessPath: { description: 'path that answers while the program lives', default: '/livez' },
  readinessPath: { description: 'path that answers while it can serve', default: '/readyz' },
};
