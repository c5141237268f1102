import type { Template } from '../../template.ts';
import { image, probes, resources } from '../common-fields.ts';
import { indent, probesText, resourcesText, securityContextText } from '../fragments.ts';

export const k8sNativeSidecar: Template = {
  id: 'k8s-native-sidecar',
  title: 'Native sidecar',
  description:
    'Helper that starts before the containers of the pod, is restarted on its own, and ends after them (Kubernetes 1.29 and newer)',
  kind: 'manifest',
  place: 'init container',
  fields: {
    name: { description: 'name', default: 'sidecar' },
    ...image,
    portName: { description: 'name of the port at which it answers probes', default: 'health' },
    port: { description: 'that port', default: '9090' },
    ...resources,
    ...probes,
  },
  body: `- name: {{name}}
  image: {{image}}
  restartPolicy: Always
  ports:
    - name: {{portName}}
      containerPort: {{port}}
${indent(2, probesText('{{portName}}'))}${indent(2, resourcesText)}${indent(2, securityContextText)}`,
};
