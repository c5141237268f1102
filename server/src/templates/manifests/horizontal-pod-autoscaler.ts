import type { Template } from '../template.ts';

export const k8sHpa: Template = {
  id: 'k8s-hpa',
  title: 'Kubernetes HorizontalPodAutoscaler',
  description:
    'Autoscaler by the processor time that the pods use of what they request, which is slow to take pods away',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    kind: { description: 'kind of the workload', default: 'Deployment', choices: ['Deployment', 'StatefulSet'] },
    workload: { description: 'name of the workload', default: '{{name}}' },
    minReplicas: { description: 'fewest pods', default: '2' },
    maxReplicas: { description: 'most pods', default: '10' },
    utilization: { description: 'percentage of the requested processor time', default: '70' },
    delay: { description: 'seconds of less load before pods are taken away', default: '300' },
  },
  body: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{kind}}
    name: {{workload}}
  minReplicas: {{minReplicas}}
  maxReplicas: {{maxReplicas}}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{utilization}}
  behavior:
    scaleDown:
      stabilizationWindowSeconds: {{delay}}
`,
};
