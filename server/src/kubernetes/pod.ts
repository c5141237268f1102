import type { YamlValue } from '../yaml/value.ts';
import { Container, type ContainerRole } from './container.ts';
import { Labels } from './labels.ts';
import { PodResources } from './pod-resources.ts';
import type { Resource } from './resource.ts';
import { type PodTemplate, sortOf, type WorkloadSort } from './workloads.ts';

/** A pod, or the template a workload makes its pods from. */
export class Pod {
  readonly resource: Resource;
  readonly metadata: YamlValue;
  readonly spec: YamlValue;
  /** In the order in which they start: init containers and sidecars first. */
  readonly containers: readonly Container[];
  private ownLabels: Labels | undefined;

  constructor(resource: Resource, template: PodTemplate) {
    this.resource = resource;
    this.metadata = template.metadata;
    this.spec = template.spec;
    this.containers = [
      ...this.spec.get('initContainers').items.map((value) => new Container(this, value, initRole(value))),
      ...this.spec.get('containers').items.map((value) => new Container(this, value, 'app')),
      ...this.spec.get('ephemeralContainers').items.map((value) => new Container(this, value, 'ephemeral')),
    ].filter((container) => container.value.isMap);
  }

  /**
   * What sort of workload it belongs to. A pod that is not restarted once it has ended well runs for a task; what
   * Kubernetes itself runs as a service is always restarted, whatever it says.
   */
  get sort(): WorkloadSort {
    const sort = sortOf(this.resource.kind);
    const policy = this.spec.get('restartPolicy').text;
    const mayEnd = sort === 'pod' || !this.resource.isBuiltIn;
    return mayEnd && (policy === 'Never' || policy === 'OnFailure') ? 'batch' : sort;
  }

  /** What Kubernetes makes of the requests and limits in it. */
  get resources(): PodResources {
    return new PodResources(this);
  }

  get labels(): Labels {
    this.ownLabels ??= Labels.of(this.metadata.get('labels'));
    return this.ownLabels;
  }

  get securityContext(): YamlValue {
    return this.spec.get('securityContext');
  }

  /** Whether it runs on Windows nodes, where users, capabilities and root file systems are another matter. */
  get isWindows(): boolean {
    if (this.spec.at('os', 'name').text === 'windows') return true;
    return this.spec.at('nodeSelector', 'kubernetes.io/os').text === 'windows';
  }
}

/** An init container that is always restarted is a sidecar: it runs beside the application (Kubernetes 1.29). */
function initRole(value: YamlValue): ContainerRole {
  return value.get('restartPolicy').text === 'Always' ? 'sidecar' : 'init';
}
