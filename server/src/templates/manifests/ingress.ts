import type { Template } from '../template.ts';

export const k8sIngress: Template = {
  id: 'k8s-ingress',
  title: 'Kubernetes Ingress',
  description: 'Ingress that leads a host to a Service, over TLS',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    class: { description: 'class of the Ingress', default: 'nginx', choices: ['nginx', 'traefik', 'haproxy', 'alb'] },
    host: { description: 'host', default: '{{name}}.example.com' },
    tlsSecret: { description: 'Secret with the certificate', default: '{{name}}-tls' },
    path: { description: 'path', default: '/' },
    pathType: { description: 'how the path is compared', default: 'Prefix', choices: ['Prefix', 'Exact'] },
    service: { description: 'name of the Service', default: '{{name}}' },
    servicePort: { description: 'name of its port', default: 'http' },
  },
  body: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  ingressClassName: {{class}}
  tls:
    - hosts:
        - {{host}}
      secretName: {{tlsSecret}}
  rules:
    - host: {{host}}
      http:
        paths:
          - path: {{path}}
            pathType: {{pathType}}
            backend:
              service:
                name: {{service}}
                port:
                  name: {{servicePort}}
`,
};
