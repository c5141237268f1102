import type { Template } from '../../template.ts';
import { resources } from '../common-fields.ts';
import { resourcesText } from '../fragments.ts';

export const k8sResources: Template = {
  id: 'k8s-resources',
  title: 'Requests and limits',
  description: 'What a container is given of processor time, memory and disk, and the most that it may take of them',
  kind: 'manifest',
  place: 'container field',
  fields: resources,
  body: resourcesText,
};
