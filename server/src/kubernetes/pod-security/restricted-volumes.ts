import type { YamlValue } from '../../yaml/value.ts';
import type { Control } from './control.ts';
import { hostPathVolumes } from './host-path-volumes.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

const forbidden = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'portworxVolume',
  'photonPersistentDisk',
  'scaleIO',
  'storageos',
] as const;

/** Volumes are made of the API's own objects, of claims, or are gone with the pod. */
export const restrictedVolumes: Control = {
  id: 'restrictedVolumes',
  name: 'Volume Types',
  level: 'restricted',
  since: 0,
  replaces: 'hostPathVolumes',
  breaches(pod) {
    return pod.spec.get('volumes').items.flatMap((volume) => {
      const value = forbiddenSource(volume);
      const field = `volumes[${volume.get('name').text ?? ''}].${value?.key}`;
      return value ? [{ field, value, advice: 'use a persistentVolumeClaim or an emptyDir' }] : [];
    });
  },
  remedy: hostPathVolumes.remedy,
};

/**
 * What a volume is made of, if that is forbidden, even where nothing stands behind it. One that names no source, or an
 * allowed one with nothing behind it, is an `emptyDir` to the API server.
 */
function forbiddenSource(volume: YamlValue): YamlValue | undefined {
  if (allowed.some((source) => volume.get(source).hasKey)) return undefined;
  return forbidden.map((source) => volume.get(source)).find((source) => source.hasKey && !source.isUnknown);
}
