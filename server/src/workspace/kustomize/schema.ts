import type { AnySchema } from '../../yaml/schema/json-schema.ts';

/** The schemas of fields by name. */
type Fields = Readonly<Record<string, AnySchema>>;

const text = (description: string): AnySchema => ({ type: 'string', description });
const flag = (description: string): AnySchema => ({ type: 'boolean', description });
const texts = (description: string): AnySchema => ({ type: 'array', items: { type: 'string' }, description });
const labels = (description: string): AnySchema => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  description,
});
const map = (description: string, properties: Fields, required: readonly string[] = []): AnySchema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
  description,
});
const list = (description: string, properties: Fields, required: readonly string[] = []): AnySchema => ({
  type: 'array',
  items: map('', properties, required),
  description,
});
const old = (schema: AnySchema, instead: string): AnySchema => ({
  ...schema,
  deprecated: true,
  deprecationMessage: instead,
});

const selector: Fields = {
  group: text('The API group, as a regular expression.'),
  version: text('The API version without its group, as a regular expression.'),
  kind: text('The kind, as a regular expression for all of it.'),
  name: text('The name, as a regular expression for all of it.'),
  namespace: text('The namespace, as a regular expression for all of it.'),
  labelSelector: text('Labels, as `kubectl --selector` takes them.'),
  annotationSelector: text('Annotations, in the same form.'),
};

const patch: Fields = {
  path: text('The file with the patch.'),
  patch: text('The patch itself: part of an object, or a JSON patch.'),
  target: map('The resources that are patched; without it, those that the patch names.', selector),
  options: map('What the patch may change beside fields.', {
    allowNameChange: flag('Whether it may change the name.'),
    allowKindChange: flag('Whether it may change the kind.'),
  }),
};

const generatorOptions = map('Labels, annotations and names of what is generated.', {
  labels: labels('Labels to add.'),
  annotations: labels('Annotations to add.'),
  disableNameSuffixHash: flag('Whether the name goes without the hash of the contents.'),
  immutable: flag('Whether what is generated cannot be changed.'),
});

const generator: Fields = {
  name: text('The name, to which a hash of the contents is added.'),
  namespace: text('The namespace.'),
  behavior: {
    enum: ['create', 'replace', 'merge'],
    description: 'What happens to one of the same name that a base makes; `create` unless given.',
  },
  files: texts('Files whose contents become values: `path`, or `key=path`.'),
  literals: texts('Values: `key=value`.'),
  envs: texts('Files with a `key=value` in each line.'),
  env: old(text('A file with a `key=value` in each line.'), 'List it in envs.'),
  options: generatorOptions,
};

const origin: Fields = {
  group: text('The API group.'),
  version: text('The API version without its group.'),
  kind: text('The kind.'),
  name: text('The name.'),
  namespace: text('The namespace.'),
  fieldPath: text('The field, such as `metadata.name`.'),
};

const part: Fields = {
  delimiter: text('What separates the parts of the text of which one is meant.'),
  index: { type: 'integer', description: 'Which of the parts, counted from 0.' },
  encoding: text('`base64`, where the text is encoded.'),
};

const replacement: Fields = {
  path: text('A file with replacements.'),
  source: map('Where the value comes from.', { ...origin, options: map('Which part of it.', part) }),
  sourceValue: text('The value itself.'),
  targets: list('Where it goes.', {
    select: map('The resources.', selector),
    reject: list('Those of them that are left out.', selector),
    fieldPaths: texts('The fields, such as `spec.template.spec.containers.[name=web].env.[name=HOST].value`.'),
    options: map('Which part of the fields.', { ...part, create: flag('Whether a missing field is made.') }),
  }),
};

const helmChart: Fields = {
  name: text('The name of the chart.'),
  repo: text('The address of its repository.'),
  version: text('The version of the chart.'),
  releaseName: text('The name of the release.'),
  namespace: text('The namespace of the release.'),
  valuesFile: text('A file of values.'),
  additionalValuesFiles: texts('Further files of values.'),
  valuesInline: { type: 'object', description: 'Values.' },
  valuesMerge: { enum: ['merge', 'override', 'replace'], description: 'How these values meet those of the file.' },
  includeCRDs: flag('Whether CustomResourceDefinitions are rendered.'),
  skipHooks: flag('Whether hooks are left out.'),
  skipTests: flag('Whether tests are left out.'),
  apiVersions: texts('API versions that the chart is told the cluster has.'),
  kubeVersion: text('The version of Kubernetes that the chart is told.'),
  nameTemplate: text('A template for the name of the release.'),
  debug: flag('Whether Helm tells what it does.'),
};

