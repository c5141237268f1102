import type { Template } from '../template.ts';

export const k8sServiceAccount: Template = {
  id: 'k8s-serviceaccount',
  title: 'Kubernetes ServiceAccount with a Role',
  description: 'ServiceAccount that may read one ConfigMap, for pods that ask for its token themselves',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    namespace: { description: 'namespace of the ServiceAccount', default: 'apps' },
    resource: { description: 'resources', default: 'configmaps' },
    resourceName: { description: 'name of the one that is meant', default: '{{name}}' },
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
  name: {{name}}
  namespace: {{namespace}}
  labels:
    app.kubernetes.io/name: {{name}}
rules:
  - apiGroups:
      - ""
    resources:
      - {{resource}}
    resourceNames:
      - {{resourceName}}
    verbs:
      - get
      - watch
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{name}}
  namespace: {{namespace}}
  labels:
    app.kubernetes.io/name: {{name}}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{name}}
subjects:
  - kind: ServiceAccount
    name: {{name}}
    namespace: {{namespace}}
`,
};
