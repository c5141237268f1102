import { LineMap } from '../../text/lines.ts';
import { type Span, shift } from '../../text/span.ts';
import { renderScalar } from '../../yaml/render.ts';
import { placeholder } from '../../yaml/template-mask.ts';
import type { Assistant, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { declaredIn, documentAt } from '../yaml/document-at.ts';
import { type Place, placeAt, wayOf } from '../yaml/place.ts';
import { readLine } from '../yaml/read-line.ts';

const rbac = ['rbac.authorization.k8s.io'];
const computing = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * What people write where the schemas take any text, by the end of the way to it: `.` leads to a field, `[]` to a member
 * of a list, `{}` to a key (kubernetes.io: API reference, Kubernetes 1.36; "Using RBAC Authorization", "Downward API",
 * "Well-Known Labels, Annotations and Taints", "Request Verbs").
 */
const usual: readonly (readonly [end: string, values: readonly string[]])[] = [
  ['resources.requests{}', computing],
  ['resources.limits{}', computing],
  [
    'nodeSelector{}',
    ['kubernetes.io/os', 'kubernetes.io/arch', 'kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
  ],
  ['topologyKey', ['kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region']],
  ['capabilities.drop[]', ['ALL']],
  ['capabilities.add[]', ['NET_BIND_SERVICE', 'CHOWN', 'SETUID', 'SETGID', 'NET_ADMIN', 'SYS_PTRACE', 'SYS_TIME']],
  [
    'fieldRef.fieldPath',
    [
      ...['metadata.name', 'metadata.namespace', 'metadata.uid', "metadata.labels['KEY']"],
      ...["metadata.annotations['KEY']", 'spec.nodeName', 'spec.serviceAccountName'],
      ...['status.podIP', 'status.podIPs', 'status.hostIP', 'status.hostIPs'],
    ],
  ],
  ['resourceFieldRef.resource', ['limits', 'requests'].flatMap((of) => computing.map((name) => `${of}.${name}`))],
  ['roleRef.apiGroup', rbac],
  ['roleRef.kind', ['Role', 'ClusterRole']],
  ['subjects[].kind', ['ServiceAccount', 'Group', 'User']],
  ['subjects[].apiGroup', rbac],
  ['rules[].verbs[]', ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*']],
  ['rules[].apiGroups[]', ['', 'apps', 'batch', 'networking.k8s.io', 'autoscaling', 'policy', ...rbac, '*']],
  [
    'rules[].resources[]',
    [
      ...[
        'pods',
        'pods/log',
        'pods/exec',
        'services',
        'configmaps',
        'secrets',
        'serviceaccounts',
        'endpoints',
        'events',
      ],
      ...['namespaces', 'nodes', 'persistentvolumeclaims', 'deployments', 'deployments/scale', 'statefulsets'],
      ...['daemonsets', 'replicasets', 'jobs', 'cronjobs', 'ingresses', 'networkpolicies', 'leases', '*'],
    ],
  ],
  ['scaleTargetRef.apiVersion', ['apps/v1']],
  ['scaleTargetRef.kind', ['Deployment', 'StatefulSet', 'ReplicaSet']],
  ['metrics[].type', ['Resource', 'ContainerResource', 'Pods', 'Object', 'External']],
  ['metrics[].resource.name', ['cpu', 'memory']],
  ['resource.target.type', ['Utilization', 'AverageValue']],
  ['issuerRef.kind', ['Issuer', 'ClusterIssuer']],
];

/** Suggests what stands in fields of manifests that take any text, and of which a few values are nearly all that is written. */
export const usualValues: Assistant = { complete };

function complete(spot: Spot): readonly Suggestion[] {
  const document = documentAt(spot.file, spot.offset);
  const { apiVersion, kind } = declaredIn(document.text);
  if (!apiVersion || !kind) return [];
  const offset = spot.offset - document.start;
  for (const { way, word, before, behind, others } of writtenAt(new LineMap(document.text), offset)) {
    const written = document.text.slice(word.start, Math.max(word.end, offset));
    const values = valuesAt(way, kind);
    // Of what a template writes nothing is known.
    if (!values || written.includes(placeholder)) continue;
    const quote = /^["']/.exec(written)?.[0] ?? '';
    return values
      .filter((value) => !others.has(value))
      .map((value, rank) => ({
        label: value === '' ? '""' : value,
        kind: way.endsWith('{}') ? 'property' : 'value',
        filter: quote + value,
        edit: { span: shift(word, document.start), newText: before + rendered(value, quote) + behind },
        rank,
      }));
  }
  return [];
}

/** A value in the quotes in which somebody has begun to write it. */
function rendered(value: string, quote: string): string {
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`;
  return quote === '"' ? JSON.stringify(value) : renderScalar(value);
}

function valuesAt(way: string, kind: string): readonly string[] | undefined {
  const isClaim = kind === 'PersistentVolumeClaim' || /[vV]olumeClaimTemplates?\b/.test(way);
  if (isClaim && /\bresources\.(?:requests|limits)\{\}$/.test(way)) return ['storage'];
  const isClusterWide = kind === 'ClusterRoleBinding' && way === 'roleRef.kind';
  if (isClusterWide) return ['ClusterRole'];
  return usual.find(([end]) => way === end || way.endsWith(`.${end}`))?.[1];
}

/** Something that may be what is written at a place. */
interface Written {
  /** The way to it, as in the table. */
  readonly way: string;
  readonly word: Span;
  /** What has to stand before it and behind it. */
  readonly before: string;
  readonly behind: string;
  /** What stands beside it already. */
  readonly others: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** What can be meant at an offset: a value, a member of a list, with the dash that it may lack, or a key. */
function writtenAt(lines: LineMap, offset: number): readonly Written[] {
  const place = placeIn(lines, offset);
  if (!place) return memberAt(lines, offset);
  const { path, key, needsDash, isBehindDash, keys, word, hasColon } = place;
  const around = wayOf(path);
  const one = { word, before: '', behind: '', others: none };
  if (key !== undefined) return [{ ...one, way: wayOf([...path, key]) }];
  if (around.endsWith('[]')) return [{ ...one, way: around, before: needsDash && !isBehindDash ? '- ' : '' }];
  return [
    { ...one, way: `${around}{}`, behind: hasColon ? '' : ': ', others: keys },
    ...(keys.size === 0 && !hasColon ? [{ ...one, way: `${around}[]`, before: '- ' }] : []),
  ];
}

/** A member of a list that is written in brackets on one line, behind its key. */
function memberAt(lines: LineMap, offset: number): readonly Written[] {
  const line = lines.lineAt(offset);
  const start = lines.lineStart(line);
  const { key, column } = readLine(lines.lineText(line));
  const from = start + (key?.valueColumn ?? 0) + 1;
  if (!key?.value.startsWith('[') || offset < from) return [];
  const before = lines.text.slice(from, offset);
  const typed = /(?:^|,)\s*(["']?[\w./*-]*)$/.exec(before)?.[1];
  const map = placeIn(lines, start + column);
  if (typed === undefined || /[[\]{}#]/.test(before) || !map) return [];
  const quote = /^["']/.exec(typed)?.[0] ?? '';
  const rest = /^[\w./*-]*/.exec(lines.text.slice(offset, lines.lineEnd(line)))?.[0].length ?? 0;
  const end = offset + rest;
  const isClosed = quote !== '' && lines.text[end] === quote;
  const word = { start: offset - typed.length, end: end + (isClosed ? 1 : 0) };
  return [{ way: `${wayOf([...map.path, key.name])}[]`, word, before: '', behind: '', others: none }];
}

function placeIn(lines: LineMap, offset: number): Place | undefined {
  return placeAt(lines, offset, 0, lines.lineCount - 1);
}