const fields: Fields = {
  apiVersion: {
    enum: ['kustomize.config.k8s.io/v1beta1', 'kustomize.config.k8s.io/v1alpha1'],
    description: 'The version of the format: `v1beta1`, or `v1alpha1` for a Component.',
  },
  kind: { enum: ['Kustomization', 'Component'], description: 'Whether it is built by itself or only part of others.' },
  metadata: { type: 'object', description: 'A name, labels and annotations; nothing is built from them.' },
  resources: texts('What is built upon: files with manifests, folders with a kustomization, addresses.'),
  components: texts('Folders with Components, which change what stands above.'),
  namespace: text('The namespace of all resources.'),
  namePrefix: text('What stands before all names.'),
  nameSuffix: text('What stands behind all names.'),
  labels: list('Labels for all resources.', {
    pairs: labels('The labels.'),
    includeSelectors: flag('Whether selectors and templates get them as well; selectors cannot be changed later.'),
    includeTemplates: flag('Whether templates of pods get them as well.'),
    fields: { type: 'array', items: { type: 'object' }, description: 'Further fields that get them.' },
  }),
  commonAnnotations: labels('Annotations for all resources and templates of pods.'),
  patches: list('Changes to resources, in this order.', patch),
  images: list(
    'Other names, tags and digests for images.',
    {
      name: text('The image as the manifests call it, without its tag.'),
      newName: text('The name that takes its place.'),
      newTag: text('The tag that takes the place of its own.'),
      tagSuffix: text('What is added to its tag.'),
      digest: text('The digest that takes the place of its tag.'),
    },
    ['name'],
  ),
  replicas: list(
    'How many pods workloads have.',
    {
      name: text('The name of the workload as it stands in its file.'),
      count: { type: 'integer', description: 'How many pods.' },
    },
    ['name', 'count'],
  ),
  replacements: list('Values that are copied from one field to others.', replacement),
  configMapGenerator: list('ConfigMaps made from files and literals.', generator, ['name']),
  secretGenerator: list(
    'Secrets made from files and literals.',
    { ...generator, type: text('The type of the Secret; `Opaque` unless given.') },
    ['name'],
  ),
  generatorOptions,
  helmCharts: list('Charts that Helm renders; needs `--enable-helm`.', helmChart, ['name']),
  helmGlobals: map('Where charts lie.', {
    chartHome: text('The folder with charts.'),
    configHome: text('The folder with the configuration of Helm.'),
  }),
  generators: texts('Files that configure generators.'),
  transformers: texts('Files that configure transformers.'),
  validators: texts('Files that configure validators.'),
  configurations: texts('Files that say which fields transformers know.'),
  crds: texts('Files with the OpenAPI definitions of custom resources.'),
  openapi: map('What is known of the fields of kinds.', {
    path: text('A file with an OpenAPI schema.'),
    version: text('One of the schemas that are built in.'),
  }),
  buildMetadata: {
    type: 'array',
    items: { enum: ['managedByLabel', 'originAnnotations', 'transformerAnnotations'] },
    description: 'What is noted in the resources about how they were built.',
  },
  sortOptions: map('The order of the resources.', {
    order: { enum: ['legacy', 'fifo'], description: 'By kind, or as they are listed.' },
    legacySortOptions: map('The kinds that come first and last.', {
      orderFirst: texts('Kinds that come first.'),
      orderLast: texts('Kinds that come last.'),
    }),
  }),
  bases: old(texts('Folders to build upon.'), 'List them in resources.'),
  commonLabels: old(labels('Labels for all resources and their selectors.'), 'Write labels, with includeSelectors.'),
  patchesStrategicMerge: old(texts('Files with parts of objects, or the parts themselves.'), 'List them in patches.'),
  patchesJson6902: old(list('JSON patches and their targets.', patch), 'List them in patches.'),
  vars: old({ type: 'array', items: { type: 'object' }, description: 'Values to put in.' }, 'Write replacements.'),
};

/**
 * The schema of kustomizations: `Kustomization` of kustomize.config.k8s.io/v1beta1 and `Component` of v1alpha1, as of
 * Kustomize 5 (kubectl.docs.kubernetes.io/references/kustomize/kustomization).
 */
export const kustomizationSchema: AnySchema = {
  type: 'object',
  properties: fields,
  additionalProperties: false,
  title: 'Kustomization',
};
