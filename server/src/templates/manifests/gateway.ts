import type { Template } from '../template.ts';

export const k8sGateway: Template = {
  id: 'k8s-gateway',
  title: 'Gateway with an HTTPRoute',
  description: 'Gateway that takes a host over TLS and sends the rest there, with a route from the host to a Service',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    gateway: { description: 'name of the Gateway', default: '{{name}}' },
    class: {
      description: 'class of the Gateway',
      default: 'istio',
      choices: ['istio', 'cilium', 'envoy-gateway', 'nginx', 'traefik'],
    },
    host: { description: 'host', default: '{{name}}.example.com' },
    tlsSecret: { description: 'Secret with the certificate', default: '{{name}}-tls' },
    path: { description: 'beginning of the paths', default: '/' },
    service: { description: 'name of the Service', default: '{{name}}' },
    port: { description: 'port of the Service', default: '80' },
  },
  body: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: {{gateway}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  gatewayClassName: {{class}}
  listeners:
    - name: http
      protocol: HTTP
      port: 80
      hostname: {{host}}
      allowedRoutes:
        namespaces:
          from: Same
    - name: https
      protocol: HTTPS
      port: 443
      hostname: {{host}}
      tls:
        mode: Terminate
        certificateRefs:
          - name: {{tlsSecret}}
      allowedRoutes:
        namespaces:
          from: Same
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{name}}-redirect
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  parentRefs:
    - name: {{gateway}}
      sectionName: http
  hostnames:
    - {{host}}
  rules:
    - filters:
        - type: RequestRedirect
          requestRedirect:
            scheme: https
            statusCode: 301
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  parentRefs:
    - name: {{gateway}}
      sectionName: https
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
