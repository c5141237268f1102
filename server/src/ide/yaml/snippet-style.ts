import { groupOf, isBuiltInGroup, requiredFieldsOf } from '../../kubernetes/resource.ts';
import type { LineMap } from '../../text/lines.ts';
import type { KindOfResource } from '../../workspace/schemas/custom-definitions.ts';
import type { Place } from './place.ts';
import type { SnippetStyle } from './skeleton.ts';

/** How a snippet is written at a place of a document that declares a resource of a kind. */
export function styleAt(place: Place, lines: LineMap, resource: KindOfResource): SnippetStyle {
  const blanks = /^ */.exec(lines.lineText(place.line))?.[0].length ?? 0;
  const wanted = wantedFields(resource);
  return {
    // Editors indent the lines of a snippet as the line is indented that it is put into.
    margin: place.needsDash ? 2 : Math.max(0, place.column - blanks),
    ...indentationOf(lines.text),
    isWanted: (path) => wanted.has(path.join(' ')),
  };
}

/** By how many columns maps stand further in than their keys, and the dashes of lists. */
export interface Indentation {
  readonly map: number;
  readonly list: number;
}

/** By how much a document indents its maps and its lists; two columns where it has none. */
export function indentationOf(text: string): Indentation {
  const map = /^[^\s#-][^\n]*:[ \t]*\r?\n( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  const list = /^( *)(?:- +)?[^\s#-][^\n]*:[ \t]*\r?\n( *)- /m.exec(text);
  const deeper = list ? (list[2]?.length ?? 0) - (list[1]?.length ?? 0) : 2;
  return { map, list: deeper === 0 || deeper === map ? deeper : 2 };
}

/** The paths of fields that objects of a kind need, though the schema does not ask for them. */
function wantedFields({ apiVersion, kind }: KindOfResource): ReadonlySet<string> {
  const wanted = new Set<string>();
  const add = (path: readonly string[]) => {
    for (let length = 1; length <= path.length; length++) wanted.add(path.slice(0, length).join(' '));
  };
  for (const path of ['metadata name', 'spec']) add(path.split(' '));
  for (const path of requiredFieldsOf(apiVersion, kind)) {
    add(path);
    if (path.at(-1) === 'containers') add([...path, 'image']);
    if (path.at(-1) === 'selector') add([...path, 'matchLabels']);
  }
  if (isBuiltInGroup(groupOf(apiVersion)) && Object.hasOwn(usualFields, kind))
    for (const path of usualFields[kind] ?? []) add(path.split(' '));
  return wanted;
}

const inIngress = 'spec rules http paths';

/** What an object does nothing without, though the API server takes it. */
const usualFields: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data'],
  Secret: ['stringData'],
  Service: ['spec selector', 'spec ports port', 'spec ports targetPort'],
  Ingress: [`${inIngress} path`, `${inIngress} backend service name`, `${inIngress} backend service port number`],
  Job: ['spec template spec restartPolicy'],
  CronJob: ['spec jobTemplate spec template spec restartPolicy'],
  Role: ['rules apiGroups', 'rules resources', 'rules verbs'],
  ClusterRole: ['rules apiGroups', 'rules resources', 'rules verbs'],
  RoleBinding: ['subjects kind', 'subjects name'],
  ClusterRoleBinding: ['subjects kind', 'subjects name', 'subjects namespace'],
  PersistentVolumeClaim: ['spec accessModes', 'spec resources requests'],
  HorizontalPodAutoscaler: ['spec scaleTargetRef apiVersion', 'spec minReplicas'],
  NetworkPolicy: ['spec podSelector', 'spec policyTypes'],
  PodDisruptionBudget: ['spec minAvailable', 'spec selector matchLabels'],
};
