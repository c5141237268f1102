import type { Template } from '../template.ts';

export const k8sPvc: Template = {
  id: 'k8s-pvc',
  title: 'Kubernetes PersistentVolumeClaim',
  description: 'Claim of a volume that one node, or one pod, mounts at a time, of a class that is named',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'data' },
    access: {
      description: 'who may mount it at a time',
      default: 'ReadWriteOnce',
      choices: ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany'],
    },
    class: { description: 'storage class', default: 'standard', isOptional: true },
    storage: { description: 'size', default: '1Gi' },
  },
  body: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  accessModes:
    - {{access}}
  {{#class}}
  storageClassName: {{class}}
  {{/class}}
  resources:
    requests:
      storage: {{storage}}
`,
};
