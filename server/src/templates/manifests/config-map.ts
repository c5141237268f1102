import type { Template } from '../template.ts';

export const k8sConfigmap: Template = {
  id: 'k8s-configmap',
  title: 'Kubernetes ConfigMap',
  description: 'ConfigMap with a value and a file',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    key: { description: 'name of the value', default: 'LOG_LEVEL' },
    value: { description: 'value', default: 'info' },
    file: { description: 'name of the file', default: 'config.yaml' },
    line: { description: 'what stands in the file', default: 'verbose: false' },
  },
  body: `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
data:
  {{key}}: "{{value}}"
  {{file}}: |
    {{line}}
`,
};
