import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { commonBeginnings, extractCommonStage } from '../../server/src/dockerfile/common-stage.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../server/src/dockerfile/runtime-image/runtime-image.ts';
import { applyEdits } from '../../server/src/text/edit.ts';

/** The file after what its stages have in common has become a stage; why not; undefined where they have nothing. */
function extracted(text: string): string | undefined {
  const dockerfile = new Dockerfile(text);
  const [beginning] = commonBeginnings(dockerfile);
  const built = beginning && extractCommonStage(dockerfile, beginning);
  return built instanceof Refusal ? built.reason : built && applyEdits(text, built);
}

/** What each stage is when it runs, by its name. */
function images(text: string) {
  const { stages } = new Dockerfile(text);
  return stages.map((stage) => {
    const { user, workingFolder, environment, entrypoint, command, labels } = RuntimeImage.of(stage);
    const said = [...environment].map(([name, { value }]) => [name, value]);
    return {
      name: stage.name,
      said: [user?.name, workingFolder?.value, said, entrypoint?.value, command?.value, [...labels.keys()]],
    };
  });
}

const twoStages =
  'FROM node:24 AS build\n# Dependencies.\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist"]\n';

describe('what stages have in common', () => {
  it('becomes a stage that they are built upon', () => {
    const after = extracted(twoStages);
    expect(after).toBe(
      'FROM node:24 AS common\n# Dependencies.\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n\nFROM common AS build\nCOPY . .\nRUN npm run build\n\nFROM common\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist"]\n',
    );
    const [, ...before] = images(after ?? '');
    expect(before).toEqual(images(twoStages));
    expect(extracted(after ?? '')).toBeUndefined();
  });

  it('is built upon as it is where one of them does nothing else', () => {
    expect(
      extracted('FROM debian:13 AS base\nRUN apt-get update\n\nFROM debian:13\nRUN apt-get update\nCMD ["a"]\n'),
    ).toBe('FROM debian:13 AS base\nRUN apt-get update\n\nFROM base\nCMD ["a"]\n');
  });

  it('keeps the platform, in the one place where it is needed', () => {
    expect(
      extracted(
        'FROM --platform=linux/amd64 a AS b\r\nRUN c\r\nRUN d\r\n\r\nFROM --platform=linux/amd64 a AS e\r\nRUN c\r\n',
      ),
    ).toBe(
      'FROM --platform=linux/amd64 a AS common\r\nRUN c\r\n\r\nFROM common AS b\r\nRUN d\r\n\r\nFROM common AS e\r\n',
    );
  });

  it('ends before what matters to the stage that says it', () => {
    const text = 'FROM a AS b\nRUN c\nCMD ["d"]\nFROM a\nRUN c\nCMD ["d"]\nENTRYPOINT ["e"]\n';
    const after = extracted(text);
    expect(after).toBe(
      'FROM a AS common\nRUN c\n\nFROM common AS b\nCMD ["d"]\nFROM common\nCMD ["d"]\nENTRYPOINT ["e"]\n',
    );
    expect(images(after ?? '').slice(1)).toEqual(images(text));
  });

  it.each([
    [
      'they are numbered',
      'FROM a\nRUN b\nFROM a\nRUN b\nCOPY --from=0 /x /x\n',
      'Stages are referred to by number, and the numbers would change.',
    ],
    ['something would be lost', 'FROM a AS b\nRUN c\nFROM a\n# Why.\nRUN c\n', 'Comments in stage 1 would be lost.'],
  ])('stays where it is when %s', (_, text, reason) => {
    expect(extracted(text)).toBe(reason);
  });

  it.each([
    ['nothing is made', 'FROM a AS b\nWORKDIR /x\nRUN c\nFROM a\nWORKDIR /x\nRUN d\n'],
    ['the images differ', 'FROM a AS b\nRUN c\nFROM d\nRUN c\n'],
    ['the platforms differ', 'FROM --platform=linux/arm64 a AS b\nRUN c\nFROM a\nRUN c\n'],
    ['there is one stage', 'FROM a\nRUN c\nRUN c\n'],
    ['it is triggered later', 'FROM a AS b\nONBUILD RUN c\nRUN d\nFROM a\nONBUILD RUN c\nRUN d\n'],
  ])('is nothing where %s', (_, text) => {
    expect(extracted(text)).toBeUndefined();
  });
});
