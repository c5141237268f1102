import type { Template } from '../../template.ts';
import { image, port, probes, resources } from '../common-fields.ts';
import { indent, probesText, resourcesText, securityContextText } from '../fragments.ts';

export const k8sContainer: Template = {
  id: 'k8s-container',
  title: 'Container',
  description: 'Container with a port, requests, limits, probes and a restricted security context',
  kind: 'manifest',
  place: 'container',
  fields: {
    name: { description: 'name', default: 'app' },
    ...image,
    portName: { description: 'name of the port', default: 'http' },
    ...port,
    ...resources,
    ...probes,
  },
  body: `- name: {{name}}
  image: {{image}}
  ports:
    - name: {{portName}}
      containerPort: {{port}}
${indent(2, resourcesText)}${indent(2, probesText('{{portName}}'))}${indent(2, securityContextText)}`,
};
