import type { Template } from '../template.ts';

export const k8sCronjob: Template = {
  id: 'k8s-cronjob',
  title: 'Kubernetes CronJob',
  description:
    'CronJob that never overlaps itself and cleans up, with requests, limits and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'job' },
    image: { description: 'image, with its tag', default: 'registry.example.com/{{name}}:1.0.0' },
    schedule: {
      description: 'when it runs: minute, hour, day of the month, month, day of the week',
      default: '0 3 * * *',
    },
    timeZone: { description: 'time zone of the schedule', default: 'Etc/UTC' },
    concurrency: {
      description: 'what happens when the last run has not ended',
      default: 'Forbid',
      choices: ['Forbid', 'Replace', 'Allow'],
    },
    startingDeadline: { description: 'seconds by which a start may be late', default: '600' },
    retries: { description: 'failures after which it gives up', default: '3' },
    deadline: { description: 'seconds after which it is stopped', default: '3600' },
    timeToLive: { description: 'seconds for which it is kept once it has ended', default: '86400' },
    cpuRequest: { description: 'processor time that is reserved', default: '200m' },
    memoryRequest: { description: 'memory that is reserved', default: '100Mi' },
    cpuLimit: { description: 'most processor time', default: '300m' },
    memoryLimit: { description: 'most memory', default: '200Mi' },
  },
  body: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{name}}
  labels:
    app.kubernetes.io/name: {{name}}
spec:
  schedule: "{{schedule}}"
  timeZone: {{timeZone}}
  concurrencyPolicy: {{concurrency}}
  startingDeadlineSeconds: {{startingDeadline}}
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
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
