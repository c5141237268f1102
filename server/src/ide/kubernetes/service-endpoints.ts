import { LabelSelector } from '../../kubernetes/labels.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { isTarget, targetOf } from '../../kubernetes/service-ports.ts';
import { shift } from '../../text/span.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { portsOf, type SelectedPort } from '../../workspace/manifests/selected-ports.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant, Explanation } from '../assistant.ts';
import { manifestAt, neighbourhoodOf, type Spot } from '../spot.ts';
import { linkTo } from './mention.ts';

/** At the kind, the name and the ports of a Service: where connections to it end, as far as the workspace declares it. */
export const serviceEndpoints: Assistant = { explain };

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const placed = manifestAt(spot);
  if (!placed) return [];
  const { manifest, start } = placed;
  const at = spot.offset - start;
  for (const service of manifest.ofKind('Service')) {
    const handle = handlesOf(service).find(({ start: from, end }) => from <= at && at <= end);
    if (!handle) continue;
    const neighbours = await neighbourhoodOf(spot);
    const selector = LabelSelector.ofMap(service.value.at('spec', 'selector'));
    if (!neighbours || selector.isEmpty || !selector.isKnown) return [];
    const workloads = neighbours.workloadsSelectedBy(selector, service.namespace);
    return [{ text: textFor(service, workloads, spot.file.uri), span: shift(handle, start) }];
  }
  return [];
}

function handlesOf({ value }: Resource) {
  const handles = [value.get('kind').span, value.at('metadata', 'name').span, value.at('spec', 'ports').keySpan];
  return [...handles, ...value.at('spec', 'ports').items.map(({ span }) => span)].flatMap((span) => span ?? []);
}

function textFor(service: Resource, workloads: readonly ResourceEntry[], uri: string): string {
  if (workloads.length === 0) return '**Endpoints**: none that the workspace declares';
  const ports = portsOf(workloads);
  const rows = service.value.at('spec', 'ports').items.flatMap((port) => rowsOf(port, ports, workloads, uri));
  return ['**Endpoints** in the workspace\n', '| port | leads to | of |', '|---|---|---|', ...rows].join('\n');
}

/** A row for each place where a port of the Service leads to; one that says so where there is none. */
function rowsOf(
  port: YamlValue,
  ports: readonly SelectedPort[] | undefined,
  workloads: readonly ResourceEntry[],
  uri: string,
): readonly string[] {
  const name = port.get('name').text;
  const own = `${port.get('port').text ?? '?'}${name === undefined ? '' : ` ${name}`}`;
  const target = targetOf(port);
  const reached = ports?.filter((one) => isTarget(one, target)) ?? [];
  if (reached.length > 0) {
    return reached.map(
      (one) => `| ${own} | ${describe(one)} of container \`${one.container.name}\` | ${linkTo(one.entry, uri)} |`,
    );
  }
  const isDeclared = typeof target.wanted === 'number' || !ports;
  const to = isDeclared ? (target.wanted ?? '?') : `${target.wanted}, which no container declares`;
  return [`| ${own} | ${to} | ${workloads.map((entry) => linkTo(entry, uri)).join(', ')} |`];
}

function describe({ name, number }: SelectedPort): string {
  return name === undefined ? `${number}` : `${number} (${name})`;
}
