import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import type { Process } from '../../server/src/workspace/processes/process.ts';
import { ProcessTree } from '../../server/src/workspace/processes/tree.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const dockerfile = 'FROM debian:13\nWORKDIR /\nCOPY start.sh lib.sh /\nENTRYPOINT ["/start.sh"]\n';

async function notesOf(scripts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const files = Object.entries({ Dockerfile: dockerfile, ...scripts });
  const disk = new MemoryHost(Object.fromEntries(files.map(([path, text]) => [`${testRoot}/${path}`, text])));
  const { host } = new RememberedFiles(disk).recording();
  const model = new Dockerfile(dockerfile, 'Dockerfile');
  const stage = model.stages[0];
  const tree = stage && (await ProcessTree.of(model, stage, { uri: `${testRoot}/Dockerfile`, host }));
  const lines = (process: Process): string[] => [
    process.note === undefined ? process.text : `${process.text} (${process.note})`,
    ...process.children.flatMap(lines),
  ];
  return tree ? lines(tree.root) : [];
}

const start = '#!/bin/sh\n. /lib.sh\nexec server\n';

describe('a script that cannot be read is told of once, and the rest is followed', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a binary one', { 'start.sh': '\0\u0001', 'lib.sh': '' }, ['/start.sh (the script is a binary file)']],
    [
      'a large one',
      { 'start.sh': '#'.repeat(300_000), 'lib.sh': '' },
      ['/start.sh (the script is too large to be read)'],
    ],
    [
      'one that another reads',
      { 'start.sh': start, 'lib.sh': '\0' },
      ['/start.sh (start.sh:2 reads /lib.sh, which is a binary file)', 'server'],
    ],
    [
      'scripts that read one another',
      { 'start.sh': start, 'lib.sh': '. /start.sh\n' },
      ['/start.sh (lib.sh:1 reads start.sh once more)', 'server'],
    ],
    [
      'one that is no UTF-8',
      { 'start.sh': start.replace('exec', '# \uFFFD\nexec'), 'lib.sh': '\n. /more.sh\n# \uFFFD\n' },
      ['/start.sh (the script is not valid UTF-8, start.sh:2 reads /lib.sh, which is not valid UTF-8)', 'server'],
    ],
  ])('%s', async (_, scripts, expected) => {
    expect(await notesOf(scripts)).toEqual(expected);
  });
});
