import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import type { Derivation, SharedHost } from '../../server/src/core/host.ts';
import { setInContainer } from '../../server/src/kubernetes/edits.ts';
import { kubernetesLanguage } from '../../server/src/kubernetes/language.ts';
import type { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { ComposedResource } from '../../server/src/workspace/kustomize/composed.ts';
import { composedFor } from '../../server/src/workspace/kustomize/composed.ts';
import { composedUnits } from '../../server/src/workspace/manifests/composed-units.ts';
import { ManifestFile } from '../../server/src/workspace/manifests/manifest-file.ts';
import { Manifests } from '../../server/src/workspace/manifests/manifests.ts';
import { removeValue } from '../../server/src/yaml/edit.ts';
import { built, uriOf, workspace } from '../support/kustomize.ts';
import { MemoryHost } from '../support/memory-host.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: ghcr.io/acme/web:1.0
          env:
            - name: LEVEL
              value: info
            - name: CONFIG
              valueFrom: { configMapKeyRef: { name: settings, key: a } }
          ports:
            - containerPort: 80
`;

/** An overlay over a base with one Deployment. */
function overlay(kustomization: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'base/kustomization.yaml': 'resources:\n- web.yaml\n',
    'base/web.yaml': deployment,
    'app/kustomization.yaml': `resources:\n- ../base\n${kustomization}`,
    ...more,
  };
}

/** The first resource that is built, as plain values. */
async function first(files: Record<string, string>): Promise<Record<string, never>> {
  const { plain, incomplete } = await built(files);
  expect(incomplete).toEqual([]);
  return plain[0] as Record<string, never>;
}

function container(plain: unknown): Record<string, unknown> {
  return (plain as { spec: { template: { spec: { containers: Record<string, unknown>[] } } } }).spec.template.spec
    .containers[0] as Record<string, unknown>;
}

describe('a build', () => {
  it('merges maps, and lists by what their members are called', async () => {
    const patch = `patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web }
    spec:
      replicas: 2
      template:
        spec:
          serviceAccountName: null
          containers:
          - name: web
            env:
            - name: LEVEL
              value: debug
            - name: CONFIG
              $patch: delete
            ports:
            - containerPort: 80
              name: http
          - name: proxy
            image: envoy:1
`;
    const plain = (await first(overlay(patch))) as never as { spec: { replicas: number; template: { spec: object } } };
    expect(plain.spec.replicas).toBe(2);
    expect(plain.spec.template.spec).toEqual({
      containers: [
        {
          name: 'web',
          image: 'ghcr.io/acme/web:1.0',
          env: [{ name: 'LEVEL', value: 'debug' }],
          ports: [{ containerPort: 80, name: 'http' }],
        },
        { name: 'proxy', image: 'envoy:1' },
      ],
    });
  });

  it('replaces the lists of kinds whose schema it does not know', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [a.yaml]\npatches:\n- path: p.yaml\n',
      'app/a.yaml':
        'apiVersion: acme.example/v1\nkind: Thing\nmetadata: {name: a}\nspec: {containers: [{name: x, a: 1}]}\n',
      'app/p.yaml':
        'apiVersion: acme.example/v1\nkind: Thing\nmetadata: {name: a}\nspec: {containers: [{name: x, b: 2}]}\n',
    };
    expect(await first(files)).toMatchObject({ spec: { containers: [{ name: 'x', b: 2 }] } });
  });

  it('applies JSON patches to what their target selects', async () => {
    const patch = `patches:
- target: { kind: Deploy.*, labelSelector: "!tier" }
  patch: |-
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: ghcr.io/acme/web:2.0
    - op: add
      path: /metadata/annotations
      value: { acme.example/team: blue }
    - op: add
      path: /metadata/annotations/acme.example~1owner
      value: ann
    - op: add
      path: /spec/template/spec/containers/0/env/-
      value: { name: LAST, value: x }
    - op: remove
      path: /spec/template/spec/containers/0/env/1
    - op: copy
      from: /metadata/name
      path: /metadata/annotations/copied
    - op: test
      path: /kind
      value: Deployment
