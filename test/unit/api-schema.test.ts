import { describe, expect, it } from 'vitest';
import { kindsOf } from '../../server/src/kubernetes/api-versions/built-in.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { mismatchesOf } from '../../server/src/kubernetes/schema/mismatches.ts';
import { type FieldType, typeOf } from '../../server/src/kubernetes/schema/schema.ts';

/** The paths of what the schema does not allow in a manifest. */
function wrong(text: string): string[] {
  return new Manifest(text).resources
    .flatMap((resource) => mismatchesOf(resource))
    .map(({ is, value }) => `${is} ${value.path}`);
}

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n${spec}`;

/** The type at the end of a path of fields, through lists and maps. */
function at(type: FieldType | undefined, ...path: readonly string[]): FieldType | undefined {
  return path.reduce<FieldType | undefined>((current, name) => {
    const field = current?.is === 'object' ? current.fields.get(name) : undefined;
    return field?.is === 'list' ? field.of : field;
  }, type);
}

describe('the schema', () => {
  it('knows every kind that is known by name', () => {
    const apis = [
      'v1',
      'apps/v1',
      'batch/v1',
      'networking.k8s.io/v1',
      'storage.k8s.io/v1',
      'rbac.authorization.k8s.io/v1',
    ];
    for (const apiVersion of apis) {
      for (const kind of kindsOf(apiVersion) ?? []) {
        if (kind !== 'List') expect([kind, typeOf(apiVersion, kind)?.is]).toEqual([kind, 'object']);
      }
    }
  });

  it('knows what fields hold', () => {
    const deployment = typeOf('apps/v1', 'Deployment');
    const container = at(deployment, 'spec', 'template', 'spec', 'containers');
    expect(at(deployment, 'spec', 'replicas')).toEqual({ is: 'number' });
    expect(at(container, 'livenessProbe', 'httpGet', 'port')).toEqual({ is: 'number or string' });
    expect(at(container, 'resources', 'limits')).toEqual({ is: 'map', of: { is: 'number or string' } });
    expect(at(container, 'imagePullPolicy')).toEqual({ is: 'enum', values: ['Always', 'IfNotPresent', 'Never'] });
    expect(at(typeOf('apps/v1', 'StatefulSet'), 'spec', 'volumeClaimTemplates', 'spec', 'storageClassName')).toEqual({
      is: 'string',
    });
  });
});

describe('what the schema does not allow', () => {
  it('is found wherever it stands', () => {
    expect(
      wrong(pod('  containers:\n  - name: web\n    img: x\n    env: [{name: A, value: 1}]\n    args: [1, a, yes]\n')),
    ).toEqual([
      'unknown spec.containers[0].img',
      'wrong spec.containers[0].env[0].value',
      'wrong spec.containers[0].args[0]',
      'wrong spec.containers[0].args[2]',
    ]);
    expect(wrong(pod('  containers: {name: web}\n  hostNetwork: "true"\n'))).toEqual([
      'wrong spec.containers',
      'wrong spec.hostNetwork',
    ]);
  });

  it('is not what is null, templated, a directive or to be filled in', () => {
    expect(
      wrong(
        pod(
          '  priority: "{{ .Values.priority }}"\n  hostNetwork: ${HOST_NETWORK}\n  restartPolicy: <your policy>\n  volumes:\n  $patch: replace\n  containers: [{name: web, image: web, tty: on, env: [{name: A, value: "1"}]}]\n',
        ),
      ),
    ).toEqual([]);
    expect(wrong('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n')).toEqual([]);
  });

  it("is not in what is nobody's here", () => {
    expect(wrong('apiVersion: example.com/v1\nkind: Pod\nspec: 1\n')).toEqual([]);
    expect(wrong('apiVersion: apps/v1beta2\nkind: Deployment\nspec: {x: 1}\n')).toEqual([]);
  });
});
