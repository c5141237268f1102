import * as z from 'zod';
import { removePair } from '../../dockerfile/edits.ts';
import { dockerfileRule } from '../define.ts';

const revision = 'org.opencontainers.image.revision';

export default dockerfileRule({
  id: 'labels-from-git',
  category: 'maintainability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Leave labels about the Git checkout to the build',
  why: 'Which commit an image is built from only the build knows: a label in the Dockerfile is wrong from the next commit on, unless an argument fills it in each time. `docker buildx build` sets these labels from the checkout itself where `BUILDX_GIT_LABELS` is on: `org.opencontainers.image.revision` and `com.docker.image.source.entrypoint` with `1`, and `org.opencontainers.image.source` too with `full`.',
  aliases: ['tally/labels/no-buildx-git-overlap'],
  fix: 'manual',
  fixing:
    'Removes the label of the revision. That the build sets it is for you to see to; the others may be there on purpose.',
  options: z.object({
    mode: z
      .enum(['full', 'true', 'off'])
      .default('true')
      .describe('What `BUILDX_GIT_LABELS` is set to where the images are built'),
  }),
  references: ['https://docs.docker.com/build/building/variables/#buildx_git_labels'],
  examples: [
    {
      bad: 'FROM node:24\nLABEL title="web" org.opencontainers.image.revision="3f2c1ab"\n',
      fixed: 'FROM node:24\nLABEL title="web"\n',
    },
    {
      bad: 'FROM node:24\nLABEL org.opencontainers.image.source="https://example.com/web"\n',
      options: { mode: 'full' },
    },
    { good: 'FROM node:24\nLABEL org.opencontainers.image.source="https://example.com/web"\n' },
    { good: 'FROM golang:1.27 AS build\nLABEL org.opencontainers.image.revision="3f2c1ab"\nFROM scratch\n' },
  ],
  check({ dockerfile, options: { mode }, report }) {
    if (mode === 'off') return;
    const keys = [revision, 'com.docker.image.source.entrypoint'];
    if (mode === 'full') keys.push('org.opencontainers.image.source');
    for (const instruction of dockerfile.instructions('LABEL')) {
      if (instruction.onbuild || !dockerfile.isShipped(instruction.stage)) continue;
      for (const pair of instruction.pairs) {
        const key = instruction.stage.expand(pair.key).value;
        if (key === undefined || !keys.includes(key)) continue;
        const finding = report(pair.key.span, `Only the build knows ${key}: let "docker buildx build" set it`);
        if (key === revision) finding.fix('Remove the label', () => removePair(dockerfile, instruction, pair));
      }
    }
  },
});
