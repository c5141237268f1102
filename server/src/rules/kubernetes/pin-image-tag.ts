import { isOfficialImage, stableTag } from '../../image/official-tags.ts';
import { isChartTest } from '../../kubernetes/hooks.ts';
import { isBuiltBySkaffold } from '../../workspace/manifests/skaffold.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import { around, manifestRule } from '../define.ts';

export default manifestRule({
  id: 'pin-image-tag',
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give every image a tag that says which version it is',
  why: 'With `latest`, or no tag, which version runs depends on when a node last pulled the image: two replicas may differ, a restart may be an upgrade, and a rollback brings back the very same name. Kubernetes also pulls such images at every start.',
  lesson: 'supply',
  aliases: [
    'kube-linter/latest-tag',
    'kube-score/container-image-tag',
    'polaris/tagNotSpecified',
    'trivy/KSV-0013',
    'checkov/CKV_K8S_14',
    'kics/Invalid Image',
    'monokle/KBP001',
    'monokle/KBP116',
    'kubevious/latest-image',
    'datree/CONTAINERS_MISSING_IMAGE_VALUE_VERSION',
  ],
  fix: 'suggested',
  fixing:
    'For Docker official images, puts in the tag of their current stable line. For other images there is no fix, because no tag can be known.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: redis:latest # cache\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: redis:8.10 # cache\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n',
      note: 'A name that no registry knows is often put in by Kustomize or Skaffold: an information only.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n',
      files: {
        'skaffold.yaml': 'apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n',
      },
      note: 'Skaffold puts in the tag that it has built.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:2.1\n    - name: cache\n      image: redis@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const { image } = container;
      const value = container.value.get('image');
      if (!image || !value.span || image.digest !== undefined || (image.tag !== undefined && image.tag !== 'latest'))
        continue;
      const isLatest = image.tag === 'latest';
      const name = image.text.slice(0, image.nameEnd);
      const wrong = isLatest
        ? `${name} is pinned to "latest", which moves`
        : `${name} has no tag, which means "latest"`;
      const finding = report(value.span, `${wrong}: name a version, so that every replica runs the same`).unless(
        around((neighbours) => isBuiltBySkaffold(name, neighbours)),
      );
      const tag = stableTag(image);
      // A bare name that is no official image is most likely replaced by a tool before it reaches the cluster.
      if (!isLatest && !name.includes('/') && !isOfficialImage(image)) finding.grade('info');
      if (isChartTest(container.pod.resource)) finding.onlyIn('strict');
      if (tag === undefined) continue;
      finding.fix(`Pin to ${name}:${tag}`, () => {
        const from = (value.text ?? '').indexOf(image.text) + image.nameEnd;
        return replaceInText(value, from, from + (isLatest ? ':latest'.length : 0), `:${tag}`);
      });
    }
  },
});
