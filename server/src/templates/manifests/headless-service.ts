import type { Template } from '../template.ts';

export const k8sHeadlessService: Template = {
  id: 'k8s-headless-service',
  title: 'Kubernetes headless Service',
  description: 'Service without an address of its own, whose name leads to each of its pods',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    port: { description: 'port of the pods', default: '8080' },
    targetPort: { description: 'the same by the name that it has in the pods', default: 'http' },
  },
  body: `apiVersion: v1
kind: Service
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  clusterIP: None
  selector:
    app.kubernetes.io/name: {{name}}
  ports:
    - name: http
      port: {{port}}
      targetPort: {{targetPort}}
`,
};
