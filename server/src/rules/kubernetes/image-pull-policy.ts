import { setInContainer } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'image-pull-policy',
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Pull images as their tags need it',
  why: 'With `IfNotPresent` a node keeps what it pulled first. Under a tag that moves, such as `latest`, every node then runs the version of the day on which it first met the image, and none is ever updated. With `Never` somebody has to load the image onto every node by hand. A tag that names a version needs neither; some teams still ask for `Always`, so that the registry checks the credentials of every pod that wants the image (the preset `all`).',
  lesson: 'supply',
  aliases: [
    'kube-score/container-image-pull-policy',
    'polaris/pullPolicyNotAlways',
    'checkov/CKV_K8S_15',
    'kics/Image Pull Policy Of The Container Is Not Set To Always',
    'kubescape/C-0075',
  ],
  fix: 'suggested',
  fixing: 'Sets `imagePullPolicy: Always`. Where the tag moves, a tag that names a version is better still.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:latest\n      imagePullPolicy: IfNotPresent # save traffic\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:latest\n      imagePullPolicy: Always # save traffic\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.0\n      imagePullPolicy: Never\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.0\n      imagePullPolicy: Always\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.0\n      ports: []\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.0\n      imagePullPolicy: Always\n      ports: []\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ghcr.io/acme/web:latest\n',
      preset: 'all',
      note: 'Without a policy of its own, `latest` is always pulled.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const { image } = container;
      const policy = container.value.get('imagePullPolicy');
      if (!image || policy.text === 'Always' || (policy.exists && policy.text === undefined)) continue;
      const moves = image.digest === undefined && (image.tag === undefined || image.tag === 'latest');
      if (!policy.exists && moves) continue;
      const span = policy.span ?? container.span;
      const set = () => setInContainer(container, ['imagePullPolicy'], 'Always');
      if (policy.text === 'Never') {
        report(
          span,
          `${container.titleLabel} never pulls its image, which has to be loaded onto every node: let it pull`,
        ).fix('Set imagePullPolicy: Always', set);
      } else if (moves && policy.text === 'IfNotPresent') {
        // That the tag moves is told already, and naming a version mends both.
        report(
          span,
          `"latest" with IfNotPresent is what each node pulled first, for ever: name a version, or set Always`,
        ).fix('Set imagePullPolicy: Always', set);
      } else {
        report(
          span,
          `${container.titleLabel} is not always pulled, so that the registry checks no credentials: set Always`,
        )
          .onlyIn('all')
          .grade('hint')
          .fix('Set imagePullPolicy: Always', set);
      }
    }
  },
});
