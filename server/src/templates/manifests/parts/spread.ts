import type { Template } from '../../template.ts';
import { spreadText } from '../fragments.ts';

export const k8sSpread: Template = {
  id: 'k8s-spread',
  title: 'Spread over nodes',
  description: 'Pods on different nodes as far as there are any, so that one that fails does not take all of them',
  kind: 'manifest',
  place: 'pod field',
  fields: {
    name: { description: 'what the pods are labelled with', default: 'app' },
  },
  body: spreadText(),
};
