import type { Template } from '../template.ts';

export const k8sDefaultDeny: Template = {
  id: 'k8s-networkpolicy-default-deny',
  title: 'NetworkPolicy that denies',
  description: 'Nothing gets to the pods of the namespace or away from them but what other policies allow',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'default-deny' },
  },
  body: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{name}}
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
`,
};

export const k8sNetworkPolicy: Template = {
  id: 'k8s-networkpolicy-allow',
  title: 'NetworkPolicy that allows',
  description: 'Pods of one kind may reach those of another at a port, and these look up names and nothing else',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name of the pods that are reached', default: 'app' },
    client: { description: 'name of the pods that may reach them', default: 'client' },
    port: { description: 'port of the pods, by its name or number', default: 'http' },
  },
  body: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: {{client}}
      ports:
        - protocol: TCP
          port: {{port}}
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
`,
};
