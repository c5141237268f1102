import type { Template } from '../../template.ts';
import { image, resources } from '../common-fields.ts';
import { helperProbesText, indent, resourcesText, securityContextText } from '../fragments.ts';

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
    port: { description: 'port at which it answers probes', default: '9090' },
    livenessPath: { description: 'path that answers while it lives', default: '/livez' },
    ...resources,
  },
  body: `- name: {{name}}
  image: {{image}}
  restartPolicy: Always
${indent(2, helperProbesText('{{port}}', '{{livenessPath}}'))}${indent(2, resourcesText)}${indent(2, securityContextText)}`,
};
