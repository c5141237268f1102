import { describe, expect, it } from 'vitest';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  selector:\n    app: front\n  ports:\n    - port: 80\n';
const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: back\nspec:\n  selector:\n    matchLabels:\n      app: back\n  template:\n    metadata:\n      labels:\n        app: back\n    spec:\n      containers:\n        - name: back\n          image: nginx:1.30\n';

/** Whether a Service is told that it selects no pod of what belongs together with it. */
async function isTold(files: Readonly<Record<string, string>>, path: string) {
  const host = new MemoryHost(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${testRoot}/${name}`, content])),
  );
  const { findings } = await Judgement.around(path, files[path] ?? '', preset('recommended'), host);
  return findings.some(({ rule }) => rule.id === 'service-selects-pods');
}

describe('what belongs together', () => {
  const apart = { 'k8s/front/service.yaml': service, 'k8s/back/deployment.yaml': deployment };

  it('is not known of files in one folder that have nothing to do with one another', async () => {
    expect(await isTold({ 'service.yaml': service, 'deployment.yaml': deployment }, 'service.yaml')).toBe(false);
    expect(await isTold(apart, 'k8s/front/service.yaml')).toBe(false);
  });

  it.each([
    ['a chart', { 'k8s/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' }],
    [
      'an application of Argo CD',
      {
        'argo.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\nspec:\n  source:\n    path: k8s\n',
      },
    ],
    [
      'Skaffold, by patterns',
      {
        'skaffold.yaml': 'apiVersion: skaffold/v4beta11\nkind: Config\nmanifests:\n  rawYaml:\n    - ./k8s/**/*.yaml\n',
      },
    ],
    [
      'Skaffold, as it was before',
      {
        'skaffold.yaml':
          'apiVersion: skaffold/v2beta29\nkind: Config\ndeploy:\n  kubectl:\n    manifests: [k8s/*/*.yaml]\n',
      },
    ],
    [
      'a kustomization',
      {
        'k8s/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - front/service.yaml\n  - back/deployment.yaml\n',
      },
    ],
  ])('is known from %s', async (_, declaration) => {
    expect(await isTold({ ...apart, ...declaration }, 'k8s/front/service.yaml')).toBe(true);
  });
});
