import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import type { Pod } from '../pod.ts';
import { type ResourceReference, refer } from './reference.ts';

const stuck = 'its pods will not start';

/** What a pod and its containers refer to (API reference, "PodSpec", Kubernetes 1.36). */
export function referencesOfPod(pod: Pod): readonly ResourceReference[] {
  const { spec, resource } = pod;
  const { namespace } = resource;
  const account = spec.get('serviceAccountName').exists ? spec.get('serviceAccountName') : spec.get('serviceAccount');
  return [
    ...refer('ServiceAccount', account, { namespace, consequence: 'its pods will not be created' }),
    ...refer('PriorityClass', spec.get('priorityClassName'), { consequence: 'its pods will be refused' }),
    ...refer('RuntimeClass', spec.get('runtimeClassName'), { consequence: 'its pods will be refused' }),
    ...spec
      .get('imagePullSecrets')
      .items.flatMap((secret) =>
        refer('Secret', secret.get('name'), { namespace, consequence: 'its images may not be pulled' }),
      ),
    ...spec.get('volumes').items.flatMap((volume) => referencesOfVolume(volume, namespace)),
    ...pod.containers.flatMap((container) => referencesOfContainer(container, namespace)),
  ];
}

function referencesOfVolume(volume: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const projected = volume.at('projected', 'sources').items;
  return [
    ...refer('PersistentVolumeClaim', volume.at('persistentVolumeClaim', 'claimName'), {
      namespace,
      consequence: stuck,
    }),
    ...referencesToKeys('ConfigMap', volume.get('configMap'), 'name', namespace),
    ...referencesToKeys('Secret', volume.get('secret'), 'secretName', namespace),
    ...projected.flatMap((source) => [
      ...referencesToKeys('ConfigMap', source.get('configMap'), 'name', namespace),
      ...referencesToKeys('Secret', source.get('secret'), 'name', namespace),
    ]),
  ];
}

/** A ConfigMap or Secret that becomes files, and the keys of it that do. */
function referencesToKeys(
  kind: string,
  source: YamlValue,
  nameKey: string,
  namespace: string | undefined,
): readonly ResourceReference[] {
  const details = { namespace, isOptional: isOptional(source), consequence: stuck };
  const keys = source.get('items').items.map((item) => item.get('key'));
  if (keys.length === 0) return refer(kind, source.get(nameKey), details);
  return keys.flatMap((key) => refer(kind, source.get(nameKey), { ...details, key }));
}

function referencesOfContainer(container: Container, namespace: string | undefined): readonly ResourceReference[] {
  const consequence = `${container.label} will not start`;
  const from = (kind: string, source: YamlValue) =>
    refer(kind, source.get('name'), {
      namespace,
      key: source.get('key').exists ? source.get('key') : undefined,
      isOptional: isOptional(source),
      consequence,
    });
  const env = container.value.get('env').items;
  return [
    ...env.flatMap((variable) => [
      ...from('ConfigMap', variable.at('valueFrom', 'configMapKeyRef')),
      ...from('Secret', variable.at('valueFrom', 'secretKeyRef')),
    ]),
    ...container.value
      .get('envFrom')
      .items.flatMap((source) => [
        ...from('ConfigMap', source.get('configMapRef')),
        ...from('Secret', source.get('secretRef')),
      ]),
  ];
}

function isOptional(source: YamlValue): boolean {
  return source.get('optional').boolean === true;
}
