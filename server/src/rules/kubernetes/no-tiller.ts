import type { Resource } from '../../kubernetes/resource.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const tiller = ['trivy/KSV-0102', 'checkov/CKV_K8S_34', 'kics/Tiller (Helm v2) Is Deployed'];
const tillerService = ['checkov/CKV_K8S_44', 'kics/Tiller Service Is Not Deleted'];
const tillerOpen = ['checkov/CKV_K8S_45', 'kics/Tiller Deployment Is Accessible From Within The Cluster'];
const dashboard = ['checkov/CKV_K8S_33', 'kics/Dashboard Is Enabled', 'kubescape/C-0014'];

export default manifestRule({
  id: 'no-tiller',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run neither Tiller nor the old dashboard',
  why: 'Tiller, the server half of Helm 2, carries out what anybody asks who can reach its port, most often with the rights of an administrator; Helm 2 ended in November 2020. The Kubernetes dashboard was archived in January 2026, and has been the way into clusters whose owners never knew that it was open.',
  lesson: 'unprivileged',
  aliases: [...tiller, ...tillerService, ...tillerOpen, ...dashboard],
  fix: 'none',
  references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: tiller-deploy\nspec:\n  selector:\n    matchLabels:\n      app: tiller-deploy\n  template:\n    metadata:\n      labels:\n        app: tiller-deploy\n    spec:\n      containers:\n        - name: tiller-deploy\n          image: ghcr.io/helm/tiller:v2.17.0\n',
    },
    { bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: tiller-deploy\nspec:\n  ports:\n    - port: 44134\n' },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: dashboard\nspec:\n  selector:\n    matchLabels:\n      app: dashboard\n  template:\n    metadata:\n      labels:\n        app: dashboard\n    spec:\n      containers:\n        - name: dashboard\n          image: kubernetesui/dashboard:v2.7.0\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const repository = container.image?.repository ?? '';
      const span = container.value.get('image').span ?? container.span;
      if (/(?:^|\/)tiller$/.test(repository) || isTiller(container.pod.resource)) {
        const listensAtHome = /--listen=(?:localhost|127\.0\.0\.1)/.test(argumentsOf(container.value).join(' '));
        report(
          span,
          `${container.titleLabel} is Tiller, which does for anybody whatever its rights allow: use Helm 3, which needs none`,
        ).as(...tiller, ...(listensAtHome ? [] : tillerOpen));
      } else if (/(?:^|\/)kubernetes-dashboard(?:-\w+)?$|(?:^|\/)kubernetesui\/dashboard$/.test(repository)) {
        report(
          span,
          `${container.titleLabel} is the Kubernetes dashboard, a way into the cluster that is no longer kept up: Headlamp takes its place`,
        )
          .as(...dashboard)
          .grade('info')
          .onlyIn('strict');
      }
    }
    for (const resource of manifest.ofKind('Service')) {
      if (!isTiller(resource)) continue;
      report(resource.span, `${resource.label} lets everybody in the cluster speak to Tiller: remove it`).as(
        ...tillerService,
      );
    }
  },
});

/** Whether a resource is called as those of Tiller are. */
function isTiller({ name, value }: Resource): boolean {
  return /^tiller(?:-deploy)?$/.test(name ?? '') || value.at('metadata', 'labels', 'name').text === 'tiller';
}

function argumentsOf(container: YamlValue): readonly string[] {
  return [...container.get('command').items, ...container.get('args').items].flatMap(({ text }) => text ?? []);
}
