import type { ScaleTarget } from './autoscaler.ts';
import type { Resource } from './resource.ts';

/** A VerticalPodAutoscaler: what changes how much the containers of a workload request. */
export class VerticalAutoscaler {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  get target(): ScaleTarget | undefined {
    const { value, namespace } = this.resource;
    const [kind, name] = [value.at('spec', 'targetRef', 'kind').text, value.at('spec', 'targetRef', 'name').text];
    return kind && name ? { kind, name, namespace } : undefined;
  }

  /**
   * Whether it changes the requests for a resource, of one container at least: it does so unless it only recommends, or
   * leaves the resource out (github.com/kubernetes/autoscaler, `autoscaling.k8s.io/v1`).
   */
  sets(resource: 'cpu' | 'memory'): boolean {
    const spec = this.resource.value.get('spec');
    const mode = spec.at('updatePolicy', 'updateMode');
    if (mode.exists && (mode.text === undefined || mode.text === 'Off' || mode.boolean === false)) return false;
    const policies = spec.at('resourcePolicy', 'containerPolicies');
    if (policies.isOpen) return false;
    const everyone = policies.items.find((policy) => policy.get('containerName').text === '*');
    if (!everyone) return policies.items.length === 0;
    const controlled = everyone.get('controlledResources');
    if (everyone.get('mode').exists && everyone.get('mode').text !== 'Auto') return false;
    return !controlled.exists || controlled.items.some(({ text }) => text === resource);
  }
}
