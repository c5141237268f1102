import type { Template } from '../template.ts';
import { image, resources, user } from './common-fields.ts';
import { indent } from './fragments.ts';
import { endingContainer, podSettings, temporaryVolumes } from './pod.ts';

export const k8sCronjob: Template = {
  id: 'k8s-cronjob',
  title: 'Kubernetes CronJob',
  description:
    'CronJob that never overlaps itself and cleans up, with requests, limits and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'job' },
    ...image,
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
    retries: { description: 'failures after which a run gives up', default: '3' },
    deadline: { description: 'seconds after which a run is stopped', default: '3600' },
    ...user,
    ...resources,
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
      template:
        metadata:
          labels:
            app.kubernetes.io/name: {{name}}
        spec:
          restartPolicy: Never
${indent(10, podSettings)}          containers:
${indent(12, endingContainer)}${indent(10, temporaryVolumes)}`,
};
