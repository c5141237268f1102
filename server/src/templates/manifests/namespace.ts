import type { Template } from '../template.ts';

const levels = ['restricted', 'baseline', 'privileged'];

export const k8sNamespace: Template = {
  id: 'k8s-namespace',
  title: 'Kubernetes Namespace',
  description: 'Namespace that takes only pods that keep to a level of the Pod Security Standards',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'apps' },
    level: { description: 'level that pods have to keep to', default: 'restricted', choices: levels },
    version: { description: 'version of the standards', default: 'latest', choices: ['latest', 'v1.36', 'v1.35'] },
    warned: { description: 'level that is warned about', default: 'restricted', choices: levels },
  },
  body: `apiVersion: v1
kind: Namespace
metadata:
  name: {{name}}
  labels:
    pod-security.kubernetes.io/enforce: {{level}}
    pod-security.kubernetes.io/enforce-version: {{version}}
    pod-security.kubernetes.io/warn: {{warned}}
    pod-security.kubernetes.io/warn-version: {{version}}
    pod-security.kubernetes.io/audit: {{warned}}
    pod-security.kubernetes.io/audit-version: {{version}}
`,
};