`;
    const plain = await first(overlay(patch));
    expect(plain).toMatchObject({
      metadata: { annotations: { 'acme.example/team': 'blue', 'acme.example/owner': 'ann', copied: 'web' } },
    });
    expect(container(plain)).toMatchObject({
      image: 'ghcr.io/acme/web:2.0',
      env: [
        { name: 'LEVEL', value: 'info' },
        { name: 'LAST', value: 'x' },
      ],
    });
  });

  it('sets images, replicas, labels, annotations and the namespace', async () => {
    const plain = await first(
      overlay(`namespace: shop
images:
- name: ghcr.io/acme/web
  newTag: "3"
replicas:
- name: web
  count: 4
labels:
- pairs: { team: blue }
- pairs: { app.kubernetes.io/part-of: shop }
  includeSelectors: true
commonAnnotations: { note: hello }
`),
    );
    expect(plain).toMatchObject({
      metadata: {
        namespace: 'shop',
        labels: { team: 'blue', 'app.kubernetes.io/part-of': 'shop' },
        annotations: { note: 'hello' },
      },
      spec: {
        replicas: 4,
        selector: { matchLabels: { app: 'web', 'app.kubernetes.io/part-of': 'shop' } },
        template: { metadata: { labels: { app: 'web', 'app.kubernetes.io/part-of': 'shop' } } },
      },
    });
    expect(container(plain)).toMatchObject({ image: 'ghcr.io/acme/web:3' });
  });

  it('renames resources together with what refers to them', async () => {
    const { plain } = await built(
      overlay('namePrefix: blue-\nconfigMapGenerator:\n- name: settings\n  literals: ["a=b"]\n', {
        'base/kustomization.yaml': 'resources: [web.yaml, account.yaml]\n',
        'base/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n',
      }),
    );
    expect(plain).toMatchObject([
      {
        metadata: { name: 'blue-web' },
        spec: {
          template: {
            spec: {
              serviceAccountName: 'blue-web',
              containers: [{ env: [{}, { valueFrom: { configMapKeyRef: { name: 'blue-settings' } } }] }],
            },
          },
        },
      },
      { kind: 'ServiceAccount', metadata: { name: 'blue-web' } },
      { kind: 'ConfigMap', metadata: { name: 'blue-settings' }, data: { a: 'b' } },
    ]);
  });

  it('generates ConfigMaps and Secrets from literals, files and files of variables', async () => {
    const { plain } = await built({
      'app/kustomization.yaml': `configMapGenerator:
- name: settings
  files: [a.txt, other=b.txt]
  envs: [c.env]
secretGenerator:
- name: login
  literals: [user=ann]
generatorOptions:
  labels: { made: "yes" }
`,
      'app/a.txt': 'A',
      'app/b.txt': 'B',
      'app/c.env': '# none\nC=1\n\nD=x=y\n',
    });
    expect(plain).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', labels: { made: 'yes' } },
        data: { C: '1', D: 'x=y', 'a.txt': 'A', other: 'B' },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'login', labels: { made: 'yes' } },
        type: 'Opaque',
        data: { user: 'YW5u' },
      },
    ]);
  });

  it('lets components change what the kustomization has', async () => {
    const plain = await first(
      overlay('components: [../debug]\n', {
        'debug/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patchesStrategicMerge:
- |-
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web }
  spec: { replicas: 1 }
`,
      }),
    );
    expect(plain).toMatchObject({ spec: { replicas: 1 } });
  });

  it.each([
    ['resources:\n- https://example.com/base\n', 'https://example.com/base lies elsewhere'],
    ['resources:\n- missing.yaml\n', 'there is no missing.yaml'],
    ['helmCharts:\n- name: x\n', 'it has helmCharts'],
    ['components:\n- ../app\n', `${uriOf('app/kustomization.yaml')} builds upon itself`],
    ['patches:\n- patch: "{apiVersion: v1, kind: Pod, metadata: {name: x}}"\n', 'there is no Pod "x" to patch'],
  ])('says when not all of it is known: %j', async (kustomization, reason) => {
    expect((await built({ 'app/kustomization.yaml': kustomization })).incomplete).toEqual([reason]);
  });

  it('resolves anchors and merge keys before it merges', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [a.yaml]\npatches:\n- path: p.yaml\n',
      'app/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: &d {x: "1"}\nmore: {<<: *d, y: "2"}\n',
      'app/p.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\nmore: {x: "3"}\n',
    };
    expect(await first(files)).toMatchObject({ data: { x: '1' }, more: { x: '3', y: '2' } });
  });
});

