import type { Template } from '../template.ts';

export const k8sPdb: Template = {
  id: 'k8s-pdb',
  title: 'Kubernetes PodDisruptionBudget',
  description: 'Budget that lets nodes be drained pod by pod, those that do not work at once',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    unavailable: { description: 'pods that may be missing at a time', default: '1', choices: ['1', '25%'] },
  },
  body: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  maxUnavailable: {{unavailable}}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
`,
};
