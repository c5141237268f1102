import type { Template } from '../template.ts';

export const k8sLimitRange: Template = {
  id: 'k8s-limitrange',
  title: 'Kubernetes LimitRange',
  description: 'What containers of the namespace are given that ask for nothing, and the most that one may have',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'limits' },
    cpuRequest: { description: 'processor time that is reserved unless a container says otherwise', default: '100m' },
    memoryRequest: { description: 'memory that is reserved', default: '128Mi' },
    cpuLimit: { description: 'most processor time unless a container says otherwise', default: '500m' },
    memoryLimit: { description: 'most memory', default: '256Mi' },
    cpuMost: { description: 'most processor time that a container may ask for', default: '2' },
    memoryMost: { description: 'most memory that a container may ask for', default: '2Gi' },
  },
  body: `apiVersion: v1
kind: LimitRange
metadata:
  name: {{name}}
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: {{cpuRequest}}
        memory: {{memoryRequest}}
      default:
        cpu: {{cpuLimit}}
        memory: {{memoryLimit}}
      max:
        cpu: {{cpuMost}}
        memory: {{memoryMost}}
`,
};
