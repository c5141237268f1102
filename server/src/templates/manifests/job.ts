import type { Template } from '../template.ts';

export const k8sJob: Template = {
  id: 'k8s-job',
  title: 'Kubernetes Job',
  description:
    'Job that gives up in the end and cleans up after itself, with requests, limits and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'job' },
    image: { description: 'image, with its tag', default: 'registry.example.com/{{name}}:1.0.0' },
    retries: { description: 'failures after which it gives up', default: '3' },
    deadline: { description: 'seconds after which it is stopped', default: '3600' },
    timeToLive: { description: 'seconds for which it is kept once it has ended', default: '86400' },
    cpuRequest: { description: 'processor time that is reserved', default: '200m' },
    memoryRequest: { description: 'memory that is reserved', default: '100Mi' },
    cpuLimit: { description: 'most processor time', default: '300m' },
    memoryLimit: { description: 'most memory', default: '200Mi' },
  },
  body: `apiVersion: batch/v1
kind: Job
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  backoffLimit: {{retries}}
  activeDeadlineSeconds: {{deadline}}
  ttlSecondsAfterFinished: {{timeToLive}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: {{name}}
          image: {{image}}
          resources:
            requests:
              cpu: {{cpuRequest}}
              memory: {{memoryRequest}}
            limits:
              cpu: {{cpuLimit}}
              memory: {{memoryLimit}}
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
