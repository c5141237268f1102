import { definitionsPointer, type JsonSchema } from '../../server/src/kubernetes/schema/json-schema.ts';
import { definitionName } from './names.ts';

/**
 * Schemas for types that read and write themselves in Go, of which the declarations therefore say little or nothing, by
 * the end of their ids.
 */
const repaired: readonly (readonly [end: RegExp, schema: JsonSchema | ((id: string) => JsonSchema)])[] = [
  [
    /^@kubernetes-models\/apimachinery\/api\/resource\/Quantity$/,
    {
      type: ['string', 'number', 'null'],
      // The grammar of resource.Quantity, of which an exponent is whole.
      pattern: '^[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?$',
      patternErrorMessage: 'This is no quantity: write a number, and behind it a suffix such as "m", "Mi" or "Gi".',
      description: 'A quantity: a number with an optional suffix, such as 500m, 1.5, 128Mi or 2Gi.',
    },
  ],
  [
    /^@kubernetes-models\/apimachinery\/util\/intstr\/IntOrString$/,
    { type: ['integer', 'string', 'null'], description: 'A number or a text.' },
  ],
  [
    /^@kubernetes-models\/apimachinery\/apis\/meta\/v1\/(?:Micro)?Time$/,
    {
      type: ['string', 'null'],
      format: 'date-time',
      description: 'A time as in RFC 3339, such as 2006-01-02T15:04:05Z.',
    },
  ],
  [/^@kubernetes-models\/apimachinery\/(?:runtime\/RawExtension|apis\/meta\/v1\/(?:FieldsV1|Patch))$/, {}],
  [/^kubernetes-models\/apiextensions\.k8s\.io\/v\w+\/(?:JSON|JSONSchemaPropsOrStringArray)$/, {}],
  [
    /^@kubernetes-models\/argo-workflows\/argoproj\.io\/v1alpha1\/AnyString$/,
    { type: ['string', 'number', 'boolean', 'null'] },
  ],
  [
    /^@kubernetes-models\/argo-workflows\/argoproj\.io\/v1alpha1\/ParallelSteps$/,
    (id) => ({ type: ['array', 'null'], items: sibling(id, 'WorkflowStep') }),
  ],
  [
    /^kubernetes-models\/apiextensions\.k8s\.io\/v\w+\/JSONSchemaPropsOrArray$/,
    (id) => ({ anyOf: [sibling(id, 'JSONSchemaProps'), { type: 'array', items: sibling(id, 'JSONSchemaProps') }] }),
  ],
  [
    /^kubernetes-models\/apiextensions\.k8s\.io\/v\w+\/JSONSchemaPropsOrBool$/,
    (id) => ({ anyOf: [sibling(id, 'JSONSchemaProps'), { type: 'boolean' }] }),
  ],
];

/** The schema to take for a type instead of what its declaration says; undefined when that is right. */
export function repairOf(id: string): JsonSchema | undefined {
  const [, repair] = repaired.find(([end]) => end.test(id)) ?? [];
  return typeof repair === 'function' ? repair(id) : repair;
}

function sibling(id: string, name: string): JsonSchema {
  return { $ref: definitionsPointer + definitionName(id.replace(/[^/]*$/, name)) };
}
