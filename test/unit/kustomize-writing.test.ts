import { describe, expect, it } from 'vitest';
import { kustomizeEntries } from '../../server/src/ide/kustomize/entries.ts';
import { kustomizePaths } from '../../server/src/ide/kustomize/path-completion.ts';
import { kustomizeSelected } from '../../server/src/ide/kustomize/selected.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { PlaceInFile } from '../../server/src/workspace/manifests/manifest-file.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { spotIn, workedOn } from '../support/writing.ts';

const deployment = (name: string, image = 'nginx:1.30') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: main\n          image: ${image}\n`;
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n';
const header = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

const files: Record<string, string> = {
  'base/kustomization.yaml': `${header}namePrefix: my-\nresources:\n  - web.yaml\n  - service.yaml\n`,
  'base/web.yaml': deployment('web'),
  'base/service.yaml': service,
  'base/notes.md': '',
  'overlay/memory.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec: {}\n',
  'overlay/extra.yaml': service,
  'overlay/settings/app.properties': 'a=b\n',
  'components/tls/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
};

const own = 'overlay/kustomization.yaml';
const at = (marked: string, name = own) => spotIn(name, marked, files, '¦');

async function paths(marked: string, name = own): Promise<readonly string[]> {
  return ((await kustomizePaths.complete?.(at(marked, name))) ?? []).map(({ label }) => label);
}

const shown = ({ file, span }: PlaceInFile) =>
  `${file.uri.slice(testRoot.length + 1)}:${file.lines.positionAt(span.start).line + 1}`;

async function leadsTo(marked: string, name = own): Promise<readonly string[]> {
  const spot = at(marked, name);
  const found = await Promise.all([kustomizeEntries.definitions?.(spot), kustomizeSelected.definitions?.(spot)]);
  return found.flatMap((targets) => targets ?? []).map(({ place }) => shown(place));
}

describe('paths of kustomizations', () => {
  it('are completed with files that are there and not listed yet', async () => {
    expect(await paths(`${header}resources:\n  - ¦\n`)).toEqual(['memory.yaml', 'extra.yaml', 'settings/', '../']);
    expect(await paths(`${header}resources:\n  - extra.yaml\n  - ¦\n`)).toEqual(['memory.yaml', 'settings/', '../']);
    expect(await paths(`${header}resources:\n- ex¦tra.yaml\n`)).toContain('extra.yaml');
  });

  it('are completed with folders that hold a kustomization, step by step', async () => {
    expect(await paths(`${header}resources:\n  - ../¦\n`)).toEqual(['../base', '../components/']);
    expect(await paths(`${header}components:\n  - ../components/¦\n`)).toEqual(['../components/tls']);
    expect(await paths(`resources:\n- ../base/¦\n`)).toEqual(['../base/web.yaml', '../base/service.yaml']);
  });

  it('are completed in patches and generators', async () => {
    expect(await paths(`${header}patches:\n  - path: ¦\n`)).toContain('memory.yaml');
    expect(await paths(`${header}configMapGenerator:\n  - name: a\n    files:\n      - app=settings/¦\n`)).toEqual([
      'settings/app.properties',
    ]);
    const spot = at(`${header}secretGenerator:\n  - name: a\n    envs: \n    - key=settings/a¦pp\n`);
    const [first] = (await kustomizePaths.complete?.(spot)) ?? [];
    expect(first && applyEdits(spot.file.text, [first.edit])).toContain('- key=settings/app.properties\n');
  });

  it('are not completed elsewhere', async () => {
    expect(await paths(`${header}namespace: ¦\n`)).toEqual([]);
    expect(await paths(`${header}resources:\n  - https://¦\n`)).toEqual([]);
    expect(await paths('kind: List\nresources:\n  - ¦\n', 'overlay/other.yaml')).toEqual([]);
  });

  it('lead to files, folders to their kustomization', async () => {
    expect(await leadsTo(`${header}resources:\n  - ../ba¦se\n`)).toEqual(['base/kustomization.yaml:1']);
    expect(await leadsTo(`${header}patches:\n  - path: mem¦ory.yaml\n`)).toEqual(['overlay/memory.yaml:1']);
    expect(await leadsTo(`${header}resources:\n  - go¦ne.yaml\n`)).toEqual([]);
    const worked = workedOn(own, `resources:\n  - ../base\n  - extra.yaml\n  - gone.yaml\n`, files);
    const found = (await kustomizeEntries.links?.(worked)) ?? [];
    expect(
      found.map(({ uri, span }) => `${worked.file.text.slice(span.start, span.end)} ${uri.slice(testRoot.length)}`),
    ).toEqual(['../base /base/kustomization.yaml', 'extra.yaml /overlay/extra.yaml']);
  });

  it('say what is declared there', async () => {
    const hover = async (marked: string) => (await kustomizeEntries.explain?.(at(marked)))?.[0]?.text;
    expect(await hover(`${header}resources:\n  - ex¦tra.yaml\n`)).toBe('**extra.yaml** declares\n\n- `Service/web`');
    expect(await hover(`${header}resources:\n  - ../ba¦se\n`)).toBe(
      '**../base** makes\n\n- `Deployment/my-web`\n- `Service/my-web`',
    );
  });
});

