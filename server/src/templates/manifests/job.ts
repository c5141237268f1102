import type { Template } from '../template.ts';
import { image, resources, user } from './common-fields.ts';
import { indent } from './fragments.ts';
import { endingContainer, podSettings, temporaryVolumes } from './pod.ts';

export const k8sJob: Template = {
  id: 'k8s-job',
  title: 'Kubernetes Job',
  description:
    'Job that gives up in the end and cleans up after itself, with requests, limits and a restricted security context',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'job' },
    ...image,
    retries: { description: 'failures after which it gives up', default: '3' },
    deadline: { description: 'seconds after which it is stopped', default: '3600' },
    timeToLive: { description: 'seconds for which it is kept once it has ended', default: '86400' },
    ...user,
    ...resources,
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
${indent(6, podSettings)}      containers:
${indent(8, endingContainer)}${indent(6, temporaryVolumes)}`,
};
