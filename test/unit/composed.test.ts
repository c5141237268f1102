import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const base =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n';
const limits =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          resources:\n            limits:\n              cpu: 300m\n              memory: 200Mi\n';
const privileged =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          securityContext:\n            privileged: true # for now\n';
const kustomization = (...lines: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${lines.join('\n')}\n`;

/** What is found in one of the files of a workspace, as `rule@line`. */
async function findings(path: string, files: Readonly<Record<string, string>>, text = files[path] ?? '') {
  return (await judged(path, files, text)).places.map((place) => place.replace(/:\d+$/, ''));
}

/** A file of a workspace as it is judged, by all rules or by one. */
function judged(
  path: string,
  files: Readonly<Record<string, string>>,
  text = files[path] ?? '',
  rule?: string,
): Promise<Judgement> {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${testRoot}/${name}`, content])),
  );
  const { rules, ...settings } = preset('recommended');
  const speaking = rules.filter(({ rule: { meta } }) => rule === undefined || meta.id === rule);
  return Judgement.around(path, text, { ...settings, rules: speaking }, host);
}

describe('what a kustomization builds', () => {
  const overlay = {
    'base/kustomization.yaml': kustomization('resources:', '  - deployment.yaml'),
    'base/deployment.yaml': base,
    'prod/kustomization.yaml': kustomization('resources:', '  - ../base', 'patches:', '  - path: patch.yaml'),
    'prod/patch.yaml': limits,
  };

  it('has what a patch adds to its base', async () => {
    expect(await findings('alone.yaml', { 'alone.yaml': base })).toContain('resource-limits@15');
    expect(await findings('base/deployment.yaml', overlay)).not.toContain('resource-limits@15');
  });

  it('misses what no patch adds, which is told of the base', async () => {
    const found = await findings('base/deployment.yaml', overlay);
    expect(found).toContain('run-as-non-root@15');
    expect(await findings('prod/patch.yaml', overlay)).toEqual([]);
  });

  it('misses it when one of several overlays does not add it', async () => {
    const two = {
      ...overlay,
      'dev/kustomization.yaml': kustomization('resources:', '  - ../base'),
    };
    expect(await findings('base/deployment.yaml', two)).toContain('resource-limits@15');
  });

  it('is judged where the patch says what is wrong', async () => {
    const wrong = { ...overlay, 'prod/patch.yaml': privileged };
    expect(await findings('prod/patch.yaml', wrong)).toContain('no-privileged-container@11');
    expect((await findings('base/deployment.yaml', wrong)).join(' ')).not.toContain('no-privileged-container');
  });

  it('is fixed in the file that says it, and nothing else in it moves', async () => {
    const wrong = { ...overlay, 'prod/patch.yaml': privileged };
    const { findings: found, engine, source } = await judged('prod/patch.yaml', wrong);
    const finding = found.find(({ rule }) => rule.id === 'no-privileged-container');
    const edits = await finding?.fixes[0]?.build(engine.fixContext(source.uri));
    expect(edits).toEqual([expect.objectContaining({ span: { start: expect.any(Number), end: expect.any(Number) } })]);
    const other = { ...overlay, 'prod/patch.yaml': privileged };
    const fixed = await (await judged('base/deployment.yaml', other, base, 'resource-requests')).fixed();
    expect(fixed).toContain('image: nginx:1.30\n          resources:\n            requests:\n');
    expect(fixed.replace(/ {10}resources:[\s\S]*$/, '')).toBe(base);
  });

  it('is not fixed in a file when the change belongs in another one', async () => {
    const cpuOnly = { ...overlay, 'prod/patch.yaml': limits.replace('              memory: 200Mi\n', '') };
    const judgement = await judged('base/deployment.yaml', cpuOnly, base, 'resource-limits');
    const { findings: found, engine, source } = judgement;
    expect(await found[0]?.fixes[0]?.build(engine.fixContext(source.uri))).toBeInstanceOf(Refusal);
  });

  it('does not hold against a base what an overlay takes away', async () => {
    const set = base.replace(
      'image: nginx:1.30\n',
      'image: nginx:1.30\n          resources:\n            limits:\n              cpu: 1\n              memory: 1Gi\n',
    );
    const takingAway = {
      ...overlay,
      'base/deployment.yaml': set,
      'prod/patch.yaml': limits.replace('memory: 200Mi', 'memory: null'),
    };
    expect((await findings('base/deployment.yaml', takingAway)).join(' ')).not.toContain('resource-limits');
  });

  it('is told where a patch contradicts its base', async () => {
    const requesting = base.replace(
      'image: nginx:1.30\n',
      'image: nginx:1.30\n          resources:\n            requests:\n              cpu: 200m\n              memory: 256Mi\n',
    );
    const contradicting = { ...overlay, 'base/deployment.yaml': requesting };
    expect(await findings('prod/patch.yaml', contradicting)).toContain('requests-within-limits@13');
    expect((await findings('base/deployment.yaml', contradicting)).join(' ')).not.toContain('requests-within-limits');
  });

  it('follows what is typed, before it is saved', async () => {
    const typed = privileged.replace('privileged: true', 'privileged: false');
    const wrong = { ...overlay, 'prod/patch.yaml': privileged };
    expect(await findings('prod/patch.yaml', wrong, typed)).toEqual([]);
    expect(await findings('prod/patch.yaml', overlay, privileged)).toContain('no-privileged-container@11');
  });

  it('shows an image that the kustomization sets where it sets it', async () => {
    const files = {
      'kustomization.yaml': kustomization(
        'resources:',
        '  - web.yaml',
        'images:',
        '  - name: nginx',
        '    newTag: latest',
      ),
      'web.yaml': base,
    };
    expect(await findings('kustomization.yaml', files)).toContain('pin-image-tag@7');
    expect((await findings('web.yaml', files)).join(' ')).not.toContain('pin-image-tag');
  });

  it('has the maps that labels are put into, however many labels there are', async () => {
    const files = {
      'kustomization.yaml': kustomization('resources:', '  - web.yaml', 'commonLabels:', '  app: web', '  team: shop'),
      'web.yaml': base.replace('    metadata:\n      labels:\n        app: web\n', ''),
    };
    expect((await findings('kustomization.yaml', files)).join(' ')).not.toContain('unknown-field');
  });

  it('gets no labels written into its base that the kustomization adds', async () => {
    const files = {
      'kustomization.yaml': kustomization('resources:', '  - web.yaml', 'commonLabels:', '  team: shop'),
      'web.yaml': base.replace('spec:\n', 'spec:\n  replicas: 3\n'),
    };
    const host = new MemoryHost(
      Object.fromEntries(Object.entries(files).map(([name, content]) => [`${testRoot}/${name}`, content])),
    );
    const { rules, ...settings } = preset('all');
    const speaking = rules.filter(({ rule: { meta } }) => meta.id === 'spread-replicas');
    const judgement = await Judgement.around('web.yaml', files['web.yaml'], { ...settings, rules: speaking }, host);
    const fixed = await judgement.fixed();
    expect(fixed).toContain('topologySpreadConstraints');
    expect(fixed).not.toContain('team: shop');
  });

  it('is not what is judged where it is not known how it will look', async () => {
    const files = {
      'kustomization.yaml': kustomization('resources:', '  - web.yaml', 'transformers:', '  - other.yaml'),
      'web.yaml': base,
    };
    expect(await findings('web.yaml', files)).toContain('resource-limits@15');
  });

  it('knows the names it gives', async () => {
    const reference = base.replace(
      'image: nginx:1.30\n',
      'image: nginx:1.30\n          envFrom:\n            - configMapRef:\n                name: settings\n',
    );
    const files = {
      'kustomization.yaml': kustomization(
        'namePrefix: shop-',
        'resources:',
        '  - web.yaml',
        'configMapGenerator:',
        '  - name: settings',
        '    literals: [a=b]',
      ),
      'web.yaml': reference,
    };
    expect((await findings('web.yaml', files)).join(' ')).not.toContain('known-reference');
    const wrong = { ...files, 'web.yaml': reference.replace('name: settings', 'name: setings') };
    expect(await findings('web.yaml', wrong)).toContain('known-reference@19');
  });
});
