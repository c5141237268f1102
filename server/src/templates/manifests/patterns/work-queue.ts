import type { Template } from '../../template.ts';
import { image, resources, user } from '../common-fields.ts';
import { indent } from '../fragments.ts';
import { endingContainer, podSettings, temporaryVolumes } from '../pod.ts';

export const k8sWorkQueue: Template = {
  id: 'k8s-work-queue',
  title: 'Work queue',
  description:
    'Indexed Job that divides work into numbered parts, does some at a time, and tries each again on its own',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'work' },
    ...image,
    parts: { description: 'number of parts', default: '12' },
    parallelism: { description: 'parts that are worked on at a time', default: '4' },
    retries: { description: 'failures after which a part is given up', default: '2' },
    mostFailed: { description: 'parts that may be given up before all is', default: '3' },
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
  # Each pod finds the number of its part, counted from 0, in JOB_COMPLETION_INDEX.
  completionMode: Indexed
  completions: {{parts}}
  parallelism: {{parallelism}}
  backoffLimitPerIndex: {{retries}}
  maxFailedIndexes: {{mostFailed}}
  activeDeadlineSeconds: {{deadline}}
  ttlSecondsAfterFinished: {{timeToLive}}
  podFailurePolicy:
    rules:
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{name}}
    spec:
      restartPolicy: Never
${indent(6, podSettings)}      containers:
${indent(8, endingContainer)}${indent(6, temporaryVolumes)}`,
};
