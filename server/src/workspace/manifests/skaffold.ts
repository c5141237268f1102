import type { YamlValue } from '../../yaml/value.ts';
import type { Neighbourhood } from './neighbourhood.ts';

/**
 * Whether Skaffold builds an image of this name: in the manifests that it applies it then puts the tag that it has built in
 * the place of whatever stands there.
 */
export function isBuiltBySkaffold(name: string, neighbours: Neighbourhood): boolean {
  return neighbours
    .everywhere('Config')
    .filter(({ group }) => group === 'skaffold')
    .some((entry) => {
      const config = entry.read()?.value;
      return config !== undefined && [config, ...config.get('profiles').items].some((part) => builds(part, name));
    });
}

function builds(part: YamlValue, name: string): boolean {
  return part.at('build', 'artifacts').items.some((artifact) => artifact.get('image').text === name);
}
