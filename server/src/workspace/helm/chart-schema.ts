import type { AnySchema } from '../../yaml/schema/json-schema.ts';

const text = (description: string): AnySchema => ({ type: 'string', description });
const texts = (description: string): AnySchema => ({ type: 'array', items: { type: 'string' }, description });
const list = (
  description: string,
  properties: Readonly<Record<string, AnySchema>>,
  required: readonly string[],
): AnySchema => ({
  type: 'array',
  items: { type: 'object', properties, required, additionalProperties: false },
  description,
});

/** The schema of `Chart.yaml` (helm.sh/docs/topics/charts, "The Chart.yaml File"). */
export const chartSchema: AnySchema = {
  type: 'object',
  title: 'Chart',
  required: ['apiVersion', 'name', 'version'],
  additionalProperties: false,
  properties: {
    apiVersion: { enum: ['v2', 'v1'], description: 'The version of the format: `v2`, or `v1` for charts of Helm 2.' },
    name: text('The name of the chart: small letters, digits and dashes.'),
    version: text('The version of the chart, a semantic version.'),
    appVersion: text('The version of the application; put it in quotes.'),
    kubeVersion: text('The versions of Kubernetes that it can be installed on, such as `>=1.29.0-0`.'),
    description: text('What the chart is, in a sentence.'),
    type: {
      enum: ['application', 'library'],
      description: 'Whether it can be installed, or only has templates for others; `application` unless given.',
    },
    keywords: texts('What it may be searched by.'),
    home: text('The address of the project.'),
    sources: texts('The addresses of source code.'),
    icon: text('The address of an icon, an SVG or PNG.'),
    deprecated: { type: 'boolean', description: 'Whether the chart is deprecated.' },
    annotations: { type: 'object', additionalProperties: { type: 'string' }, description: 'Anything else, by key.' },
    maintainers: list(
      'Who maintains it.',
      { name: text('The name.'), email: text('The address for mail.'), url: text('A web address.') },
      ['name'],
    ),
    dependencies: list(
      'The charts that it is made of.',
      {
        name: text('The name of the chart.'),
        version: text('The versions that will do, such as `~1.2.0`.'),
        repository: text('Where it is: `https://…`, `oci://…`, `file://../path`, or `@name` of a known repository.'),
        alias: text('What its values go by instead of its name.'),
        condition: text('The paths of values, of which the first that is set says whether it takes part.'),
        tags: texts('Tags by which several charts are switched on and off together.'),
        'import-values': { type: 'array', description: 'Values of it that become those of the chart.' },
      },
      ['name', 'version'],
    ),
  },
};
