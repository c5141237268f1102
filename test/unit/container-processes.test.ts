import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { containerProcesses } from '../../server/src/ide/kubernetes/container-processes.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { pairsOf } from '../../server/src/workspace/pairs/container-images.ts';
import type { Process } from '../../server/src/workspace/processes/process.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { spotIn } from '../support/writing.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';

/** What the only container of a pod starts: a line for each process, and where it stands. */
async function treeOf(container: string, files: Readonly<Record<string, string>>, image = 'web') {
  const manifest = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n${container}`;
  const placed = Object.entries({ 'skaffold.yaml': skaffold, 'k8s/web.yaml': manifest, ...files });
  const host = new MemoryHost(Object.fromEntries(placed.map(([path, text]) => [`${testRoot}/${path}`, text])));
  const [only] = new Manifest(manifest).containers;
  const [pair] = only
    ? await pairsOf(only, `${testRoot}/k8s/web.yaml`, new RememberedFiles(host).recording().host)
    : [];
  const told: string[] = [];
  const tell = ({ text, how, place, note, children }: Process, depth: number): void => {
    const { file, span, isInManifest } = place;
    const lines = file?.lines ?? new LineMap((isInManifest ? manifest : files.Dockerfile) ?? '');
    const name = file?.path ?? (isInManifest ? 'web.yaml' : 'Dockerfile');
    const said = note === undefined ? '' : ` (${note})`;
    told.push(`${'  '.repeat(depth)}${how} ${text}${said} ${name}:${lines.lineAt(span.start) + 1}`);
    for (const child of children) tell(child, depth + 1);
  };
  const tree = await pair?.processes();
  if (tree) tell(tree.root, 0);
  return told;
}

describe('the processes of a container with a manifest', () => {
  const files = {
    Dockerfile:
      'FROM debian:13\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/entrypoint.sh"]\nCMD ["server", "--port=80"]\n',
    'entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
    'jobs/run.sh': '#!/bin/sh\n./step.sh\nworker &\n',
    'jobs/step.sh': '#!/bin/sh\nstep\n',
  };

  it('are those of the image where it says nothing', async () => {
    expect(await treeOf('', files)).toEqual([
      'first /app/entrypoint.sh server --port=80 Dockerfile:4',
      '  exec server --port=80 entrypoint.sh:2',
    ]);
  });

  it('are what its command says, without the CMD of the image', async () => {
    expect(await treeOf('      command: [/app/entrypoint.sh]\n      args: [other]\n', files)).toEqual([
      'first /app/entrypoint.sh other web.yaml:9',
      '  exec other entrypoint.sh:2',
    ]);
    expect(await treeOf('      command: [/app/entrypoint.sh]\n', files)).toEqual([
      'first /app/entrypoint.sh web.yaml:9',
      '  exec "$@" entrypoint.sh:2',
    ]);
  });

  it('are what the image starts with its arguments', async () => {
    expect(await treeOf('      args:\n        - sh\n        - -c\n        - first; second\n', files)).toEqual([
      'first /app/entrypoint.sh sh -c "first; second" Dockerfile:4',
      '  exec sh -c "first; second" entrypoint.sh:2',
      '    foreground first web.yaml:12',
      '    foreground second web.yaml:12',
    ]);
    expect(await treeOf('      args: [worker]\n', { Dockerfile: 'FROM debian:13\nCMD ["server"]\n' })).toEqual([
      'first worker web.yaml:9',
    ]);
    expect(await treeOf('      args: [worker]\n', { Dockerfile: 'FROM example.com/base\n' })).toEqual([]);
  });

  it('are what the program of a base image hands over to, unless that is an option', async () => {
    expect(await treeOf('      args: [redis-server, /my.conf]\n', {}, 'redis:8')).toEqual([
      'first docker-entrypoint.sh redis-server /my.conf (comes with the base image) web.yaml:8',
      '  exec redis-server /my.conf web.yaml:9',
    ]);
    expect(await treeOf('      args: [--appendonly, "yes"]\n', {}, 'redis:8')).toEqual([
      'first docker-entrypoint.sh --appendonly yes (comes with the base image) web.yaml:8',
    ]);
  });

  it('start in its working folder, and do not see what volumes hide', async () => {
    const job = '      command: [./run.sh]\n      workingDir: /app/jobs\n';
    expect(await treeOf(job, files)).toEqual([
      'first ./run.sh web.yaml:9',
      '  foreground ./step.sh jobs/run.sh:2',
      '    foreground step jobs/step.sh:2',
      '  background worker jobs/run.sh:3',
    ]);
    const mounts = '      volumeMounts:\n        - name: jobs\n          mountPath: /app/jobs/\n';
    expect(await treeOf(job + mounts, files)).toEqual(['first ./run.sh (what it does is not known) web.yaml:9']);
  });

  it('are told of a script in the manifest, as the shell gets it', async () => {
    const script =
      '      command: [sh, -c]\n      args:\n        - |\n          run --host=$(HOST) --at=$(date)\n          exec $(PROGRAM)\n      env:\n        - name: HOST\n          value: db\n        - name: PROGRAM\n          valueFrom:\n            fieldRef:\n              fieldPath: metadata.name\n';
    expect(await treeOf(script, {}, 'busybox:1')).toEqual([
      'first sh -c "run --host=${HOST} --at=$(date)\\nexec ${PROGRAM}\\n" web.yaml:9',
      '  foreground run --host=${HOST} --at=$(date) web.yaml:12',
      '  exec ${PROGRAM} web.yaml:13',
    ]);
  });

  it('get what the container sets for $(NAME), as far as that is known', async () => {
    const env = (value: string) => `      env:\n        - name: SCRIPT\n          ${value}\n`;
    const command = '      command: [/app/entrypoint.sh, $(SCRIPT), "$$(SCRIPT)", $(OTHER)]\n';
    expect(await treeOf(command + env('value: /app/jobs/step.sh'), files)).toEqual([
      'first /app/entrypoint.sh /app/jobs/step.sh $(SCRIPT) $(OTHER) web.yaml:9',
      '  exec /app/jobs/step.sh $(SCRIPT) $(OTHER) entrypoint.sh:2',
      '    foreground step jobs/step.sh:2',
    ]);
    const unknown = env('valueFrom: {configMapKeyRef: {name: a, key: b}}');
    expect(await treeOf(command + unknown, files)).toContain('  exec $(SCRIPT) $(SCRIPT) $(OTHER) entrypoint.sh:2');
  });
});

describe('a hover on a container', () => {
  const files = {
    'skaffold.yaml': skaffold,
    Dockerfile: 'FROM debian:13\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\nCMD ["web"]\n',
    'start.sh': '#!/bin/sh\nexec "$@"\n',
  };
  const first = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n';
  const head = `${first}apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n`;
  const text = async (marked: string, others: Readonly<Record<string, string>> = files) =>
    ((await containerProcesses.explain?.(spotIn('k8s/web.yaml', head + marked, others))) ?? []).map((one) => one.text);

  it('tells of the image, the command and the arguments what it runs, with links to all other files', async () => {
    const [told, ...more] = await text('      image: w|eb\n      args: [sh, -c, "first; second"]\n');
    expect(told).toBe(
      [
        '**What the container runs**',
        '',
        '- PID 1: `/start.sh sh -c "first; second"` ([Dockerfile:3](file:///workspace/Dockerfile#L3))',
        '  - `sh -c "first; second"`, takes the place of the shell ([start.sh:2](file:///workspace/start.sh#L2))',
        '    - `first`',
        '    - `second`',
      ].join('\n'),
    );
    expect(more).toEqual([]);
    expect(await text('      image: web\n      args: [sh, -c, "first; s|econd"]\n')).toEqual([told]);
    expect(await text('      image: web\n      comm|and: [run]\n')).toEqual([
      '**What the container runs**\n\n- PID 1: `run`',
    ]);
  });

  it('is silent elsewhere, and about images that are only guessed', async () => {
    expect(await text('      image: web\n      workingD|ir: /\n')).toEqual([]);
    const { 'skaffold.yaml': _, ...others } = files;
    expect(await text('      image: w|orkspace\n', others)).toEqual([]);
  });
});
