import { describe, expect, it } from 'vitest';
import { Autoscaler } from '../../server/src/kubernetes/autoscaler.ts';
import { DisruptionBudget } from '../../server/src/kubernetes/disruption-budget.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n';
const limitRange = (namespace: string) =>
  `apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: ${namespace}\nspec:\n  limits:\n    - type: Container\n      default: {cpu: 500m, memory: 200Mi}\n`;

function resourceIn(text: string) {
  const [resource] = new Manifest(text).resources;
  if (!resource) throw new Error('there is no resource');
  return resource;
}

describe('a finding that another file settles', () => {
  const rulesIn = (judged: Judgement) => judged.findings.map(({ rule }) => rule.id);
  const host = new MemoryHost({ [`${testRoot}/limits.yaml`]: limitRange('shop') });

  it('is told before anybody has looked around, and taken back then', async () => {
    const settings = preset('recommended');
    expect(rulesIn(new Judgement('web.yaml', pod, settings, host))).toContain('resource-limits');
    expect(rulesIn(await Judgement.around('web.yaml', pod, settings, host))).not.toContain('resource-limits');
  });

  it('stays where the other file is about another namespace', async () => {
    const elsewhere = pod.replace('name: web\n', 'name: web\n  namespace: blog\n');
    const judged = await Judgement.around('web.yaml', elsewhere, preset('recommended'), host);
    expect(rulesIn(judged)).toContain('resource-limits');
  });
});

describe('an autoscaler', () => {
  const autoscaler = (spec: string, apiVersion = 'autoscaling/v2') =>
    new Autoscaler(
      resourceIn(
        `apiVersion: ${apiVersion}\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef: {kind: Deployment, name: web}\n  maxReplicas: 5\n${spec}`,
      ),
    );

  it.each([
    ['  minReplicas: 2\n', 'autoscaling/v2', ['cpu']],
    ['  targetCPUUtilizationPercentage: 80\n', 'autoscaling/v1', ['cpu']],
    [
      '  metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}]\n',
      'autoscaling/v2',
      ['memory'],
    ],
    [
      '  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]\n',
      'autoscaling/v2beta1',
      ['cpu'],
    ],
    ['  metrics: [{type: External, external: {metric: {name: queue}}}]\n', 'autoscaling/v2', []],
  ])('scales by what its version says: %j', (spec, apiVersion, expected) => {
    expect(autoscaler(spec, apiVersion).utilisations.map(({ resource }) => resource)).toEqual(expected);
  });
});

describe('a disruption budget', () => {
  const budget = (policy: string) =>
    new DisruptionBudget(
      resourceIn(
        `apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec:\n  ${policy}\n  selector: {matchLabels: {app: web}}\n`,
      ),
    );

  it.each([
    ['minAvailable: 50%', 3, 2],
    ['minAvailable: 67%', 3, 3],
    ['minAvailable: 2', 3, 2],
    ['maxUnavailable: 1', 3, undefined],
  ])('with %s keeps of %i pods %s', (policy, pods, expected) => {
    expect(budget(policy).neededOf(pods)).toBe(expected);
  });

  it.each(['maxUnavailable: 0', 'maxUnavailable: 0%', 'minAvailable: 100%'])('with %s never lets one go', (policy) => {
    expect(budget(policy).neverLetsGo?.text).toBe(policy.split(': ')[1]);
  });
});
