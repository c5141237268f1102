import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { stageSurgery } from '../../server/src/ide/dockerfile/stage-surgery.ts';
import { stageTargets } from '../../server/src/ide/dockerfile/stage-targets.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { workedOn } from '../support/writing.ts';

type Files = Readonly<Record<string, string>>;

/** What each refactoring at the FROM of a stage makes of a file, or why it does not, by title. */
async function offered(text: string, files: Files = {}, at = 0, assistant = stageTargets) {
  const worked = workedOn('Dockerfile', text, files);
  const found = (await assistant.refactorings?.(worked, { start: at, end: at })) ?? [];
  return Object.fromEntries(
    found.map(({ title, built }) => [
      title,
      built instanceof Refusal
        ? built.reason
        : applyEdits(
            text,
            built.flatMap(({ edits }) => edits),
          ),
    ]),
  );
}

const development = 'Add a target for development';
/** A Dockerfile of two stages, the first of which builds with a command. */
const built = (image: string, command: string, more = '') =>
  `FROM ${image} AS build\nWORKDIR /app\nCOPY . .\nRUN ${command}\n${more}\nFROM debian:13\nCOPY --from=build /app/x /x\nCMD ["/x"]\n`;

describe('a target beside the image', () => {
  const files = { 'package.json': '{"scripts":{"dev":"vite"}}', x: '' };

  it('starts the development server, and is offered once', async () => {
    const text = built('node:24', 'npm ci');
    const after = (await offered(text, files))[development];
    expect(after).toBe(built('node:24', 'npm ci', '\nFROM build AS development\nCMD ["npm", "run", "dev"]\n'));
    expect(await offered(after ?? '', files)).toEqual({});
    expect(await offered(text, files, text.indexOf('FROM debian'))).toEqual({});
  });

  it.each([
    ['there is no such script', built('node:24', 'npm ci'), { 'package.json': '{"scripts":{}}', x: '' }],
    ['nobody runs the tool', built('node:24', 'make'), files],
  ])('is not offered where %s', async (_, text, around) => {
    expect(await offered(text, around)).toEqual({});
  });

  it.each([
    [
      'there is one stage',
      'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "a"]\n',
      'convert it to several',
    ],
    ['stages are numbered', built('node:24', 'npm ci').replace('from=build', 'from=0'), 'referred to by number'],
  ])('is refused where %s', async (_, text, reason) => {
    expect((await offered(text, files))[development]).toContain(reason);
  });
});

describe('two stages that are the same', () => {
  const same = 'RUN make\nCMD ["a"]\n';
  const merge = (text: string, files: Files = {}) =>
    offered(text, files, text.lastIndexOf('FROM a:1'), stageSurgery).then(
      (found) => found['Merge with stage "b", which is the same'],
    );

  it('become one, which is used instead of the other', async () => {
    const text = `FROM a:1 AS b\n${same}\n# The same.\nFROM a:1 AS c\n${same}\nFROM c AS d\nFROM e:1\nCOPY --from=c /x /x\nCOPY --from=b /y /y\n`;
    expect(await merge(text.replace('# The same.\n', ''))).toBe(
      `FROM a:1 AS b\n${same}\nFROM b AS d\nFROM e:1\nCOPY --from=b /x /x\nCOPY --from=b /y /y\n`,
    );
    expect(await merge(text)).toContain('Comments in stage "c" would be lost');
  });

  it('stay where one is built by its name, or by number', async () => {
    const text = `FROM a:1 AS b\n${same}FROM a:1 AS c\n${same}FROM e:1\nCOPY --from=c /x /x\n`;
    const compose = 'services:\n  s:\n    image: s\n    build:\n      context: .\n      target: c\n';
    expect(await merge(text, { 'compose.yaml': compose })).toContain('by its name');
    expect(await merge(text.replace('from=c', 'from=1'))).toContain('referred to by number');
  });

  it('are told apart where the image, the platform or an instruction differs', async () => {
    expect(await merge(`FROM a:1 AS b\n${same}FROM a:1 AS c\nRUN make x\nFROM e:1\n`)).toBeUndefined();
    expect(
      await merge(`FROM --platform=linux/arm64 a:1 AS b\n${same}FROM a:1 AS c\n${same}FROM e:1\n`),
    ).toBeUndefined();
  });
});
