import type { Template } from '../template.ts';
import { image, port, probes, resources, user } from './common-fields.ts';
import { indent, spreadText } from './fragments.ts';
import { podSettings, servingContainer, temporaryVolumes } from './pod.ts';

export const k8sDeployment: Template = {
  id: 'k8s-deployment',
  title: 'Kubernetes Deployment',
  description: 'Deployment with requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    // An autoscaler that changes it is not to be set back.
    replicas: { description: 'number of pods', default: '2', isOptional: true },
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
  {{#replicas}}
  replicas: {{replicas}}
  {{/replicas}}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
    spec:
${indent(6, podSettings)}${indent(6, spreadText())}      containers:
${indent(8, servingContainer)}${indent(6, temporaryVolumes)}`,
};
