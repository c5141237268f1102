import type { YamlValue } from '../../yaml/value.ts';
import type { Release } from '../api-versions/release.ts';

/** What became of a type of volume that Kubernetes itself brought along. */
export interface RetiredVolumeType {
  readonly deprecated: Release;
  /** The release in which it stopped working; undefined while a CSI driver does its work, or it works as it is. */
  readonly gone?: Release;
  /** What to use instead. */
  readonly instead: string;
}

/** API reference and release notes, Kubernetes 1.36. */
const types: Readonly<Record<string, RetiredVolumeType>> = {
  gitRepo: { deprecated: '1.11', gone: '1.33', instead: 'an init container that clones into an emptyDir' },
  photonPersistentDisk: { deprecated: '1.11', gone: '1.16', instead: 'a CSI driver' },
  scaleIO: { deprecated: '1.16', gone: '1.22', instead: 'the CSI driver for PowerFlex' },
  flocker: { deprecated: '1.22', gone: '1.25', instead: 'a CSI driver' },
  quobyte: { deprecated: '1.22', gone: '1.25', instead: 'the CSI driver for Quobyte' },
  storageos: { deprecated: '1.22', gone: '1.25', instead: 'a CSI driver' },
  glusterfs: { deprecated: '1.25', gone: '1.26', instead: 'a CSI driver' },
  cephfs: { deprecated: '1.28', gone: '1.31', instead: 'the CSI driver cephfs.csi.ceph.com' },
  rbd: { deprecated: '1.28', gone: '1.31', instead: 'the CSI driver rbd.csi.ceph.com' },
  cinder: { deprecated: '1.11', instead: 'the CSI driver cinder.csi.openstack.org' },
  azureDisk: { deprecated: '1.19', instead: 'the CSI driver disk.csi.azure.com' },
  azureFile: { deprecated: '1.21', instead: 'the CSI driver file.csi.azure.com' },
  awsElasticBlockStore: { deprecated: '1.17', instead: 'the CSI driver ebs.csi.aws.com' },
  gcePersistentDisk: { deprecated: '1.17', instead: 'the CSI driver pd.csi.storage.gke.io' },
  vsphereVolume: { deprecated: '1.19', instead: 'the CSI driver csi.vsphere.vmware.com' },
  portworxVolume: { deprecated: '1.25', instead: 'the CSI driver pxd.portworx.com' },
  flexVolume: { deprecated: '1.23', instead: 'a CSI driver' },
};

/** The types of a volume, in a pod or of its own, that are retired. */
export function retiredTypesOf(
  volume: YamlValue,
): readonly (readonly [name: string, type: RetiredVolumeType, value: YamlValue])[] {
  return volume.entries.flatMap(([name, value]) => {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    return type ? [[name, type, value] as const] : [];
  });
}
