import { describe, expect, it } from 'vitest';
import { manifestTemplateCompletion } from '../../server/src/ide/kubernetes/templates.ts';
import { fill } from '../../server/src/templates/fill.ts';
import { manifestTemplates } from '../../server/src/templates/manifests/index.ts';
import { expandSnippet } from '../support/snippet.ts';
import { spotIn, taken } from '../support/spots.ts';

async function suggested(marked: string, uri?: string) {
  return (await manifestTemplateCompletion.complete?.(spotIn(marked, uri === undefined ? {} : { uri }))) ?? [];
}

async function labels(marked: string, uri?: string): Promise<readonly string[]> {
  return (await suggested(marked, uri)).map(({ label }) => label);
}

const resources = manifestTemplates.filter(({ place }) => place === 'resource').map(({ id }) => id);

describe('templates of resources', () => {
  it('are offered in documents that say nothing yet', async () => {
    for (const marked of ['¦', 'k8s¦', '# Ours.\n¦', 'kind: Service\napiVersion: v1\n---\n¦', '---\nk¦\n---\na: 1\n']) {
      expect(await labels(marked)).toEqual(resources);
    }
  });

  it('are offered nowhere else', async () => {
    for (const marked of ['kind: ¦', 'kind: Service\n¦', 'metadata:\n  ¦', '- ¦', '# ¦', 'a¦: 1', '¦\nkind: Service']) {
      expect(await labels(marked)).toEqual([]);
    }
    for (const name of [
      ...['compose.yaml', 'docker-compose.test.yml', '.github/workflows/ci.yaml', '.gitlab-ci.yml', 'Taskfile.yml'],
      ...['values.yaml', 'values-test.yaml', 'chart/ci/test-values.yaml', 'prod.values.yaml', 'Chart.yaml'],
      ...['azure-pipelines.yml', 'mkdocs.yml', 'pnpm-workspace.yaml'],
    ]) {
      expect([name, await labels('¦', `file:///workspace/${name}`)]).toEqual([name, []]);
    }
  });

  it('are offered in files that are called like others in part', async () => {
    for (const name of ['my-app.yaml', 'environments.yaml', 'composer/app.yml']) {
      expect([name, await labels('¦', `file:///workspace/${name}`)]).toEqual([name, resources]);
    }
  });

  it('are kustomizations alone in files of that name', async () => {
    for (const name of ['kustomization.yaml', 'base/kustomization.yml', 'Kustomization']) {
      const uri = `file:///workspace/${name}`;
      expect(await labels('¦', uri)).toEqual(['kustomization']);
      expect(await labels('resources:\n  - a.yaml\n¦', uri)).toEqual([]);
    }
  });

  it('are found by what they make', async () => {
    const found = await suggested('Horiz¦');
    expect(found.find(({ label }) => label === 'k8s-hpa')?.filter).toBe('k8s-hpa Kubernetes HorizontalPodAutoscaler');
  });

  it('take the place of what is typed', async () => {
    const marked = 'kind: Service\n---\nk8s-serv¦\n';
    const one = (await suggested(marked)).find(({ label }) => label === 'k8s-service');
    const template = manifestTemplates.find(({ id }) => id === 'k8s-service');
    if (!one || !template) throw new Error('there is no k8s-service');
    expect(expandSnippet(taken(spotIn(marked), one)).text).toBe(`kind: Service\n---\n${fill(template)}\n`);
  });
});
