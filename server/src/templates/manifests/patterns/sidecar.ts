import type { Template } from '../../template.ts';
import { image, port, probes, resources, user } from '../common-fields.ts';
import {
  helperProbesText,
  helperResourcesText,
  indent,
  probesText,
  resourcesText,
  securityContextText,
  spreadText,
  temporaryMountText,
  temporaryVolumeText,
} from '../fragments.ts';
import { podSettings } from '../pod.ts';

export const k8sSidecar: Template = {
  id: 'k8s-sidecar',
  title: 'Sidecar',
  description: 'Deployment with a native sidecar that ships the log files of the main container',
  kind: 'manifest',
  place: 'resource',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    sidecar: { description: 'name of the sidecar', default: 'log-shipper' },
    sidecarImage: { description: 'image of the sidecar', default: 'registry.example.com/{{sidecar}}:1.0.0' },
    folder: { description: 'folder that both see', default: '/var/log/{{name}}' },
    sidecarPort: { description: 'port at which the sidecar answers probes', default: '9090' },
    replicas: { description: 'number of pods', default: '2' },
    ...port,
    ...user,
    ...resources,
    ...probes,
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
${indent(6, podSettings)}${indent(6, spreadText())}      initContainers:
        - name: {{sidecar}}
          image: {{sidecarImage}}
          restartPolicy: Always
${indent(10, helperProbesText('{{sidecarPort}}'))}${indent(10, helperResourcesText)}${indent(10, securityContextText)}          volumeMounts:
            - name: logs
              mountPath: {{folder}}
              readOnly: true
      containers:
        - name: {{name}}
          image: {{image}}
          ports:
            - name: http
              containerPort: {{port}}
${indent(10, resourcesText)}${indent(10, probesText('http'))}${indent(10, securityContextText)}          volumeMounts:
            - name: logs
              mountPath: {{folder}}
${indent(12, temporaryMountText)}      volumes:
        - name: logs
          emptyDir:
            sizeLimit: 64Mi
${indent(8, temporaryVolumeText)}`,
};
