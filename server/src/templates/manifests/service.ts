import type { Template } from '../template.ts';

export const k8sService: Template = {
  id: 'k8s-service',
  title: 'Kubernetes Service',
  description: 'Service for the pods of a Deployment, by name of the port',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    port: { description: 'port that is listened on', default: '80' },
    targetPort: { description: 'name or number of the port of the pods', default: 'http' },
  },
  body: `apiVersion: v1
kind: Service
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  selector:
    app.kubernetes.io/name: {{name}}
  ports:
    - name: http
      port: {{port}}
      targetPort: {{targetPort}}
`,
};
