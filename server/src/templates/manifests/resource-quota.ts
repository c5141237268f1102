import type { Template } from '../template.ts';

export const k8sResourceQuota: Template = {
  id: 'k8s-resourcequota',
  title: 'Kubernetes ResourceQuota',
  description: 'The most that a namespace may request, and how much of what costs money it may have',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'quota' },
    cpuRequest: { description: 'processor time that is reserved in all', default: '4' },
    memoryRequest: { description: 'memory that is reserved in all', default: '8Gi' },
    cpuLimit: { description: 'most processor time in all', default: '8' },
    memoryLimit: { description: 'most memory in all', default: '16Gi' },
    pods: { description: 'most pods', default: '50' },
    claims: { description: 'most volume claims', default: '10' },
    storage: { description: 'most storage that they may claim', default: '100Gi' },
    loadBalancers: { description: 'most Services with a load balancer', default: '1' },
  },
  body: `apiVersion: v1
kind: ResourceQuota
metadata:
  name: {{name}}
spec:
  hard:
    requests.cpu: "{{cpuRequest}}"
    requests.memory: {{memoryRequest}}
    limits.cpu: "{{cpuLimit}}"
    limits.memory: {{memoryLimit}}
    pods: "{{pods}}"
    persistentvolumeclaims: "{{claims}}"
    requests.storage: {{storage}}
    services.loadbalancers: "{{loadBalancers}}"
    services.nodeports: "0"
`,
};
