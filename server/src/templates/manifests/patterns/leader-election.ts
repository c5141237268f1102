import type { Template } from '../../template.ts';
import { image, port, probes, resources, user } from '../common-fields.ts';
import {
  indent,
  podSecurityContextText,
  probesText,
  resourcesText,
  securityContextText,
  spreadText,
  temporaryMountText,
} from '../fragments.ts';
import { temporaryVolumes } from '../pod.ts';

export const k8sLeaderElection: Template = {
  id: 'k8s-leader-election',
  title: 'Leader election',
  description: 'Deployment of which one pod works at a time, by a Lease, and another takes over within seconds',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'controller' },
    ...image,
    namespace: { description: 'namespace', default: 'controllers' },
    lease: { description: 'name of the Lease', default: '{{name}}' },
    replicas: { description: 'number of pods', default: '2' },
    ...port,
    ...user,
    ...resources,
    ...probes,
  },
  body: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{name}}
  namespace: {{namespace}}
  labels:
    app.kubernetes.io/name: {{name}}
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{name}}-leader-election
  namespace: {{namespace}}
  labels:
    app.kubernetes.io/name: {{name}}
rules:
  # Who creates something has no name to be allowed for yet.
  - apiGroups:
      - coordination.k8s.io
    resources:
      - leases
    verbs:
      - create
  - apiGroups:
      - coordination.k8s.io
    resources:
      - leases
    resourceNames:
      - {{lease}}
    verbs:
      - get
      - update
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{name}}-leader-election
  namespace: {{namespace}}
  labels:
    app.kubernetes.io/name: {{name}}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{name}}-leader-election
subjects:
  - kind: ServiceAccount
    name: {{name}}
    namespace: {{namespace}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{name}}
  namespace: {{namespace}}
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
      serviceAccountName: {{name}}
      automountServiceAccountToken: true
${indent(6, podSecurityContextText)}${indent(6, spreadText())}      containers:
        - name: {{name}}
          image: {{image}}
          env:
            - name: LEASE_NAME
              value: "{{lease}}"
            - name: LEASE_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
            - name: LEASE_HOLDER
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          ports:
            - name: http
              containerPort: {{port}}
${indent(10, resourcesText)}${indent(10, probesText('http'))}${indent(10, securityContextText)}          volumeMounts:
${indent(12, temporaryMountText)}${indent(6, temporaryVolumes)}`,
};
