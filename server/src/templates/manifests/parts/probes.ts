import type { Template } from '../../template.ts';
import { probes } from '../common-fields.ts';
import { probesText } from '../fragments.ts';

export const k8sProbes: Template = {
  id: 'k8s-probes',
  title: 'Probes over HTTP',
  description: 'A minute to start, taken out of Services while it cannot serve, restarted when it hangs',
  kind: 'manifest',
  place: 'container field',
  fields: {
    portName: { description: 'port that is asked, by its name', default: 'http' },
    ...probes,
  },
  body: probesText('{{portName}}'),
};