describe('the graph', () => {
  it('knows roots and parts, and leaves the kustomizations of Flux alone', async () => {
    const graph = await workspace(
      overlay('patches:\n- path: more.yaml\n', {
        'flux/kustomization.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\n',
      }),
    );
    expect(graph.roots.map(({ uri }) => uri)).toEqual([uriOf('app/kustomization.yaml')]);
    expect(graph.partsOf(graph.roots[0] as never)).toEqual({
      kustomizations: [uriOf('app/kustomization.yaml'), uriOf('base/kustomization.yaml')],
      resources: new Set([uriOf('base/web.yaml')]),
      patches: new Set([uriOf('app/more.yaml')]),
    });
    expect(graph.rootsOf(uriOf('app/more.yaml'))).toEqual(graph.roots);
  });
});

const limits = `patches:
- path: limits.yaml
images:
- name: ghcr.io/acme/web
  newTag: "2"
`;

const limitsPatch = `# Limits.
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            limits:
              memory: 1Gi
`;

/** What stands in its file where a value of a built resource does. */
function written(resource: ComposedResource, files: Record<string, string>, ...path: string[]): string | undefined {
  const [app] = resource.manifest.containers;
  const span = app?.value.at(...path).span;
  const place = span && resource.placeOf(span);
  if (!place) return undefined;
  const file = Object.keys(files).find((name) => uriOf(name) === place.uri) ?? '';
  return `${file}: ${files[file]?.slice(place.span.start, place.span.end)}`;
}

