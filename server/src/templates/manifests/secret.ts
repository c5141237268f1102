import type { Template } from '../template.ts';

export const k8sSecret: Template = {
  id: 'k8s-secret',
  title: 'Kubernetes Secret',
  description: 'Secret whose value is put in when it is applied, by envsubst or Flux, so that it lies in no repository',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    key: { description: 'key', default: 'password' },
    variable: { description: 'variable that has the value', default: 'PASSWORD' },
  },
  body: `apiVersion: v1
kind: Secret
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
type: Opaque
stringData:
  {{key}}: "\${{{variable}}}"
`,
};
