import type { Span } from '../text/span.ts';
import type { YamlValue } from '../yaml/value.ts';
import type { Resource } from './resource.ts';

/** The kinds that change how many replicas a workload runs: Kubernetes' own, and that of KEDA, which makes one of them. */
export const autoscalerKinds = ['HorizontalPodAutoscaler', 'ScaledObject'] as const;

/** What an autoscaler changes. */
export interface ScaleTarget {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** A share of what containers request, by which an autoscaler scales. */
export interface Utilisation {
  readonly resource: 'cpu' | 'memory';
  /** The one container whose share it is; undefined for the pod as a whole. */
  readonly container: string | undefined;
  /** Where that is said; undefined where it is not, and the default holds. */
  readonly span: Span | undefined;
}

/** What a kind writes its settings with, and what holds where it does not (API reference, Kubernetes 1.36; KEDA 2.18). */
const fields = {
  HorizontalPodAutoscaler: { least: 'minReplicas', most: 'maxReplicas', usualLeast: 1, usualMost: undefined },
  ScaledObject: { least: 'minReplicaCount', most: 'maxReplicaCount', usualLeast: 0, usualMost: 100 },
} as const;

/** Something that changes how many replicas a workload runs. */
export class Autoscaler {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  get isOfKeda(): boolean {
    return this.resource.kind === 'ScaledObject';
  }

  /** What it scales; undefined where that is not known. */
  get target(): ScaleTarget | undefined {
    const reference = this.reference;
    const name = reference.get('name').text;
    const written = reference.get('kind');
    const kind = written.exists || !this.isOfKeda ? written.text : 'Deployment';
    return kind && name ? { kind, name, namespace: this.resource.namespace } : undefined;
  }

  /** Where it says what it scales. */
  get reference(): YamlValue {
    return this.resource.value.at('spec', 'scaleTargetRef');
  }

  /** The least number of replicas, as it is written; missing where it is not. */
  get writtenLeast(): YamlValue {
    return this.resource.value.at('spec', this.fields.least);
  }

  /** The most replicas, as they are written; missing where they are not. */
  get writtenMost(): YamlValue {
    return this.resource.value.at('spec', this.fields.most);
  }

  /** The least number of replicas; undefined where it is not known. */
  get least(): number | undefined {
    return this.writtenLeast.exists ? this.writtenLeast.number : this.fields.usualLeast;
  }

  /** The most replicas; undefined where they are not known. */
  get most(): number | undefined {
    return this.writtenMost.exists ? this.writtenMost.number : this.fields.usualMost;
  }

  /** What the setting of the least number of replicas is called. */
  get leastKey(): string {
    return this.fields.least;
  }

  /** What the setting of the most replicas is called. */
  get mostKey(): string {
    return this.fields.most;
  }

  /** The shares of requests that it scales by; without metrics it is 80 % of the CPU, but with KEDA nothing. */
  get utilisations(): readonly Utilisation[] {
    const spec = this.resource.value.get('spec');
    if (this.isOfKeda) return spec.get('triggers').items.flatMap(utilisationOfTrigger);
    const old = spec.get('targetCPUUtilizationPercentage');
    const metrics = spec.get('metrics');
    if (old.number !== undefined) return [{ resource: 'cpu', container: undefined, span: old.keySpan }];
    if (!metrics.exists && !old.exists && !this.resource.isPartial && !this.hasOldMetrics)
      return [{ resource: 'cpu', container: undefined, span: undefined }];
    return metrics.items.flatMap(utilisationOfMetric);
  }

  /** In `autoscaling/v1` the metrics that it does not know are kept in an annotation. */
  private get hasOldMetrics(): boolean {
    return this.resource.annotation('autoscaling.alpha.kubernetes.io/metrics').exists;
  }

  private get fields() {
    return this.isOfKeda ? fields.ScaledObject : fields.HorizontalPodAutoscaler;
  }
}

/** Whether a resource is one that changes the number of replicas. */
export function isAutoscaler({ kind, group }: { readonly kind: string; readonly group: string }): boolean {
  return kind === 'HorizontalPodAutoscaler' ? group === 'autoscaling' : kind === 'ScaledObject' && group === 'keda.sh';
}

function utilisationOfMetric(metric: YamlValue): readonly Utilisation[] {
  return (['resource', 'containerResource'] as const).flatMap((sort) => {
    const source = metric.get(sort);
    const name = source.get('name');
    const share = source.at('target', 'averageUtilization');
    const isShare = share.number !== undefined || source.get('targetAverageUtilization').number !== undefined;
    const container = source.get('container').text;
    return (name.text === 'cpu' || name.text === 'memory') && isShare && (sort === 'resource' || container)
      ? [{ resource: name.text, container, span: name.span }]
      : [];
  });
}

function utilisationOfTrigger(trigger: YamlValue): readonly Utilisation[] {
  const type = trigger.get('type');
  const sort = trigger.get('metricType').text ?? trigger.at('metadata', 'type').text;
  if ((type.text !== 'cpu' && type.text !== 'memory') || sort !== 'Utilization') return [];
  return [{ resource: type.text, container: trigger.at('metadata', 'containerName').text, span: type.span }];
}
