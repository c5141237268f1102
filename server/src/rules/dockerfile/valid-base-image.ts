import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Expansion } from '../../dockerfile/expand.ts';
import { unknownValue } from '../../dockerfile/expand.ts';
import { platformArguments } from '../../dockerfile/scope.ts';
import { isValidReference, whyInvalid } from '../../image/reference.ts';
import { dockerfileRule } from '../define.ts';

const malformed = ['dockerfile-utils/INVALID_REFERENCE_FORMAT', 'slim/20005'] as const;

export default dockerfileRule({
  id: 'valid-base-image',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name a base image that can exist',
  why: 'An image is named `[registry/]name[:tag][@digest]`, the name in lower case; a builder refuses all else. Where the name holds arguments, their defaults should make a valid one, so that the file can be built and checked without being told any. An argument that has no default on purpose is an information, under the preset `strict`.',
  aliases: [...malformed, 'dockerfile-utils/NO_SOURCE_IMAGE', 'slim/20004', 'buildkit/InvalidDefaultArgInFrom'],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/cli/docker/image/tag/#description',
    'https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/',
  ],
  examples: [
    { bad: 'FROM Alpine:3.22\n' },
    { bad: 'FROM alpine:3.22:latest\n' },
    { bad: 'FROM https://registry.example.com/app:1\n' },
    { bad: 'ARG VARIANT=""\nFROM node:${VARIANT}\n', note: 'The default leaves nothing behind the colon: a warning.' },
    {
      bad: 'ARG VERSION\nFROM node:${VERSION}\n',
      preset: 'strict',
      note: 'There is no default: an information.',
    },
    { good: 'ARG VERSION=24\nFROM node:${VERSION}\n' },
    { good: 'FROM registry.example.com:5000/team/app_base:1.2-rc.1\n' },
  ],
  check({ dockerfile, report }) {
    const { globals } = dockerfile;
    for (const { from } of dockerfile.stages) {
      const word = from?.image;
      if (!from || !word) continue;
      const expansion = globals.expandDefaults(word.piece, from.span.start);
      if (expansion.references.length === 0) {
        if (isValidReference(expansion.text) || isStage(dockerfile, expansion)) continue;
        report(word.span, `"${expansion.text}" cannot be the name of an image: ${whyInvalid(expansion.text)}`).as(
          ...malformed,
        );
        continue;
      }
      const text = expansion.text.replaceAll(unknownValue, 'a');
      if (isValidReference(text) || isStage(dockerfile, expansion)) continue;
      const names = expansion.references.map(({ name }) => name);
      const declared = names.map((name) => globals.find(name, from.span.start));
      // An argument that is not declared at all is told as such.
      if (names.some((name, index) => !declared[index] && !platformArguments.has(name))) continue;
      const withoutDefault = declared.find((one) => one?.value === undefined)?.name;
      const message =
        withoutDefault === undefined
          ? `The defaults of the arguments make "${text}", which cannot be the name of an image: give others`
          : `${withoutDefault} has no default, so the file cannot be built without being told: give it one`;
      const finding = report(word.span, message).as('buildkit/InvalidDefaultArgInFrom').grade('warning');
      if (withoutDefault !== undefined) finding.grade('info').onlyIn('strict');
    }
  },
});

/** Whether a name is one of a stage: those may look as no image does. */
function isStage({ stages }: Dockerfile, { text }: Expansion): boolean {
  return stages.some(({ name }) => name === text.toLowerCase());
}
