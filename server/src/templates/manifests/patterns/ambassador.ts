import type { Template } from '../../template.ts';
import { image, port, probes, resources, user } from '../common-fields.ts';
import {
  helperProbesText,
  helperResourcesText,
  indent,
  probesText,
  resourcesText,
  securityContextText,
  spreadText,
  temporaryMountText,
} from '../fragments.ts';
import { podSettings, temporaryVolumes } from '../pod.ts';

export const k8sAmbassador: Template = {
  id: 'k8s-ambassador',
  title: 'Ambassador',
  description:
    'Deployment whose program talks to localhost, where an ambassador knows the way to the service behind it',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    ambassador: { description: 'name of the ambassador', default: 'redis-proxy' },
    ambassadorImage: { description: 'image of the ambassador', default: 'registry.example.com/{{ambassador}}:1.0.0' },
    variable: { description: 'variable that tells the program where to connect to', default: 'REDIS_ADDRESS' },
    localPort: { description: 'port of the ambassador on localhost', default: '6379' },
    upstream: { description: 'where the ambassador connects to', default: 'redis-cluster.databases:6379' },
    adminPort: { description: 'port at which the ambassador answers probes', default: '9901' },
    replicas: { description: 'number of pods', default: '2' },
    ...port,
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
    spec:
${indent(6, podSettings)}${indent(6, spreadText())}      initContainers:
        - name: {{ambassador}}
          image: {{ambassadorImage}}
          restartPolicy: Always
          env:
            - name: LISTEN_ADDRESS
              value: "127.0.0.1:{{localPort}}"
            - name: UPSTREAM_ADDRESS
              value: "{{upstream}}"
          ports:
            - name: admin
              containerPort: {{adminPort}}
${indent(10, helperProbesText('admin'))}          readinessProbe:
            httpGet:
              path: /readyz
              port: admin
${indent(10, helperResourcesText)}${indent(10, securityContextText)}      containers:
        - name: {{name}}
          image: {{image}}
          env:
            - name: {{variable}}
              value: "127.0.0.1:{{localPort}}"
          ports:
            - name: http
              containerPort: {{port}}
${indent(10, resourcesText)}${indent(10, probesText('http'))}${indent(10, securityContextText)}          volumeMounts:
${indent(12, temporaryMountText)}${indent(6, temporaryVolumes)}`,
};
