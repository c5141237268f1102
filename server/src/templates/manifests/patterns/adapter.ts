import type { Template } from '../../template.ts';
import { image, port, probes, resources, user } from '../common-fields.ts';
import { helperProbesText, helperResourcesText, indent, securityContextText, spreadText } from '../fragments.ts';
import { podSettings, servingContainer, temporaryVolumes } from '../pod.ts';

export const k8sAdapter: Template = {
  id: 'k8s-adapter',
  title: 'Adapter',
  description: 'Deployment with an adapter that turns what the program says of itself into metrics for Prometheus',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    adapter: { description: 'name of the adapter', default: 'metrics-adapter' },
    adapterImage: { description: 'image of the adapter', default: 'registry.example.com/{{adapter}}:1.0.0' },
    ...port,
    statusPath: { description: 'path at which the program says how it is', default: '/status' },
    metricsPort: { description: 'port of the metrics', default: '9102' },
    replicas: { description: 'number of pods', default: '2' },
    ...user,
    ...resources,
    ...probes,
  },
  body: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  replicas: {{replicas}}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "{{metricsPort}}"
        prometheus.io/path: /metrics
    spec:
${indent(6, podSettings)}${indent(6, spreadText())}      initContainers:
        - name: {{adapter}}
          image: {{adapterImage}}
          restartPolicy: Always
          env:
            - name: STATUS_URL
              value: "http://127.0.0.1:{{port}}{{statusPath}}"
${indent(10, helperProbesText('{{metricsPort}}'))}${indent(10, helperResourcesText)}${indent(10, securityContextText)}      containers:
${indent(8, servingContainer)}${indent(6, temporaryVolumes)}`,
};
