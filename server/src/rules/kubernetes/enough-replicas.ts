import * as z from 'zod';
import { setField } from '../../kubernetes/edits.ts';
import { replicasOf } from '../../kubernetes/replicas.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { keepsOneAtMost } from '../../kubernetes/rollout.ts';
import { autoscalersOf } from '../../workspace/manifests/scaling.ts';
import { around, manifestRule } from '../define.ts';

const options = z.strictObject({
  minimum: z.int().min(1).default(2).describe('How many replicas a Deployment should have at least.'),
});

export default manifestRule({
  id: 'enough-replicas',
  category: 'reliability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Run more than one replica of what must always answer',
  why: 'A single replica is away whenever its node is drained, upgraded or lost, and until its successor is ready. Two on different nodes let a service answer all the time. Some programs cannot run twice, and a test environment need not; that is why this is a hint. Workloads that are replaced all at once (`Recreate`) or keep a volume of their own are left alone.',
  lesson: 'cattle',
  aliases: [
    'kube-linter/minimum-three-replicas',
    'kube-score/deployment-replicas',
    'polaris/deploymentMissingReplicas',
    'kubevious/replica-count-check',
    'datree/DEPLOYMENT_INCORRECT_REPLICAS_VALUE',
  ],
  options,
  fix: 'manual',
  fixing:
    'Sets `replicas` to the option `minimum`. Only you know whether the program can run twice, so it is never applied in bulk.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1 # for now\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2 # for now\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 4\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      options: { minimum: 4 },
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: "The number may be an autoscaler's; under the preset `all` it is found.",
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  strategy:\n    type: Recreate\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      note: 'It must not run twice.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      files: {
        'hpa.yaml':
          'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 5\n',
      },
      note: 'An autoscaler says how many run.',
    },
  ],
  check({ manifest, options: { minimum }, report }) {
    for (const resource of manifest.resources) {
      const replicas = replicasOf(resource);
      if (replicas === undefined) continue;
      const aliases = namesFor(resource, replicas, minimum);
      if (aliases.length === 0) continue;
      const { label, value, span } = resource;
      const written = value.at('spec', 'replicas');
      const often = replicas === 1 ? 'one replica' : `${replicas} replicas`;
      const finding = report(
        written.span ?? span,
        `${label} runs ${often}: while its node is drained or fails ${replicas > 1 ? 'too few are left' : 'nobody answers'}`,
      ).as(...aliases);
      // Whoever writes no number may leave it to an autoscaler; whoever replaces pods at once wants one at most.
      const isMeant = resource.kind === 'Deployment' && written.exists && replicas > 0 && !keepsOneAtMost(resource);
      if (!isMeant || replicas >= minimum) finding.onlyIn('all');
      // An autoscaler has the say, and `autoscaler-minimum` is about what it leaves.
      finding.unless(around((neighbours) => autoscalersOf(resource, neighbours).length > 0));
      const wanted = Math.max(minimum, replicas + 1);
      finding.fix(`Run ${wanted} replicas`, () => setField(value.get('spec'), ['replicas'], wanted, { orFirst: true }));
    }
  },
});

/** The names under which the peers find fault with a number of replicas. */
function namesFor({ kind }: Resource, replicas: number, minimum: number): readonly string[] {
  const isDeployment = kind === 'Deployment';
  return [
    ...(replicas < 3 ? ['kube-linter/minimum-three-replicas'] : []),
    ...(isDeployment && replicas < minimum ? ['kube-score/deployment-replicas'] : []),
    ...(isDeployment && replicas < 2
      ? [
          'polaris/deploymentMissingReplicas',
          'kubevious/replica-count-check',
          'datree/DEPLOYMENT_INCORRECT_REPLICAS_VALUE',
        ]
      : []),
  ];
}
