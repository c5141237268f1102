import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource } from '../build.ts';
import { readOpenYaml, writtenText } from '../open-yaml.ts';
import { Template } from '../template.ts';

/**
 * The links that the configuration states: `images:`, by the names of images. A `*` stands for the same text in the name
 * and in the path. What is wrong there is told by whoever reads the configuration.
 */
export const stated: BuildSource = {
  claims: (uri) => /\/\.seaworthy\.ya?ml$/.test(uri),

  read(file) {
    const [document] = readOpenYaml(file.text);
    return (document?.root.get('images').entries ?? []).flatMap(([name, value]): Build[] => {
      const common = {
        image: withWildcard(name),
        span: shift(value.keySpan ?? { start: 0, end: 0 }, document?.start ?? 0),
        says: 'The configuration says so',
        bases: [file.folder],
        isDeclared: true,
        confidence: 'certain' as const,
        isStated: true,
      };
      if (value.boolean === false) return [{ ...common, builder: 'elsewhere' }];
      const path = writtenText(value.isMap ? value.get('dockerfile') : value);
      if (path === undefined) return [];
      const context = textIn(value, 'context') ?? (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
      const target = textIn(value, 'target');
      return [
        {
          ...common,
          dockerfile: withWildcard(path),
          context: withWildcard(context),
          target: target === undefined ? undefined : Template.literal(target),
        },
      ];
    });
  },
};

function textIn(value: YamlValue, key: string): string | undefined {
  return value.isMap ? writtenText(value.get(key)) : undefined;
}

function withWildcard(text: string): Template {
  return new Template(text.split('*').flatMap((part, at) => (at === 0 ? [part] : [{ name: '*' }, part])));
}
