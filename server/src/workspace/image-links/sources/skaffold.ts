import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildFile, BuildSource } from '../build.ts';
import type { OtherBuilder } from '../link.ts';
import { pairsOf, readOpenYaml, templateOf } from '../open-yaml.ts';
import { Template } from '../template.ts';

/** The builders of an artifact that need no Dockerfile (skaffold.dev/docs/references/yaml, `build.artifacts`). */
const otherBuilders: Readonly<Record<string, OtherBuilder>> = {
  jib: 'jib',
  jibMaven: 'jib',
  jibGradle: 'jib',
  ko: 'ko',
  buildpacks: 'buildpacks',
  bazel: 'bazel',
  custom: 'elsewhere',
};

/**
 * The artifacts of a `skaffold.yaml`, those of its profiles included. Until v1alpha3 the image, its context and its
 * Dockerfile were called `imageName`, `workspace` and `dockerfilePath`
 * (Skaffold's `pkg/skaffold/schema`).
 */
export const skaffold: BuildSource = {
  claims: (uri) => /\/[^/]*skaffold[^/]*\.ya?ml$/.test(uri),

  read(file) {
    return readOpenYaml(file.text).flatMap(({ root, start }) => {
      if (!/^skaffold\//.test(root.get('apiVersion').text ?? '')) return [];
      const profiles = root.get('profiles').items;
      const artifacts = [root, ...profiles].flatMap((part) => part.at('build', 'artifacts').items);
      return [...artifacts, ...profiles.flatMap(patched)].flatMap((artifact) => builtAs(artifact, start, file));
    });
  },
};

/** The artifacts that the patches of a profile add or put in the place of others (RFC 6902). */
function patched(profile: YamlValue): readonly YamlValue[] {
  return profile.get('patches').items.flatMap((patch) => {
    const isOfArtifacts = /^\/build\/artifacts(?:\/[^/]+)?$/.test(patch.get('path').text ?? '');
    const value = patch.get('value');
    return !isOfArtifacts ? [] : value.isList ? value.items : [value];
  });
}

function builtAs(artifact: YamlValue, start: number, { folder }: BuildFile): readonly Build[] {
  const value = eitherOf(artifact, 'image', 'imageName');
  const image = templateOf(value);
  if (!image || !value.span) return [];
  const builder = Object.keys(otherBuilders).find((name) => artifact.get(name).hasKey);
  const kaniko = artifact.get('kaniko');
  const docker = kaniko.exists ? kaniko : artifact.get('docker');
  return [
    {
      image,
      span: shift(value.span, start),
      says: 'Skaffold builds it as an artifact',
      ...(builder === undefined ? {} : { builder: otherBuilders[builder] ?? 'elsewhere' }),
      dockerfile:
        templateOf(eitherOf(docker, 'dockerfile', 'dockerfilePath')) ?? templateOf(artifact.get('dockerfilePath')),
      isInContext: true,
      // Where it is not in the context, Skaffold looks beside its own file (`NormalizeDockerfilePath`).
      isElseBeside: true,
      context: templateOf(eitherOf(artifact, 'context', 'workspace')) ?? Template.literal('.'),
      target: templateOf(docker.get('target')),
      args: pairsOf(docker.get('buildArgs')),
      bases: [folder],
      // What runs before the build may write the Dockerfile.
      isDeclared: !artifact.at('hooks', 'before').exists,
      confidence: 'certain',
      setsTag: true,
      mayBePrefixed: true,
    },
  ];
}

/** The value under the first of two names that is there. */
function eitherOf(map: YamlValue, name: string, older: string): YamlValue {
  const value = map.get(name);
  return value.exists ? value : map.get(older);
}
