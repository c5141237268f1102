import type { Declaration, Field } from './types.ts';

/**
 * Kinds that some API versions before the stable one serve in the same shape, field by field, and that the packages do
 * not have there (`k8s.io/api` v0.36.0).
 */
const twins: readonly (readonly [group: string, version: string, kinds: readonly string[]])[] = [
  [
    'admissionregistration.k8s.io',
    'v1beta1',
    [
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ],
  ],
  ['admissionregistration.k8s.io', 'v1alpha1', ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding']],
  ['authentication.k8s.io', 'v1beta1', ['SelfSubjectReview']],
  ['networking.k8s.io', 'v1beta1', ['IPAddress', 'ServiceCIDR']],
  ['resource.k8s.io', 'v1beta2', ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice']],
  ['resource.k8s.io', 'v1beta1', ['DeviceClass']],
  ['storage.k8s.io', 'v1beta1', ['VolumeAttributesClass']],
];

/** The declarations of these kinds, made of those of the stable version. */
export function twinsOf(declarations: readonly Declaration[]): readonly Declaration[] {
  return twins.flatMap(([group, version, kinds]) =>
    kinds.flatMap((kind) => {
      const stable = declarations.find(({ id }) => id === `kubernetes-models/${group}/v1/${kind}`);
      if (stable?.type.is !== 'object') return [];
      const fields = stable.type.fields.map((field): Field => {
        if (field.name !== 'apiVersion') return field;
        return { ...field, type: { is: 'enum', values: [`${group}/${version}`] } };
      });
      return [{ ...stable, id: `kubernetes-models/${group}/${version}/${kind}`, type: { ...stable.type, fields } }];
    }),
  );
}
