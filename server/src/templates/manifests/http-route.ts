import type { Template } from '../template.ts';

export const k8sHttpRoute: Template = {
  id: 'k8s-httproute',
  title: 'HTTPRoute',
  description: 'Route from a host to a Service, through a Gateway that is there already',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    gateway: { description: 'name of the Gateway', default: 'gateway' },
    gatewayNamespace: { description: 'namespace of the Gateway', default: 'gateways' },
    listener: { description: 'name of its listener', default: 'https' },
    host: { description: 'host', default: '{{name}}.example.com' },
    path: { description: 'beginning of the paths', default: '/' },
    service: { description: 'name of the Service', default: '{{name}}' },
    port: { description: 'port of the Service', default: '80' },
  },
  body: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  parentRefs:
    - name: {{gateway}}
      namespace: {{gatewayNamespace}}
      sectionName: {{listener}}
  hostnames:
    - {{host}}
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: {{path}}
      backendRefs:
        - name: {{service}}
          port: {{port}}
`,
};
