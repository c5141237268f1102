import type { YamlValue } from '../../yaml/value.ts';
import type { Container } from '../container.ts';
import { LabelSelector } from '../labels.ts';
import { volumeUsesOf } from '../mounts.ts';
import type { Pod } from '../pod.ts';
import type { Resource } from '../resource.ts';
import { inText, type Meaning, type Occurrence, type Owner, type Sort, self } from './occurrence.ts';
import { selected } from './selectors.ts';

/** The names within pods, of containers, ports and volumes: where they are given, and what refers to them. */
export function podOccurrences(resource: Resource): readonly Occurrence[] {
  return [
    ...resource.pods.flatMap(inPod),
    ...claimsOf(resource).flatMap((claim) =>
      inText(claim.at('metadata', 'name'), { ...defines(resource, 'volume'), whole: claim.span }),
    ),
    ...fromElsewhere(resource),
  ];
}

function inPod(pod: Pod): readonly Occurrence[] {
  const { resource, spec, metadata } = pod;
  const preferred = metadata.at('annotations', 'kubectl.kubernetes.io/default-container');
  return [
    ...inText(preferred, { sort: 'container', resource, owner: self }),
    ...spec
      .get('volumes')
      .items.flatMap((volume) => [
        ...inText(volume.get('name'), { ...defines(resource, 'volume'), whole: volume.span }),
        ...volume.at('downwardAPI', 'items').items.flatMap((item) => containerOfField(item, resource)),
      ]),
    ...pod.containers.flatMap((container) => inContainer(container, resource)),
  ];
}

function inContainer(container: Container, resource: Resource): readonly Occurrence[] {
  const { value } = container;
  return [
    ...inText(value.get('name'), { ...defines(resource, 'container'), whole: value.span }),
    ...value
      .get('ports')
      .items.flatMap((port) => inText(port.get('name'), { ...defines(resource, 'port'), whole: port.span })),
    ...handlersOf(value)
      .flatMap((handler) => [handler.at('httpGet', 'port'), handler.at('tcpSocket', 'port')])
      .filter(isName)
      .flatMap((port) => inText(port, { sort: 'port', resource, owner: self })),
    ...volumeUsesOf(container).flatMap((use) =>
      inText(use.value.get('name'), { sort: 'volume', resource, owner: self }),
    ),
    ...value.get('env').items.flatMap((variable) => containerOfField(variable.get('valueFrom'), resource)),
  ];
}

/** The container whose requests or limits a field is filled with. */
function containerOfField(item: YamlValue, resource: Resource): readonly Occurrence[] {
  return inText(item.at('resourceFieldRef', 'containerName'), { sort: 'container', resource, owner: self });
}

function handlersOf(container: YamlValue): readonly YamlValue[] {
  return [
    container.get('livenessProbe'),
    container.get('readinessProbe'),
    container.get('startupProbe'),
    container.at('lifecycle', 'postStart'),
    container.at('lifecycle', 'preStop'),
  ];
}

/** A port may be given by its number. */
function isName(port: YamlValue): boolean {
  return port.string !== undefined && !/^\d+$/.test(port.string);
}

function defines(resource: Resource, sort: Sort): Meaning {
  return { sort, resource, owner: self, isDefinition: true };
}

/** A volume may be one that a StatefulSet claims for each of its pods. */
function claimsOf({ kind, value }: Resource): readonly YamlValue[] {
  return kind === 'StatefulSet' ? value.at('spec', 'volumeClaimTemplates').items : [];
}

/** What refers to a name in the pods of another resource. */
function fromElsewhere(resource: Resource): readonly Occurrence[] {
  const { kind, isBuiltIn, value, namespace, group } = resource;
  const spec = value.get('spec');
  const ports = (list: readonly YamlValue[], owner: Owner) =>
    list.filter(isName).flatMap((port) => inText(port, { sort: 'port', resource, owner }));
  if (kind === 'Service' && isBuiltIn) {
    const owner = selected(LabelSelector.ofMap(spec.get('selector')), 'pods', namespace);
    const targets = spec.get('ports').items.map((port) => port.get('targetPort'));
    return ports(targets, owner);
  }
  if (kind === 'NetworkPolicy' && isBuiltIn) {
    const owner = selected(LabelSelector.of(spec.get('podSelector')), 'pods', namespace);
    const rules = spec.get('ingress').items;
    return ports(
      rules.flatMap((rule) => rule.get('ports').items.map((port) => port.get('port'))),
      owner,
    );
  }
  if (kind === 'PodMonitor' && group === 'monitoring.coreos.com') {
    const isElsewhere = spec.get('namespaceSelector').exists;
    const owner = selected(LabelSelector.of(spec.get('selector')), 'pods', isElsewhere ? undefined : namespace);
    return ports(
      spec.get('podMetricsEndpoints').items.map((endpoint) => endpoint.get('port')),
      owner,
    );
  }
  return containersScaled(resource);
}

/** The containers of its target that an autoscaler looks at. */
function containersScaled(resource: Resource): readonly Occurrence[] {
  const { kind, value, namespace } = resource;
  const spec = value.get('spec');
  const isHorizontal = kind === 'HorizontalPodAutoscaler';
  if (!isHorizontal && kind !== 'VerticalPodAutoscaler') return [];
  const target = spec.get(isHorizontal ? 'scaleTargetRef' : 'targetRef');
  const names = isHorizontal
    ? spec.get('metrics').items.map((metric) => metric.at('containerResource', 'container'))
    : spec.at('resourcePolicy', 'containerPolicies').items.map((policy) => policy.get('containerName'));
  const [of, name] = [target.get('kind').text, target.get('name').text];
  if (of === undefined || name === undefined) return [];
  const owner: Owner = { by: 'name', kinds: [of], group: undefined, name, namespace };
  return names
    .filter(({ text }) => text !== '*')
    .flatMap((container) => inText(container, { sort: 'container', resource, owner }));
}
