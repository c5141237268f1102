import { describe, expect, it } from 'vitest';
import { imageEstimate } from '../../server/src/ide/dockerfile/image-estimate.ts';
import { spotIn, workedOn } from '../support/writing.ts';

const files = { 'model.bin': 'x'.repeat(12_000_000), 'src/a.js': 'x'.repeat(2_000), 'small.txt': 'x' };

async function lenses(text: string, more: Readonly<Record<string, string>> = {}) {
  const worked = workedOn('Dockerfile', text, { ...files, ...more });
  const found = (await imageEstimate.lenses?.(worked)) ?? [];
  return found.map(({ offset, title }) => `${worked.file.lines.lineAt(offset) + 1}: ${title}`);
}

describe('the size of an image before it is built', () => {
  it('is told as far as it is known, with what is not', async () => {
    const text =
      'FROM golang:1.27 AS build\nCOPY . .\nFROM debian:13\nRUN apt-get update\nCOPY model.bin src /app/\nCOPY --from=build /x /x\nRUN chown -R 1 /app\n';
    expect(await lenses(text)).toEqual([
      '3: 24 MB of the build context, 12 MB of them in vain; the base image, 2 RUN steps and one COPY are not counted',
    ]);
  });

  it('has the base image in it in any case', async () => {
    expect(await lenses('FROM scratch AS a\nFROM a\nCOPY model.bin /\n')).toEqual([
      '2: 12 MB of the build context; the base image is not counted',
    ]);
  });

  it.each([
    ['there is little of the context in it', 'FROM a\nCOPY src /app\n', {}],
    ['nothing of it is known', 'FROM a\nARG X\nCOPY $X /app\nADD model.tar.gz /app\n', {}],
    [
      'builds have several contexts',
      'FROM a\nCOPY . /app\n',
      {
        'compose.yaml':
          'services:\n  a:\n    build: .\n  b:\n    build:\n      context: src\n      dockerfile: ../Dockerfile\n',
      },
    ],
  ])('is no line where %s', async (_, text, more) => {
    expect(await lenses(text, more)).toEqual([]);
  });

  it('is listed where the last FROM is pointed at', async () => {
    const text =
      'FROM a:1\nFR|OM debian:13\nRUN apt-get update && apt-get install -y curl\nCOPY small.txt /a\nCOPY src /b\nADD https://a.example/x /x\n';
    const [found, ...others] = (await imageEstimate.explain?.(spotIn('Dockerfile', text, files))) ?? [];
    expect(others).toEqual([]);
    expect(found?.text.split('\n\n')).toEqual([
      '**The image gets 2 kB of the build context**',
      '| size | copied by |\n|---:|---|\n| 2 kB | line 5 |\n| 1 B | line 4 |',
      '- apt-get leaves the package lists behind in line 3',
      '*The base image, the RUN step and one COPY are not counted: their sizes are not known before the build.*',
    ]);
  });
});
