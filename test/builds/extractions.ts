import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from '../../server/src/core/fix.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { stageExtraction } from '../../server/src/ide/dockerfile/stage-extraction.ts';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Buildah } from './buildah.ts';

/** Dockerfiles upon the image of busybox, with marks around what is extracted, and the files that they copy. */
const cases: Readonly<Record<string, { readonly marked: string; readonly files: Readonly<Record<string, string>> }>> = {
  'a program': {
    marked:
      'FROM busybox:1.37\nENV GREETING=hello\n»WORKDIR /src\nCOPY . .\nRUN mkdir -p /opt/tool && cp greet.sh /opt/tool/greet && chmod +x /opt/tool/greet\n»WORKDIR /data\nCMD ["/opt/tool/greet"]\n',
    files: { 'greet.sh': '#!/bin/sh\necho "$GREETING from $PWD"\nls /opt/tool\n' },
  },
  'what builds upon more': {
    marked:
      'FROM busybox:1.37\nRUN echo base > /base\nCOPY list /srv/list\n»RUN mkdir -p /opt/made && cat /base > /opt/made/all\n»CMD ["cat", "/opt/made/all", "/srv/list", "/base"]\n',
    files: { list: 'one\n' },
  },
  'files of a user': {
    marked:
      'FROM busybox:1.37\nRUN mkdir -m 777 /open\nUSER 1000:1000\n»RUN mkdir -p /open/mine && echo a > /open/mine/b\n»CMD ["busybox", "stat", "-c", "%u %g %a %n", "/open/mine", "/open/mine/b"]\n',
    files: { list: '' },
  },
};

/**
 * Builds and runs Dockerfiles before and after some of their instructions became a stage of their own. Gives what is to be
 * said of each case: `same` where both print the same.
 */
export async function checkExtractions(buildah: Buildah, folder: string): Promise<ReadonlyMap<string, string>> {
  const verdicts = new Map<string, string>();
  for (const [name, { marked, files }] of Object.entries(cases)) {
    try {
      const context = path.join(folder, 'extractions', name.replaceAll(' ', '-'));
      mkdirSync(context, { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(context, file), text);
      const texts = [marked.replaceAll('»', ''), await extracted(marked, path.join(context, 'Dockerfile'))];
      const [before, after] = texts.map((text, at) => {
        const tag = `localhost/extraction-${name.replaceAll(' ', '-')}:${at}`;
        buildah.build(tag, context, text);
        return buildah.run(tag);
      });
      const isSame = before?.status === 0 && after?.status === 0 && before.output === after.output;
      console.log(`${name}: it prints ${JSON.stringify(after?.output)}`);
      verdicts.set(name, isSame ? 'same' : `${JSON.stringify(before)} became ${JSON.stringify(after)}`);
    } catch (error) {
      verdicts.set(name, error instanceof Error ? error.message : String(error));
    }
  }
  return verdicts;
}

/** What Seaworthy's own refactoring makes of a Dockerfile. */
async function extracted(marked: string, file: string): Promise<string> {
  const [above = '', selected = ''] = marked.split('»');
  const text = marked.replaceAll('»', '');
  writeFileSync(file, text);
  const engine = new Engine(new DiskHost(() => [path.dirname(file)]));
  const source = engine.read(pathToFileURL(file).toString(), 'dockerfile', text);
  const worked = { file: source, around: { host: engine.sharedHost, kubernetesVersion: '1.36' } };
  const at = { start: above.length, end: above.length + selected.length };
  const [refactoring] = (await stageExtraction.refactorings?.(worked, at)) ?? [];
  if (!refactoring || refactoring.built instanceof Refusal) {
    throw new Error(refactoring ? (refactoring.built as Refusal).reason : 'nothing is offered');
  }
  return applyEdits(
    text,
    refactoring.built.flatMap(({ edits }) => edits),
  );
}
