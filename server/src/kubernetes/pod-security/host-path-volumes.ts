import { Refusal } from '../../core/fix.ts';
import type { Control } from './control.ts';

/** No volumes that are folders of the node. */
export const hostPathVolumes: Control = {
  id: 'hostPathVolumes',
  name: 'HostPath Volumes',
  level: 'baseline',
  since: 0,
  breaches(pod) {
    return pod.spec
      .get('volumes')
      .items.map((volume) => volume.get('hostPath'))
      .filter((value) => value.isMap)
      .map((value) => ({
        field: `volumes[${value.parent?.get('name').text ?? ''}].hostPath`,
        value,
        advice: 'use a volume that is no folder of the node',
      }));
  },
  remedy() {
    return {
      title: 'Use another volume',
      safety: 'manual',
      build: () => new Refusal('Where the data should lie instead is not in the manifest.'),
    };
  },
};
