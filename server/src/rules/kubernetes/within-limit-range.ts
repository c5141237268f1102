import { Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import type { LimitRangeItem } from '../../kubernetes/limit-range.ts';
import { formatBytes, formatCpu, parseQuantity } from '../../kubernetes/quantity.ts';
import type { Span } from '../../text/span.ts';
import { type ContainerLimits, limitsThatHold } from '../../workspace/manifests/namespace-limits.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'within-limit-range',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Stay within what a LimitRange allows',
  why: 'The API server refuses a pod of which a container asks for more, or for less, than a LimitRange of its namespace allows. Of a Deployment it only refuses the pods: the Deployment is accepted, and then has none. A request that is above the default limit is refused as well, when the container has no limit of its own, because it gets that one. Only a LimitRange that is applied together with the workload is looked at.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing: 'Writes the least or the most that is allowed.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests: {memory: 64Mi}\n        limits: {memory: 2Gi} # to be safe\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests: {memory: 64Mi}\n        limits: {memory: 1Gi} # to be safe\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  limits:\n    - type: Container\n      max: {memory: 1Gi}\n',
      },
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests:\n          cpu: 10m\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests:\n          cpu: 100m\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  limits:\n    - type: Container\n      min: {cpu: 100m}\n',
      },
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests:\n          memory: 1Gi\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  limits:\n    - type: Container\n      default: {memory: 512Mi}\n',
      },
      note: 'Without a limit of its own it gets the default one, which is less than it requests.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests: {cpu: 100m}\n        limits: {cpu: "1"}\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  limits:\n    - type: Container\n      maxLimitRequestRatio: {cpu: "4"}\n',
      },
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        requests: {memory: 64Mi}\n        limits: {memory: 1Gi}\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  limits:\n    - type: Container\n      max: {memory: 1Gi}\n',
      },
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      resources:\n        limits: {memory: 2Gi}\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\n  namespace: blog\nspec:\n  limits:\n    - type: Container\n      max: {memory: 1Gi}\n',
      },
      note: 'It is for another namespace.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const container of manifest.containers) {
      const { namespace } = container.pod.resource;
      if (container.role === 'ephemeral') continue;
      for (const limits of limitsThatHold(namespace, neighbours)) {
        for (const name of names) judge({ container, name, limits, report });
      }
    }
  },
});

const names = ['cpu', 'memory', 'ephemeral-storage'] as const;

interface Case {
  readonly container: Container;
  readonly name: (typeof names)[number];
  readonly limits: ContainerLimits;
  readonly report: (span: Span, message: string) => Report;
}

function judge({ container, name, limits: { entry, item }, report }: Case): void {
  const { resources, titleLabel } = container;
  const [request, limit] = [resources.request(name), resources.limit(name)];
  const range = `LimitRange "${entry.name ?? ''}"`;
  const tell = (span: Span, message: string) =>
    report(span, `${titleLabel} ${message}: its pods are refused`).relate(entry.span, `${range} says so`, entry.file);
  const [least, most] = [amountOf(item.least.get(name)), amountOf(item.most.get(name))];
  for (const [value, verb] of [
    [request, 'requests'],
    [limit, 'may use'],
  ] as const) {
    const amount = amountOf(value);
    if (amount === undefined || !value.span) continue;
    if (most !== undefined && amount > most)
      offer(
        tell(value.span, `${verb} ${value.text} of ${name}, and ${range} allows ${item.most.get(name).text} at most`),
        value,
        item.most.get(name),
      );
    else if (least !== undefined && amount < least)
      offer(
        tell(
          value.span,
          `${verb} ${value.text} of ${name}, and ${range} wants ${item.least.get(name).text} at the least`,
        ),
        value,
        item.least.get(name),
      );
  }
  judgeDefault(name, request, limit, item, tell);
  judgeRatio(name, request, limit, item, tell);
}

type Tell = (span: Span, message: string) => Report;

/** A container without a limit gets the default one, whatever it requests. */
function judgeDefault(name: string, request: YamlValue, limit: YamlValue, item: LimitRangeItem, tell: Tell): void {
  const given = item.value.at('default', name);
  const [wanted, most] = [amountOf(request), amountOf(given)];
  if (limit.exists || wanted === undefined || most === undefined || wanted <= most || !request.span) return;
  tell(
    request.span,
    `requests ${request.text} of ${name}, and gets a limit of ${given.text} as it has none of its own`,
  );
}

function judgeRatio(name: string, request: YamlValue, limit: YamlValue, item: LimitRangeItem, tell: Tell): void {
  const ratio = item.value.at('maxLimitRequestRatio', name);
  const [wanted, most, times] = [amountOf(request), amountOf(limit), amountOf(ratio)];
  if (wanted === undefined || most === undefined || times === undefined || wanted <= 0 || !limit.span) return;
  if (most / wanted <= times * (1 + Number.EPSILON * 4)) return;
  const allowed = name === 'cpu' ? formatCpu(wanted * times) : formatBytes(wanted * times);
  tell(
    limit.span,
    `may use ${limit.text} of ${name}, and no more than ${ratio.text} times what it requests is allowed (${allowed})`,
  );
}

function offer(finding: Report, value: YamlValue, allowed: YamlValue): void {
  const { text } = allowed;
  finding.fix(`Set it to ${text ?? 'what is allowed'}`, () =>
    text === undefined ? new Refusal('What is allowed is not known.') : replaceValue(value, text),
  );
}

function amountOf({ text }: YamlValue): number | undefined {
  return text === undefined ? undefined : parseQuantity(text);
}
