import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templatePartCompletion } from '../../server/src/ide/kubernetes/template-parts.ts';
import { indentedAs } from '../../server/src/ide/yaml/indented-as.ts';
import { partTemplates } from '../../server/src/templates/manifests/parts/index.ts';
import { expandSnippet } from '../support/snippet.ts';
import { spotIn, taken } from '../support/spots.ts';

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}`;
const container = '  containers:\n    - name: web\n      image: web:1.0.0\n';

async function suggested(marked: string, uri = 'file:///workspace/a.yaml') {
  return (await templatePartCompletion.complete?.(spotIn(marked, { uri }))) ?? [];
}

async function labels(marked: string, uri?: string): Promise<readonly string[]> {
  return (await suggested(marked, uri)).map(({ label }) => label);
}

/** The text once a suggestion was taken, with its defaults, from the line on on which it stands. */
async function written(marked: string, label: string): Promise<string> {
  const one = (await suggested(marked)).find((suggestion) => suggestion.label === label);
  if (!one) throw new Error(`${label} is not offered in ${marked}`);
  const line = marked.lastIndexOf('\n', marked.indexOf('¦')) + 1;
  return expandSnippet(taken(spotIn(marked), one)).text.slice(line);
}

const fieldsOfContainers = partTemplates.filter(({ place }) => place === 'container field').map(({ id }) => id);
const fieldsOfPods = partTemplates.filter(({ place }) => place === 'pod field').map(({ id }) => id);

describe('parts of pods are offered', () => {
  it.each([
    ['below containers', '  containers:\n    ¦'],
    ['below containers, half written', '  containers:\n    k8s-c¦'],
    ['behind a dash', '  containers:\n    - ¦'],
    ['as the next member', `${container}    ¦`],
    ['as the next member, half written', `${container}    k8s¦`],
    ['before the other members', '  containers:\n    ¦\n    - name: web\n'],
    ['where lists stand no further in', '  containers:\n  - ¦'],
  ])('%s: a container', async (_, spec) => {
    expect(await labels(pod(spec))).toEqual(['k8s-container']);
  });

  it('below initContainers: a native sidecar', async () => {
    expect(await labels(pod('  initContainers:\n    - ¦'))).toEqual(['k8s-native-sidecar']);
  });

  it('in a container: its fields, but for those that are there', async () => {
    expect(await labels(pod(`${container}      ¦`))).toEqual(fieldsOfContainers);
    expect(await labels(pod(`${container}      resources: {}\n      ¦`))).not.toContain('k8s-resources');
    expect(await labels(pod(`${container}      ¦\n      livenessProbe: {}\n`))).not.toContain('k8s-probes');
  });

  it('in a container that ends before the others begin: no probes', async () => {
    const init = container.replace('containers', 'initContainers');
    expect(await labels(pod(`${init}      ¦`))).toEqual(fieldsOfContainers.filter((id) => id !== 'k8s-probes'));
    expect(await labels(pod(`${init}      restartPolicy: Always\n      ¦`))).toEqual(fieldsOfContainers);
  });

  it('in a pod: its fields', async () => {
    expect(await labels(pod('  ¦'))).toEqual(fieldsOfPods);
    expect(await labels(pod(`${container}  ¦`))).toEqual(fieldsOfPods);
    expect(await labels(pod('  volumes: []\n  ¦'))).toEqual(fieldsOfPods.filter((id) => id !== 'k8s-volume'));
  });

  it('in a list: what is a member of it', async () => {
    expect(await labels(pod(`${container}      env:\n        ¦`))).toEqual(['k8s-env-from-secret']);
    expect(await labels(pod(`${container}      env:\n        - name: A\n          value: b\n        - ¦`))).toEqual([
      'k8s-env-from-secret',
    ]);
    expect(await labels(pod(`${container}      volumeMounts:\n        - ¦`))).toEqual(['k8s-volume-mount']);
    expect(await labels(pod('  volumes:\n    - ¦'))).toEqual(['k8s-volume']);
  });

  it('in all that runs pods', async () => {
    const cron =
      'apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          ¦';
    expect(await labels(cron)).toEqual(fieldsOfPods);
    const rollout =
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec:\n  template:\n    spec:\n      containers:\n';
    expect(await labels(`${rollout}        - ¦`)).toEqual(['k8s-container']);
    expect(await labels(`a: 1\n---\n${rollout}        - name: a\n      ¦`)).toEqual(fieldsOfPods);
  });

  it('in templates of charts, beside what the template writes', async () => {
    const uri = 'file:///workspace/chart/templates/a.yaml';
    const text = pod('  containers:\n    - name: {{ .Release.Name }}\n      ¦');
    expect(await labels(text, uri)).toEqual(fieldsOfContainers);
  });

  it.each([
    ['where a value is written', `${container}      command: ¦`],
    ['as the value of a name', '  containers:\n    - name: ¦'],
    ['in front of what is there', '  containers:\n    - na¦: web'],
    ['in fields of fields', `${container}      resources:\n        limits:\n          ¦`],
    ['in comments', '  # ¦'],
    ['in texts', `${container}      args:\n        - |\n          ¦`],
  ])('not %s', async (_, spec) => {
    expect(await labels(pod(spec))).toEqual([]);
  });

  it('not outside of pods', async () => {
    for (const marked of [
      '¦',
      'kind: Pod\nspec:\n  ¦',
      'services:\n  web:\n    ¦',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  ¦',
      'apiVersion: example.com/v1\nkind: Shop\nspec:\n  template:\n    spec:\n      ¦',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  ¦',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    ¦',
      'containers:\n  - ¦',
    ]) {
      expect([marked, await labels(marked)]).toEqual([marked, []]);
    }
  });
});

describe('parts of pods are written', () => {
  it('behind a dash that is there', async () => {
    const text = await written(pod('  containers:\n    - ¦'), 'k8s-container');
    expect(text).toMatch(
      /^ {4}- name: app\n {6}image: registry\.example\.com\/app:1\.0\.0\n {6}ports:\n {8}- name: http\n/,
    );
  });

  it('with a dash where there is none', async () => {
    expect(await written(pod(`${container}    ¦`), 'k8s-container')).toMatch(/^ {4}- name: app\n {6}image: /);
    expect(await written(pod(`${container}      env:\n        ¦`), 'k8s-env-from-secret')).toBe(
      '        - name: PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: app\n              key: password',
    );
  });

  it('indented as the file is', async () => {
    const deep =
      'apiVersion: v1\nkind: Pod\nmetadata:\n    name: web\nspec:\n    containers:\n    - name: web\n      ¦';
    expect(await written(deep, 'k8s-security-context')).toBe(
      '      securityContext:\n          allowPrivilegeEscalation: false\n          readOnlyRootFilesystem: true\n          capabilities:\n              drop:\n              - ALL',
    );
    const flat = pod('  containers:\n  - name: web\n    ¦');
    expect(await written(flat, 'k8s-volume-mount')).toBe('    volumeMounts:\n    - name: tmp\n      mountPath: /tmp');
  });

  it('with the line breaks of the file', async () => {
    const marked = pod(`${container}      ¦\n`).replaceAll('\n', '\r\n');
    const one = (await suggested(marked)).find(({ label }) => label === 'k8s-resources');
    expect(one?.edit.newText.replaceAll('\r\n', '')).not.toContain('\n');
    expect(one?.edit.newText).toContain('\r\n');
  });

  it('found by the fields that they write', async () => {
    const found = await suggested(pod(`${container}      ¦`));
    expect(found.find(({ label }) => label === 'k8s-security-context')?.filter).toMatch(/^securityContext /);
  });
});

describe('indenting', () => {
  const text =
    'a:\n  - b: 1\n    c:\n      - d\n      - e: |\n          x\n            y\n    # z\n    f: 2\ng:\n  h:\n    i: 3\n';

  it.each([
    [2, 2],
    [2, 0],
    [4, 4],
    [4, 0],
    [4, 2],
    [3, 0],
  ])('by %d for maps and %d for lists means the same', (map, list) => {
    expect(parse(indentedAs(text, { map, list }))).toEqual(parse(text));
  });

  it('moves all lines', () => {
    expect(indentedAs(text, { map: 4, list: 0 })).toBe(
      'a:\n- b: 1\n  c:\n  - d\n  - e: |\n        x\n          y\n  # z\n  f: 2\ng:\n    h:\n        i: 3\n',
    );
  });
});
