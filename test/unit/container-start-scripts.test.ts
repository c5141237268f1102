import { describe, expect, it } from 'vitest';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const files = {
  'skaffold.yaml':
    'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n',
  Dockerfile:
    'FROM debian:13\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/start.sh"]\nCMD ["nginx", "-g", "daemon off;"]\n',
  'start.sh': '#!/bin/sh\n"$@"\n',
  'worker.sh': '#!/bin/sh\nset -e\nnpm install\npython manage.py migrate\nredis-server\n',
};

const rules: ReadonlySet<string> = new Set([
  'exec-in-start-script',
  'one-process-per-start-script',
  'start-script-stops-at-failure',
  'work-before-start',
]);

/** What is said of start scripts in a manifest: the rule, and where it stands there and in the script. */
async function told(container: string, kind: 'Pod' | 'Job' = 'Pod'): Promise<readonly string[]> {
  const pod = `spec:\n  containers:\n    - name: web\n      image: web\n${container}`;
  const spec = kind === 'Pod' ? pod : `spec:\n  template:\n    ${pod.replaceAll('\n', '\n    ').trimEnd()}\n`;
  const text = `apiVersion: ${kind === 'Pod' ? 'v1' : 'batch/v1'}\nkind: ${kind}\nmetadata:\n  name: web\n${spec}`;
  const all = { ...files, 'k8s/web.yaml': text };
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(all).map(([path, content]) => [`${testRoot}/${path}`, content])),
  );
  const { findings } = await Judgement.around('k8s/web.yaml', text, preset('strict'), host);
  return findings
    .filter(({ rule }) => rules.has(rule.id))
    .map(({ rule, span, related }) => {
      const places = related.map(({ file, span: at }) => {
        const line = (file?.lines.lineAt(at.start) ?? -1) + 1;
        return `${file?.uri.slice(testRoot.length + 1)}:${line}`;
      });
      return `${rule.id} ${text.slice(span.start, span.end)} ${places.join()}`;
    });
}

describe('the scripts that a container starts by its own command', () => {
  const worker = [
    'exec-in-start-script /app/worker.sh worker.sh:5',
    'work-before-start /app/worker.sh worker.sh:3',
    'work-before-start /app/worker.sh worker.sh:4',
  ];

  it('are told in the manifest', async () => {
    expect((await told('      command: [/app/worker.sh]\n')).toSorted()).toEqual(worker);
    expect((await told('      args: [/app/worker.sh]\n')).toSorted()).toEqual(worker);
  });

  it('are not told where the image starts them as well, nor where they are to end', async () => {
    expect(await told('      command: [/app/start.sh, redis-server]\n')).toEqual([]);
    expect(await told('')).toEqual([]);
    expect(await told('      command: [/app/worker.sh]\n', 'Job')).toEqual([]);
    expect(await told('      command: [sh, -c, "npm install; redis-server"]\n')).toEqual([]);
  });
});
