import type { Template } from '../template.ts';
import { image, port, probes, resources, user } from './common-fields.ts';
import { indent } from './fragments.ts';
import { podSettings, servingContainer, temporaryVolumes } from './pod.ts';

export const k8sDaemonset: Template = {
  id: 'k8s-daemonset',
  title: 'Kubernetes DaemonSet',
  description:
    'DaemonSet that is renewed node by node, with requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'agent' },
    ...image,
    ...port,
    ...user,
    unavailable: { description: 'nodes that are without it while it is renewed', default: '1' },
    ...resources,
    ...probes,
  },
  body: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
  updateStrategy:
    rollingUpdate:
      maxUnavailable: {{unavailable}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
    spec:
      nodeSelector:
        kubernetes.io/os: linux
${indent(6, podSettings)}      containers:
${indent(8, servingContainer)}${indent(6, temporaryVolumes)}`,
};
