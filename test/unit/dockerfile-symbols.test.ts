import { expect, it } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
import { stageSymbols } from '../../server/src/ide/dockerfile/symbols.ts';
import { MemoryHost } from '../support/memory-host.ts';

it('lists the stages of all Dockerfiles of a workspace', async () => {
  const folder = 'file:///workspace';
  const host = new MemoryHost({
    [`${folder}/api/Dockerfile`]: 'FROM a AS build\nFROM b\nFROM c AS Run\n',
    [`${folder}/web.Dockerfile`]: 'FROM a\nFROM a AS test',
    [`${folder}/node_modules/x/Dockerfile`]: 'FROM a AS theirs\n',
    [`${folder}/README.md`]: 'FROM a AS none\n',
  });
  const symbols = (await stageSymbols.symbols?.(folder, new Engine(host).sharedHost)) ?? [];
  const found = symbols.map(({ name, container, kind, place: { file, span } }) => {
    const { line, character } = file.lines.positionAt(span.start);
    return `${kind} ${name} in ${container} ${line}:${character}`;
  });
  expect(found.sort()).toEqual([
    'stage Run in api/Dockerfile 2:10',
    'stage build in api/Dockerfile 0:10',
    'stage test in web.Dockerfile 1:10',
  ]);
});
