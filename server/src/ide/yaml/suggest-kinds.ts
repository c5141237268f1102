import { LineMap, lineBreakOf } from '../../text/lines.ts';
import type { SchemaCatalogue } from '../../workspace/schemas/catalogue.ts';
import type { KindOfResource } from '../../workspace/schemas/custom-definitions.ts';
import { SchemaView } from '../../yaml/schema/schema-view.ts';
import type { Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { declaredIn, type ReadableDocument } from './document-at.ts';
import type { Place } from './place.ts';
import { catalogueOf } from './schemas.ts';
import { objectSnippet } from './skeleton.ts';
import { styleAt } from './snippet-style.ts';

/** What people write most, of Kubernetes itself. */
const commonKinds: readonly string[] = [
  ...['Deployment', 'Service', 'ConfigMap', 'Secret', 'Ingress', 'StatefulSet', 'CronJob', 'Job', 'DaemonSet', 'Pod'],
  ...['ServiceAccount', 'PersistentVolumeClaim', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'Namespace', 'Role'],
  ...['RoleBinding', 'PodDisruptionBudget'],
];

/** How many objects are written out at once, for each takes reading its schema. */
const mostSkeletons = 24;

/** The fields at the top of a manifest; a document with any other is none. */
const topFields = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'data', 'stringData', 'type', 'rules']);

/** Files whose documents are no manifests, though they have no kind yet. */
const otherFolders = /\/(?:\.github|\.circleci|\.gitlab|\.azure|\.woodpecker|node_modules)\//i;
const otherNames = [
  ...['(?:[\\w.-]+[.-])?values[^/]*', 'chart', 'kustomization', 'helmfile[^/]*', 'skaffold[^/]*', 'devspace'],
  ...['(?:docker-)?compose[^/]*', 'action', 'azure-pipelines[^/]*', 'bitbucket-pipelines', 'cloudbuild[^/]*'],
  ...['buildspec[^/]*', 'appveyor', 'taskfile[^/]*', 'mkdocs', 'pnpm-[^/]*', 'pubspec', 'environment', 'codecov'],
  ...['lefthook', 'openapi[^/]*', 'swagger[^/]*', 'playbook[^/]*', '\\.[^/]*'],
];
const otherFiles = new RegExp(`(?:^|/)(?:${otherNames.join('|')})\\.ya?ml$`, 'i');

/** Whether a YAML file is, by its name or its folder, one whose documents are no manifests. */
export function isOtherFile(uri: string): boolean {
  return otherFolders.test(uri) || otherFiles.test(uri);
}

/**
 * What a document may be, where it does not say so yet: its kind, its API version, or all that an object of a kind has to
 * have. Undefined where something else is written.
 */
export async function suggestKinds(
  spot: Spot,
  document: ReadableDocument,
  place: Place,
): Promise<readonly Suggestion[] | undefined> {
  if (place.path.length > 0) return undefined;
  const declared = declaredIn(document.text);
  if (place.key === 'kind' || place.key === 'apiVersion') {
    const catalogue = await catalogueOf(spot);
    if (!catalogue) return undefined;
    const kinds = await writtenKinds(catalogue);
    return place.key === 'kind'
      ? kindValues(kinds, declared, document, place)
      : versionValues(kinds, declared, document, place);
  }
  if (place.key !== undefined || place.needsDash || place.hasColon) return undefined;
  if (declared.apiVersion && declared.kind) return undefined;
  if (isOtherFile(spot.file.uri) || [...place.keys].some((key) => !topFields.has(key))) return [];
  const catalogue = await catalogueOf(spot);
  if (!catalogue) return undefined;
  const missing = (['apiVersion', 'kind'] as const).filter((key) => !place.keys.has(key));
  const fields = missing.map((key) => fieldAlone(key, document, place));
  return place.keys.size > 0 ? fields : [...fields, ...(await objects(catalogue, document, place))];
}

/**
 * What is sent to the API server to ask or do something, and never stands in a file: reviews, and what parts of other
 * resources take (API reference, Kubernetes 1.36).
 */
const requests = /^(?:Binding|DeploymentRollback|Eviction|Scale|TokenRequest|\w+Review)$/;

/** The kinds that people write: lists are what the API server answers, and what is internal a product makes itself. */
async function writtenKinds(catalogue: SchemaCatalogue): Promise<readonly KindOfResource[]> {
  return (await catalogue.kinds()).filter(
    ({ apiVersion, kind }) =>
      !kind.endsWith('List') && !/\.internal\./.test(apiVersion) && !(isOwn(apiVersion) && requests.test(kind)),
  );
}

