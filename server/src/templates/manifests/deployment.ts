import type { Template } from '../template.ts';

export const k8sDeployment: Template = {
  id: 'k8s-deployment',
  title: 'Kubernetes Deployment',
  description: 'Deployment with requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    image: { description: 'image, with its tag', default: 'registry.example.com/{{name}}:1.0.0' },
    replicas: { description: 'number of pods', default: '2' },
    port: { description: 'port that is listened on', default: '8080' },
    cpuRequest: { description: 'processor time that is reserved', default: '200m' },
    memoryRequest: { description: 'memory that is reserved', default: '100Mi' },
    cpuLimit: { description: 'most processor time', default: '300m' },
    memoryLimit: { description: 'most memory', default: '200Mi' },
    livenessPath: { description: 'path that answers while the program lives', default: '/livez' },
    readinessPath: { description: 'path that answers while it can serve', default: '/readyz' },
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
      automountServiceAccountToken: false
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: {{name}}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: {{name}}
          image: {{image}}
          ports:
            - name: http
              containerPort: {{port}}
          resources:
            requests:
              cpu: {{cpuRequest}}
              memory: {{memoryRequest}}
            limits:
              cpu: {{cpuLimit}}
              memory: {{memoryLimit}}
          startupProbe:
            httpGet:
              path: {{livenessPath}}
              port: http
            periodSeconds: 2
            failureThreshold: 30
          readinessProbe:
            httpGet:
              path: {{readinessPath}}
              port: http
          livenessProbe:
            httpGet:
              path: {{livenessPath}}
              port: http
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
`,
};
