import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource } from '../build.ts';
import { pairsOf, readOpenYaml, templateOf } from '../open-yaml.ts';
import { type Lookup, Template } from '../template.ts';

/**
 * The images of a `devspace.yaml` (devspace.sh/docs/configuration/images), which DevSpace gives tags of its own. Paths
 * start from the file; until version 6 the target was an option of the builder.
 */
export const devspace: BuildSource = {
  claims: (uri) => /\/devspace[^/]*\.ya?ml$/.test(uri),

  read({ text, folder }) {
    return readOpenYaml(text).flatMap(({ root, start }) => {
      const lookup: Lookup = (name) => variableOf(root.at('vars', name));
      return root.get('images').entries.flatMap(([name, entry]): Build[] => {
        const value = entry.get('image');
        const image = templateOf(value)?.fill(lookup);
        if (!image || !value.span) return [];
        const filled = (...path: readonly string[]) => templateOf(entry.at(...path))?.fill(lookup);
        const isOther = entry.get('custom').exists || entry.at('build', 'custom').exists;
        return [
          {
            image,
            span: shift(value.span, start),
            says: `DevSpace builds it as the image "${name}"`,
            ...(isOther ? { builder: 'elsewhere' as const } : {}),
            dockerfile: filled('dockerfile') ?? Template.literal('Dockerfile'),
            context: filled('context') ?? Template.literal('.'),
            target: filled('target') ?? filled('build', 'docker', 'options', 'target'),
            args: pairsOf(entry.get('buildArgs')),
            bases: [folder],
            isDeclared: true,
            confidence: 'certain',
            setsTag: true,
          },
        ];
      });
    });
  },
};

/** What a variable is: a text, or a map that says what it is or what it is by default. */
function variableOf(value: YamlValue): Template | undefined {
  return value.isMap ? (templateOf(value.get('value')) ?? templateOf(value.get('default'))) : templateOf(value);
}
