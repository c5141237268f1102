import { fill } from '../../server/src/templates/fill.ts';
import { indent } from '../../server/src/templates/manifests/fragments.ts';
import { manifestTemplates } from '../../server/src/templates/manifests/index.ts';
import type { Template } from '../../server/src/templates/template.ts';

const paths: Readonly<Record<Template['kind'], string>> = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  script: 'entrypoint.sh',
  manifest: 'manifest.yaml',
};

/** What somebody may put into fields, by their names, beside what the templates suggest. */
const odd: Readonly<Record<string, string>> = {
  name: 'my-2nd-app',
  port: '9443',
  image: 'registry.example.com:5000/team/my-2nd-app:2.0.0-rc.1',
  portName: 'grpc-web',
  replicas: '11',
  user: '65532',
  cpuRequest: '0.5',
  memoryRequest: '64M',
  cpuLimit: '2',
  memoryLimit: '1Gi',
  livenessPath: '/healthz?full=1',
  storage: '1.5Ti',
  host: 'a.b.c.example.org',
  path: '/a-b/_c',
  schedule: '*/5 8-18 * * 1-5',
  timeZone: 'Europe/Berlin',
  unavailable: '25%',
  namespace: 'team-2',
  volume: 'cache-2',
  value: 'yes: # no',
  upstream: '10.0.0.1:6379',
};

/** Unusual values for the fields of a template. */
export function oddValuesOf({ fields }: Template): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(odd).filter(([name]) => name in fields));
}

/** What a template has written, and what has to stand around it for the file to be whole. */
export function inContext(template: Template, text: string): { readonly path: string; readonly text: string } {
  const { kind, place } = template;
  if (place === 'stage' || place === 'instruction')
    return { path: paths[kind], text: `FROM alpine:3.24\nUSER 10001\n${text}` };
  if (place === 'file' || place === 'resource') return { path: paths[kind], text };
  if (place === 'kustomization') return { path: 'kustomization.yaml', text };
  return { path: paths[kind], text: deploymentWith(template, text) };
}

/** A Deployment that consists of the templates of parts, one of them filled as given. */
function deploymentWith({ id, place }: Template, text: string): string {
  const part = (other: string) => (other === id ? text : filled(other));
  const name = /app\.kubernetes\.io\/name: (\S+)/.exec(text)?.[1] ?? 'app';
  const fields = ['k8s-resources', 'k8s-probes', 'k8s-security-context', 'k8s-env-from-secret', 'k8s-volume-mount'];
  const portName = /port: ([a-z]\S*)/.exec(part('k8s-probes'))?.[1] ?? 'http';
  const container = `- name: app
  image: registry.example.com/app:1.0.0
  ports:
    - name: ${portName}
      containerPort: 8080
${indent(2, fields.map(part).join(''))}`;
  const volume = /- name: (\S+)\n +(?:mountPath|emptyDir)/.exec(text)?.[1] ?? 'tmp';
  const inPod = [
    'automountServiceAccountToken: false\n',
    part('k8s-pod-security-context'),
    part('k8s-spread'),
    place === 'init container' ? `initContainers:\n${indent(2, text)}` : '',
    `containers:\n${indent(2, place === 'container' ? text : container)}`.replaceAll('name: tmp', `name: ${volume}`),
    place === 'container' ? '' : part('k8s-volume').replaceAll('name: tmp', `name: ${volume}`),
  ];
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
${indent(6, inPod.join(''))}`;
}

/**
 * What belongs beside what a template writes, made of the other templates: who judges a workload asks for policies and
 * budgets, who judges a Service for the pods behind it.
 */
export function companionsOf(text: string): Readonly<Record<string, string>> {
  const declared = [...text.matchAll(/^kind: (\w+)\nmetadata:\n {2}name: (\S+)(?:\n {2}namespace: (\S+))?/gm)].map(
    ([, kind = '', name = '', namespace]) => ({ kind, name, namespace }),
  );
  const has = (kind: string) => declared.some((one) => one.kind === kind);
  const [{ name = 'app', namespace } = {}] = declared;
  const selected = /(?:service|scaleTargetRef):\n(?: +\w+: .*\n)*? +name: (\S+)/.exec(text)?.[1] ?? name;
  const files: Record<string, string> = {};
  const add = (id: string, values: Record<string, string> = {}) => {
    const path = `${id}-${values.name ?? ''}.yaml`;
    const own = filled(id, values);
    files[path] = namespace ? own.replaceAll('metadata:\n', `metadata:\n  namespace: ${namespace}\n`) : own;
  };
  const workloads = declared.filter(({ kind }) => /^(?:Deployment|StatefulSet|DaemonSet|Job|CronJob)$/.test(kind));
  const isAbout = /^(?:Service|Ingress|HorizontalPodAutoscaler|PodDisruptionBudget|NetworkPolicy)$/m;
  const image = /^images:\n {2}- name: (\S+)$/m.exec(text)?.[1];
  if (image !== undefined) {
    const deployment = filled('k8s-deployment', { image: `${image}:0.9.0` });
    return { 'deployment.yaml': deployment, 'service.yaml': filled('k8s-service') };
  }
  if (workloads.length === 0 && declared.some(({ kind }) => isAbout.test(kind))) {
    const kind = /^ {4}kind: StatefulSet$/m.test(text) ? 'k8s-statefulset' : 'k8s-deployment';
    add(kind, { name: selected, ...(has('HorizontalPodAutoscaler') && { replicas: '' }) });
    workloads.push({ kind: 'Deployment', name: selected, namespace: undefined });
    if (has('Ingress')) add('k8s-service', { name: selected });
  }
  if (workloads.length > 0 && !/^ {2}podSelector: \{\}$/m.test(text)) add('k8s-networkpolicy-default-deny');
  for (const { kind, name } of workloads)
    if (/^(?:Deployment|StatefulSet)$/.test(kind) && !has('PodDisruptionBudget')) add('k8s-pdb', { name });
  return files;
}

function filled(id: string, values: Readonly<Record<string, string>> = {}): string {
  const template = manifestTemplates.find((one) => one.id === id);
  if (!template) throw new Error(`there is no template ${id}`);
  return fill(template, values);
}
