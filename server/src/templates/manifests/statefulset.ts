import type { Template } from '../template.ts';

export const k8sStatefulset: Template = {
  id: 'k8s-statefulset',
  title: 'Kubernetes StatefulSet',
  description:
    'StatefulSet with its headless Service and a volume for each pod, with requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    image: { description: 'image, with its tag', default: 'registry.example.com/{{name}}:1.0.0' },
    replicas: { description: 'number of pods', default: '3' },
    port: { description: 'port that is listened on', default: '8080' },
    group: { description: 'group that owns the files of the volume', default: '10001' },
    mountPath: { description: 'where the volume is mounted', default: '/data' },
    storage: { description: 'size of the volume', default: '1Gi' },
    cpuRequest: { description: 'processor time that is reserved', default: '200m' },
    memoryRequest: { description: 'memory that is reserved', default: '100Mi' },
    cpuLimit: { description: 'most processor time', default: '300m' },
    memoryLimit: { description: 'most memory', default: '200Mi' },
    livenessPath: { description: 'path that answers while the program lives', default: '/livez' },
    readinessPath: { description: 'path that answers while it can serve', default: '/readyz' },
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
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: {{name}}
      securityContext:
        runAsNonRoot: true
        fsGroup: {{group}}
        fsGroupChangePolicy: OnRootMismatch
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
            - name: data
              mountPath: {{mountPath}}
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
  volumeClaimTemplates:
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
