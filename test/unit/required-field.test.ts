import { describe, expect, it } from 'vitest';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { incompleteIn } from '../../server/src/kubernetes/schema/required.ts';

/** What the resources of a manifest lack, as `path: names`. */
function lacking(text: string): string[] {
  return new Manifest(text).resources.flatMap(incompleteIn).map(({ value, names }) => `${value.path}: ${names.join()}`);
}

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [${spec}]\n`;
const web = '{name: web, image: web:1.0}';
const of = (apiVersion: string, kind: string, rest: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n${rest}\n`;
const template = `template: {metadata: {labels: {app: web}}, spec: {containers: [${web}]}}`;

describe('what an object lacks', () => {
  it.each([
    [pod('{image: web:1.0}'), 'spec.containers[0]: name'],
    [pod(`${web}, {image: b:1, name: }`), 'spec.containers[1]: name'],
    [pod('{name: web, image: web:1.0, env: [{value: a}]}'), 'spec.containers[0].env[0]: name'],
    [of('v1', 'Service', 'spec: {ports: [{targetPort: 80}]}'), 'spec.ports[0]: port'],
    [of('apps/v1', 'Deployment', `spec: {${template}}`), 'spec: selector'],
    [
      of('autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: {scaleTargetRef: {kind: Deployment, name: a}}'),
      'spec: maxReplicas',
    ],
    [
      of(
        'apiextensions.k8s.io/v1',
        'CustomResourceDefinition',
        'spec: {group: a.b, names: {kind: A, plural: as}, versions: []}',
      ),
      'spec: scope',
    ],
    [of('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{apiGroups: [""], resources: [pods]}]'), 'rules[0]: verbs'],
  ])('%s', (text, missing) => {
    expect(lacking(text)).toEqual([missing]);
  });

  it.each([
    ['apiVersion: v1\nkind: ConfigMap\ndata: {}\n', ': metadata'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {labels: {app: web}}\n', 'metadata: name'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {name: }\n', 'metadata: name'],
  ])('is the name of an object: %s', (text, missing) => {
    expect(lacking(text)).toEqual([missing]);
  });

  it('is a schedule where the pods of a CronJob are all there', () => {
    const cronJob = `spec: {jobTemplate: {spec: {template: {spec: {containers: [${web}]}}}}}`;
    expect(lacking(of('batch/v1', 'CronJob', cronJob))).toEqual(['spec: schedule']);
  });
});

describe('nothing is missing', () => {
  it.each([
    ['in patches', of('apps/v1', 'Deployment', 'spec: {template: {spec: {containers: [{name: web}]}}}')],
    [
      'in patches within lists',
      `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}}\n`,
    ],
    ['in patches of pods', of('v1', 'ReplicationController', 'spec: {template: {spec: {volumes: [{}]}}}')],
    [
      'in patches of definitions',
      of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spec: {conversion: {strategy: None}}'),
    ],
    [
      'in patches of webhooks',
      of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'webhooks: [{name: a.b.c}]'),
    ],
    ['in patches of lists', of('v1', 'Service', 'spec: {ports: [{$patch: delete, name: a}]}')],
    ['in patches of autoscalers', of('autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: {maxReplicas: 3}')],
    ['in templates', pod('{image: web:1.0, {{ .Values.more }}}')],
    [
      'where a template may write it',
      of('apps/v1', 'Deployment', `spec:\n  {{- include "selector" . }}\n  ${template}`),
    ],
    ['that may be empty', pod('{name: web, image: a:1, lifecycle: {preStop: {sleep: {}}}}')],
    [
      'that the cluster knows',
      of('v1', 'ConfigMap', '').replace(
        'name: web',
        'name: web, ownerReferences: [{apiVersion: v1, kind: Pod, name: a}]',
      ),
    ],
    ['that the API server makes up', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: web-}\n'],
    ['that a mistyped name means', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {nmae: web}\n'],
    ['in pods that another program starts', 'apiVersion: v1\nkind: Pod\nspec: {containers: []}\n'],
    ['in what is no object', 'apiVersion: authentication.k8s.io/v1\nkind: SelfSubjectReview\n'],
    ['that is mistyped', pod('{nmae: web, image: web:1.0}')],
    [
      'that is to be filled in',
      of('rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef:\n  kind: Role\n  name: ##ROLE##'),
    ],
    ['in other kinds', of('example.com/v1', 'Pod', 'spec: {containers: [{}]}')],
    ['in old versions', of('extensions/v1beta1', 'Ingress', 'spec: {rules: [{http: {paths: [{path: /}]}}]}')],
    ['in documents with errors', pod('{image: web:1.0}').replace(']', '')],
  ])('%s', (_, text) => {
    expect(lacking(text)).toEqual([]);
  });
});