describe('a built resource', () => {
  const files = overlay(limits, { 'app/limits.yaml': `---\n${limitsPatch}` });

  it('leads back to the lines it was made from', async () => {
    const { resources } = await built(files);
    const [web] = resources as [ComposedResource];
    expect(web.isComplete).toBe(true);
    expect(web.manifest.containers.map(({ name }) => name)).toEqual(['web']);
    expect(written(web, files, 'name')).toBe('base/web.yaml: web');
    expect(written(web, files, 'resources', 'limits', 'memory')).toBe('app/limits.yaml: 1Gi');
    expect(written(web, files, 'image')).toBe('app/kustomization.yaml: "2"');
    expect(web.files).toEqual(['base/web.yaml', 'app/limits.yaml', 'app/kustomization.yaml'].map(uriOf));
    expect(web.placeOf({ start: 0, end: web.manifest.text.length })).toBeUndefined();
  });

  it('is edited where it is written', async () => {
    const { resources } = await built(files);
    const [web] = resources as [ComposedResource];
    const [app] = web.manifest.containers;
    if (!app) throw new Error('there is no container');
    const after = (edits: ReturnType<typeof removeValue>) => {
      if (edits instanceof Refusal) return edits.reason;
      const places = edits.map(({ span, newText }) => ({ ...web.placeOf(span), newText }));
      const file = Object.keys(files).find((name) => uriOf(name) === places[0]?.uri) ?? '';
      const own = places.map(({ span, newText }) => ({ span: span ?? { start: 0, end: 0 }, newText }));
      return `${file}\n${applyEdits(files[file] ?? '', own)}`;
    };
    expect(after(setInContainer(app, ['resources', 'requests', 'cpu'], '100m'))).toBe(
      `app/limits.yaml\n---\n${limitsPatch}            requests:\n              cpu: 100m\n`.replace(
        /( {12}limits:\n.*\n)( {12}requests:\n.*\n)/,
        '$1$2',
      ),
    );
    expect(after(setInContainer(app, ['imagePullPolicy'], 'Always'))).toBe(
      `base/web.yaml\n${deployment.replace(':1.0\n', ':1.0\n          imagePullPolicy: Always\n')}`,
    );
    expect(after(setInContainer(app, ['image'], 'x'))).toBe('There is no place for it here.');
    expect(after(removeValue(app.value.at('resources', 'limits', 'memory')))).toContain(
      'app/limits.yaml\n---\n# Limits.',
    );
  });

  it('of an inline patch is edited in the lines of the patch', async () => {
    const inline = `patches:\n  - patch: |\n${limitsPatch.replace(/^/gm, '      ').trimEnd()}\n`;
    const own = overlay(inline);
    const { resources } = await built(own);
    const [web] = resources as [ComposedResource];
    const [app] = web.manifest.containers;
    expect(written(web, own, 'resources', 'limits', 'memory')).toBe('app/kustomization.yaml: 1Gi');
    const edits = app && setInContainer(app, ['resources', 'limits', 'cpu'], 1);
    if (!edits || edits instanceof Refusal) throw new Error('it is not edited');
    const moved = edits.map((edit) => ({
      ...edit,
      span: web.placeIn(uriOf('app/kustomization.yaml'), edit.span) as never,
    }));
    expect(applyEdits(own['app/kustomization.yaml'] ?? '', moved)).toContain(
      'memory: 1Gi\n                    cpu: 1\n',
    );
  });

  it('is found by each of its files', async () => {
    const graph = await workspace(files);
    const [web] = await composedFor(uriOf('base/web.yaml'), graph);
    expect(await composedFor(uriOf('app/limits.yaml'), graph)).toEqual([web]);
    expect(await composedFor(uriOf('app/other.yaml'), graph)).toEqual([]);
    expect([web?.isMadeOf(uriOf('base/web.yaml'), 0), web?.isMadeOf(uriOf('app/other.yaml'), 0)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the units of a file that take part in a build', () => {
  const files = overlay(limits, { 'app/limits.yaml': `---\n${limitsPatch}` });

  /** What is composed of a file, of which the editor may have a newer text. */
  async function composed(path: string, text = files[path] ?? '') {
    const host = new MemoryHost(Object.fromEntries(Object.entries(files).map(([name, file]) => [uriOf(name), file])));
    const shared: SharedHost = Object.assign(host, {
      derive: <T>(_: string, make: Derivation<T>): Promise<T> => make(shared, undefined),
    });
    const units = [...kubernetesLanguage.parse(text)];
    const manifests = await Manifests.around(uriOf(path), shared);
    const all = await composedUnits(ManifestFile.of(uriOf(path), text, units), units, manifests, shared);
    return { units, all };
  }

  it('are composed once for each root, with places in the file', async () => {
    const { units, all } = await composed('base/web.yaml', deployment.replace('1.0', '1.5'));
    expect(all.map(({ madeOf }) => madeOf)).toEqual([units.map(({ unit }) => unit)]);
    const [one] = all;
    const manifest = one?.unit.model as Manifest;
    const span = (...path: string[]) => manifest.containers[0]?.value.at(...path).span ?? { start: 0, end: 0 };
    const place = one?.placeOf(span('name'));
    expect(place?.unit.text.slice(place.span.start, place.span.end)).toBe('web');
    expect(one?.placeOf(span('resources', 'limits', 'memory'))).toBeUndefined();
    expect(one?.unit.text).toContain('web:1.5');
  });

  it('are those of patches too, and do not stand for kustomizations', async () => {
    const { units, all } = await composed('app/limits.yaml');
    expect(all.map(({ madeOf }) => madeOf)).toEqual([units.map(({ unit }) => unit)]);
    expect((await composed('app/kustomization.yaml')).all.flatMap(({ standsFor }) => standsFor)).toEqual([]);
  });
});