/** Whether a version is of an API group of Kubernetes itself. */
function isOwn(apiVersion: string): boolean {
  return /^(?:(?:[a-z]+|[a-z.]+\.k8s\.io)\/)?v\d\w*$/.test(apiVersion);
}

/** The kinds; where the API version is written, those that it has. The API version comes with the kind. */
function kindValues(
  kinds: readonly KindOfResource[],
  { apiVersion }: Partial<KindOfResource>,
  { text, start }: ReadableDocument,
  place: Place,
): readonly Suggestion[] {
  const fitting = kinds.filter((one) => one.apiVersion === apiVersion);
  const lineStart = start + new LineMap(text).lineStart(place.line);
  const shown = fitting.length > 0 ? fitting : kinds;
  return shown.map((one) => ({
    label: one.kind,
    kind: 'enumeration',
    detail: one.apiVersion,
    rank: rankOfKind(one),
    edit: { span: placed(place, start), newText: one.kind },
    ...(apiVersion === undefined &&
      !place.keys.has('apiVersion') && {
        furtherEdits: [
          {
            span: { start: lineStart, end: lineStart },
            newText: `apiVersion: ${one.apiVersion}${lineBreakOf(text)}`,
          },
        ],
      }),
  }));
}

/** The API versions, those of the kinds that are written most first; where the kind is written, those that have it. */
function versionValues(
  kinds: readonly KindOfResource[],
  { kind }: Partial<KindOfResource>,
  { start }: ReadableDocument,
  place: Place,
): readonly Suggestion[] {
  const fitting = kinds.filter((one) => one.kind === kind);
  const ranks = new Map<string, number>();
  for (const one of fitting.length > 0 ? fitting : kinds) {
    const { apiVersion } = one;
    ranks.set(apiVersion, Math.min(rankOfKind(one), ranks.get(apiVersion) ?? Number.POSITIVE_INFINITY));
  }
  return [...ranks].map(([version, rank]) => ({
    label: version,
    kind: 'enumeration',
    rank,
    edit: { span: placed(place, start), newText: version },
  }));
}

function fieldAlone(label: string, { start }: ReadableDocument, place: Place): Suggestion {
  return {
    label,
    kind: 'property',
    detail: 'string, required',
    rank: -300,
    edit: { span: placed(place, start), newText: `${label}: ` },
  };
}

/** Whole objects, with what they have to have: of those kinds that begin as what is typed, and of those most written. */
async function objects(
  catalogue: SchemaCatalogue,
  { text, start }: ReadableDocument,
  place: Place,
): Promise<readonly Suggestion[]> {
  const kinds = await writtenKinds(catalogue);
  const typed = text.slice(place.word.start, place.word.end).toLowerCase();
  const near = kinds.filter((one) => (typed === '' ? rankOfKind(one) < 100 : one.kind.toLowerCase().startsWith(typed)));
  const written = new Set(near.toSorted((one, other) => rankOfKind(one) - rankOfKind(other)).slice(0, mostSkeletons));
  const lines = new LineMap(text);
  return Promise.all(
    kinds.map(async (one): Promise<Suggestion> => {
      const schema = written.has(one) ? await catalogue.schemaOf(one) : undefined;
      const { apiVersion, kind } = one;
      const head = `apiVersion: ${apiVersion}\nkind: ${kind}\n`;
      const rest = schema
        ? objectSnippet([], SchemaView.of(schema), { ...styleAt(place, lines, one), skipped: ['apiVersion', 'kind'] })
        : 'metadata:\n  name: ${1:name}';
      return {
        label: kind,
        kind: 'snippet',
        detail: apiVersion,
        documentation: 'The object, with the fields that it has to have.',
        rank: rankOfKind(one) + 300,
        edit: { span: placed(place, start), newText: head + rest },
        isSnippet: true,
      };
    }),
  );
}

function placed({ word }: Place, start: number): Suggestion['edit']['span'] {
  return { start: start + word.start, end: start + word.end };
}

/** Stable versions before those that are to come or to go, newer ones first, Kubernetes itself before what extends it. */
function rankOfVersion(apiVersion: string): number {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const [, number = '1', stage = ''] = /(?:^|\/)v(\d+)(\w*)$/.exec(apiVersion) ?? [];
  const groupRank = group === '' ? -40 : group.includes('.') ? 40 : -20;
  return groupRank + (stage === '' ? 0 : 200) - Math.min(Number(number), 9);
}

function rankOfKind({ apiVersion, kind }: KindOfResource): number {
  const isStable = /v\d+$/.test(apiVersion);
  const place = isStable && isOwn(apiVersion) ? commonKinds.indexOf(kind) : -1;
  return place === -1 ? 500 + rankOfVersion(apiVersion) : (place - commonKinds.length) * 10 + rankOfVersion(apiVersion);
}