describe('what kustomizations select', () => {
  const upon = `${header}resources:\n  - ../base\n`;

  it('leads from an image to the containers that run it', async () => {
    expect(await leadsTo(`${upon}images:\n  - name: ng¦inx\n    newTag: "1.31"\n`)).toEqual(['base/web.yaml:12']);
  });

  it('leads from a target to the resources', async () => {
    const target = (name: string) =>
      `${upon}patches:\n  - path: memory.yaml\n    target:\n      kind: Deployment\n      name: ${name}\n`;
    expect(await leadsTo(target('w¦eb'))).toEqual(['base/web.yaml:4']);
    expect(await leadsTo(target('w¦.*'))).toEqual(['base/web.yaml:4']);
    expect(await leadsTo(target('(w¦eb'))).toEqual([]);
  });

  it('leads from a patch to what it changes', async () => {
    const spot = spotIn(
      'overlay/memory.yaml',
      (files['overlay/memory.yaml'] ?? '').replace('name: web', 'name: w¦eb'),
      {
        ...files,
        [own]: `${upon}patches:\n  - path: memory.yaml\n`,
      },
      '¦',
    );
    const found = (await kustomizeSelected.definitions?.(spot)) ?? [];
    expect(found.map(({ place }) => shown(place))).toEqual(['base/web.yaml:4']);
  });

  it('is offered', async () => {
    const labels = async (marked: string) =>
      ((await kustomizeSelected.complete?.(at(marked))) ?? []).map(({ label }) => label);
    expect(await labels(`${upon}images:\n  - name: ¦\n`)).toEqual(['nginx']);
    expect(await labels(`${upon}patches:\n  - target:\n      kind: ¦\n`)).toEqual(['Deployment', 'Service']);
    expect(await labels(`${upon}replicas:\n  - name: ¦\n`)).toEqual(['web']);
  });

  it('leads from a resource to the kustomizations that list its file', async () => {
    const spot = spotIn('base/web.yaml', deployment('w¦eb'), files, '¦');
    const found = (await kustomizeSelected.references?.(spot, false)) ?? [];
    expect(found.map(shown)).toEqual(['base/kustomization.yaml:5']);
  });
});

describe('kustomizations that do not say what they are', () => {
  it.each(['app/kustomization.yaml', 'app/Kustomization'])('are judged by the name of the file: %s', async (path) => {
    const text = 'resources:\n  - gone.yaml\n';
    const host = new MemoryHost({ [`${testRoot}/${path}`]: text, [`${testRoot}/app/a.yaml`]: service });
    const judgement = await Judgement.around(path, text, preset('recommended'), host);
    expect(judgement.places).toEqual(['kustomize-paths@2:5']);
  });

  it('are no kustomizations under other names', async () => {
    const judgement = new Judgement('app/values.yaml', 'resources:\n  - gone.yaml\nbases: []\n', preset('all'));
    expect(judgement.places).toEqual([]);
  });
});
