import type { Template } from '../../template.ts';
import { image, port, probes, resources, user } from '../common-fields.ts';
import {
  indent,
  probesText,
  resourcesText,
  securityContextText,
  spreadText,
  temporaryMountText,
} from '../fragments.ts';
import { podSettings, temporaryVolumes } from '../pod.ts';

export const k8sScatterGather: Template = {
  id: 'k8s-scatter-gather',
  title: 'Scatter/gather',
  description:
    'Root that sends each request to all leaves at once and merges what they answer, each from its own shard',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'search' },
    ...image,
    leafImage: { description: 'image of the leaves', default: 'registry.example.com/{{name}}-leaf:1.0.0' },
    shards: { description: 'number of leaves, one for each shard', default: '3' },
    replicas: { description: 'number of roots', default: '2' },
    ...port,
    leafPort: { description: 'port that the leaves listen on', default: '9000' },
    deadline: { description: 'milliseconds that the root waits for the leaves', default: '500' },
    ...user,
    ...resources,
    ...probes,
  },
  body: `apiVersion: v1
kind: Service
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  selector:
    app.kubernetes.io/name: {{name}}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: apps/v1
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
${indent(6, podSettings)}${indent(6, spreadText())}      containers:
        - name: {{name}}
          image: {{image}}
          env:
            # This name leads to all leaves that are ready; {{name}}-leaf-0.{{name}}-leaf to the first.
            - name: LEAVES
              value: "{{name}}-leaf:{{leafPort}}"
            - name: SHARDS
              value: "{{shards}}"
            - name: LEAF_DEADLINE_MS
              value: "{{deadline}}"
          ports:
            - name: http
              containerPort: {{port}}
${indent(10, resourcesText)}${indent(10, probesText('http'))}${indent(10, securityContextText)}          volumeMounts:
${indent(12, temporaryMountText)}${indent(6, temporaryVolumes)}---
apiVersion: v1
kind: Service
metadata:
  name: {{name}}-leaf
  labels:
    app.kubernetes.io/name: {{name}}-leaf
spec:
  clusterIP: None
  selector:
    app.kubernetes.io/name: {{name}}-leaf
  ports:
    - name: leaf
      port: {{leafPort}}
      targetPort: leaf
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{name}}-leaf
  labels:
    app.kubernetes.io/name: {{name}}-leaf
spec:
  serviceName: {{name}}-leaf
  replicas: {{shards}}
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}-leaf
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}-leaf
    spec:
${indent(6, podSettings)}${indent(6, spreadText('{{name}}-leaf'))}      containers:
        - name: leaf
          image: {{leafImage}}
          env:
            - name: SHARD
              valueFrom:
                fieldRef:
                  fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
          ports:
            - name: leaf
              containerPort: {{leafPort}}
${indent(10, resourcesText)}${indent(10, probesText('leaf'))}${indent(10, securityContextText)}          volumeMounts:
${indent(12, temporaryMountText)}${indent(6, temporaryVolumes)}`,
};
