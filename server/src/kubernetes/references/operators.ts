import type { YamlValue } from '../../yaml/value.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

/** What resources of Config Connector, External Secrets and KEDA refer to, by their API references. */
export const operatorReaders: Readers = {
  'SQLDatabase.sql.cnrm.cloud.google.com': ({ value, namespace }) =>
    referToInstance(value.at('spec', 'instanceRef', 'name'), namespace),
  'SQLUser.sql.cnrm.cloud.google.com': ({ value, namespace }) => {
    const secret = value.at('spec', 'password', 'valueFrom', 'secretKeyRef');
    const key = secret.get('key').exists ? secret.get('key') : undefined;
    return [
      ...referToInstance(value.at('spec', 'instanceRef', 'name'), namespace),
      ...refer('Secret', secret.get('name'), { namespace, key, consequence: 'the user will not be made' }),
    ];
  },
  'ExternalSecret.external-secrets.io': ({ value, namespace }) => {
    const store = value.at('spec', 'secretStoreRef');
    const kind = store.get('kind').exists ? store.get('kind').text : 'SecretStore';
    if (kind === undefined) return [];
    return refer(kind, store.get('name'), {
      namespace: kind === 'ClusterSecretStore' ? undefined : namespace,
      consequence: 'the Secret will not be made',
    });
  },
  'ScaledObject.keda.sh': ({ value, namespace }) =>
    value.at('spec', 'triggers').items.flatMap((trigger) => {
      const authentication = trigger.get('authenticationRef');
      return refer(authentication.get('kind').text ?? 'TriggerAuthentication', authentication.get('name'), {
        namespace,
        consequence: 'the trigger does nothing',
      });
    }),
};

function referToInstance(name: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  return refer('SQLInstance', name, { namespace, consequence: 'it will not be made' });
}
