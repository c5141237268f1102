import type { Template } from '../template.ts';
import { image, probes, resources } from './common-fields.ts';
import { indent, probesText, resourcesText, securityContextText, spreadText, temporaryMountText } from './fragments.ts';
import { temporaryVolumes } from './pod.ts';

export const k8sStatefulset: Template = {
  id: 'k8s-statefulset',
  title: 'Kubernetes StatefulSet',
  description:
    'StatefulSet with its headless Service and a volume for each pod, with requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    replicas: { description: 'number of pods', default: '3' },
    port: { description: 'port that is listened on', default: '8080' },
    user: { description: 'number of the user and group that it runs as', default: '10001', isOptional: true },
    group: { description: 'group that the volume belongs to', default: '10001' },
    path: { description: 'where the volume is mounted', default: '/data' },
    storage: { description: 'size of the volume of each pod', default: '1Gi' },
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
  clusterIP: None
  selector:
    app.kubernetes.io/name: {{name}}
  ports:
    - name: http
      port: {{port}}
      targetPort: http
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  serviceName: {{name}}
  replicas: {{replicas}}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{name}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        {{#user}}
        runAsUser: {{user}}
        runAsGroup: {{user}}
        {{/user}}
        fsGroup: {{group}}
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile:
          type: RuntimeDefault
${indent(6, spreadText())}      containers:
        - name: {{name}}
          image: {{image}}
          ports:
            - name: http
              containerPort: {{port}}
${indent(10, resourcesText)}${indent(10, probesText('http'))}${indent(10, securityContextText)}          volumeMounts:
            - name: data
              mountPath: {{path}}
${indent(12, temporaryMountText)}${indent(6, temporaryVolumes)}  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: {{storage}}
`,
};
