import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { volumesOf } from '../../kubernetes/mounts.ts';
import { Probe, probeKinds } from '../../kubernetes/probe.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { listeningPort } from '../../shell/servers.ts';
import { insert, overlaps, type TextEdit } from '../../text/edit.ts';
import { removeValue, setValue } from '../../yaml/edit.ts';
import { appendItem } from '../../yaml/edit-items.ts';
import { plainOf } from '../../yaml/plain.ts';
import type { Plain } from '../../yaml/render.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Part } from './part.ts';
import { helperRole } from './roles.ts';

/** The release in which Kubernetes has sidecars without being asked for them (its documentation, "Sidecar Containers"). */
const sidecarsSince = 29;

/** How the container of a process is started. */
export interface ContainerOf {
  readonly part: Part;
  readonly image: string;
  /** What it starts instead of what its image says; nothing where the image is made for it. */
  readonly start: { readonly command?: readonly string[]; readonly args?: readonly string[] };
}

type PlainMap = Readonly<Record<string, Plain>>;

/** What the new containers have of the old one: what they may need, and how far they may go. */
const copied = ['imagePullPolicy', 'envFrom', 'env', 'resources', 'volumeMounts', 'securityContext'];

/** Whether a process gets a sidecar: what helps another one starts before it, and does not keep a job from ending. */
export function isSidecar(part: Part, kubernetesVersion: string): boolean {
  return helperRole(part) !== undefined && minorOf(kubernetesVersion) >= sidecarsSince;
}

/**
 * The edits of a manifest that give processes containers of their own, beside the one they were in. `shared` are folders
 * that become volumes of all of them.
 */
export function addContainers(
  container: Container,
  wanted: readonly ContainerOf[],
  shared: readonly string[],
  kubernetesVersion: string,
): Built {
  const { pod, value } = container;
  const obstacle = obstacleIn(container, wanted, kubernetesVersion);
  if (obstacle) return obstacle;
  const volumes = volumesFor(container, shared);
  if (volumes instanceof Refusal) return volumes;
  const mounts: readonly Plain[] = volumes.map(({ name, path }) => ({ name, mountPath: path }));
  const taken = pod.containers.map(({ name }) => name);
  const edits: TextEdit[] = [];
  const [sidecars, others]: [PlainMap[], PlainMap[]] = [[], []];
  for (const one of wanted) {
    const moved = movedTo(container, one.part);
    if (moved.edits instanceof Refusal) return moved.edits;
    edits.push(...moved.edits);
    const fields: Record<string, Plain> = {};
    for (const key of copied) {
      const plain = value.get(key).exists ? plainOf(value.get(key)) : null;
      if (plain === undefined) return new Refusal(`Not all of ${container.label} is known.`);
      if (plain !== null) fields[key] = plain;
    }
    const name = freeName(one.part.name, taken);
    taken.push(name);
    const made = inOrder(newContainer(name, one, fields, moved.fields, mounts, container));
    if (made instanceof Refusal) return made;
    if (isSidecar(one.part, kubernetesVersion)) sidecars.push({ ...made, restartPolicy: 'Always' });
    else others.push(made);
  }
  const { spec } = pod;
  const parts: readonly Built[] = [
    extended(value.get('volumeMounts'), mounts, (list) => setInContainer(container, ['volumeMounts'], list)),
    edits,
    extended(spec.get('containers'), others, () => new Refusal('The containers are not a list.')),
    extended(
      spec.get('volumes'),
      volumes.map(({ name }) => ({ name, emptyDir: {} })),
      (list) => setValue(spec, ['volumes'], list),
    ),
    extended(spec.get('initContainers'), sidecars, (list) =>
      setValue(spec, ['initContainers'], list, { after: ['securityContext', 'serviceAccountName'], orFirst: true }),
    ),
  ];
  const all: TextEdit[] = [];
  for (const part of parts) {
    if (part instanceof Refusal) return part;
    all.push(...part);
  }
  return overlaps(all) ? new Refusal('What moves to the new container stands where it would be written.') : all;
}

/** Why a container cannot be divided by its manifest. */
function obstacleIn(
  { pod, value, label, role, isPartial }: Container,
  wanted: readonly ContainerOf[],
  kubernetesVersion: string,
): Refusal | undefined {
  if (value.document.template) return new Refusal('The manifest is a template.');
  if (value.document.isComposed || isPartial || pod.spec.isOpen) return new Refusal(`Not all of ${label} is known.`);
  if (role !== 'app') return new Refusal(`${label} is no container of the application.`);
  if (value.get('volumeDevices').exists) return new Refusal(`${label} uses volumes as devices.`);
  const open = wanted.find(({ start }) =>
    [...(start.command ?? []), ...(start.args ?? [])].some((one) => one.includes('$(')),
  );
  if (open) return new Refusal(`Kubernetes would put values into the command line of ${open.part.name}.`);
  const ends = wanted.find(({ part }) => pod.sort === 'batch' && !isSidecar(part, kubernetesVersion));
  if (ends) return new Refusal(`The pod would not end as long as ${ends.part.name} runs.`);
  const user = wanted.find(({ part }) => part.user !== undefined);
  const hasUser = value.at('securityContext', 'runAsUser').exists || pod.securityContext.get('runAsUser').exists;
  return user && hasUser
    ? new Refusal(`The manifest says whom ${user.part.name} runs as, and supervisord another user.`)
    : undefined;
}

/** A container as it is written, in the order of keys that people expect. */
function newContainer(
  name: string,
  { part, image, start }: ContainerOf,
  fields: Readonly<Record<string, Plain>>,
  moved: Readonly<Record<string, Plain>>,
  mounts: readonly Plain[],
  { value }: Container,
): Record<string, Plain> | Refusal {
  const own = Object.keys(start).length > 0;
  const environment = own ? Object.entries(part.environment).map(([key, text]) => ({ name: key, value: text })) : [];
  const before = Array.isArray(fields.env) ? fields.env : [];
  const env: readonly Plain[] = [...before, ...environment];
  const held = Array.isArray(fields.volumeMounts) ? fields.volumeMounts : [];
  const folder = part.folder ?? value.get('workingDir').text;
  if (own && part.stopSignal !== undefined && part.stopSignal !== 'SIGTERM')
    return new Refusal(`${part.name} is stopped with ${part.stopSignal}, which only an image of its own can say.`);
  if (own && part.user !== undefined && part.user !== 'root')
    return new Refusal(`${part.name} runs as ${part.user}, which only an image of its own can say.`);
  return {
    name,
    image,
    ...start,
    ...(folder !== undefined && (own || value.get('workingDir').exists) && { workingDir: folder }),
    ...fields,
    ...moved,
    ...(env.length > 0 && { env }),
    ...(held.length + mounts.length > 0 && { volumeMounts: [...held, ...mounts] }),
  };
}

const order = [
  ...['name', 'image', 'imagePullPolicy', 'command', 'args', 'workingDir', 'ports', 'envFrom', 'env', 'resources'],
  ...['volumeMounts', ...probeKinds, 'securityContext'],
];

function inOrder(fields: Record<string, Plain> | Refusal): PlainMap | Refusal {
  if (fields instanceof Refusal) return fields;
  const keys = Object.keys(fields).toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}

/** What of a container is about one process, as it stands with the new one, and the edits that take it away here. */
function movedTo(container: Container, part: Part): { readonly fields: Record<string, Plain>; readonly edits: Built } {
  const { value } = container;
  const number = listeningPort(part.command);
  const fields: Record<string, Plain> = {};
  const edits: TextEdit[] = [];
  const refused = (reason: string) => ({ fields, edits: new Refusal(reason) });
  const speaksOfIt = (hook: YamlValue) => mentions(hook, part);
  const hooks = [...probeKinds.map((kind) => value.get(kind)), value.get('lifecycle')];
  if (
    hooks.some(
      (hook) => speaksOfIt(hook.get('exec')) || hook.entries.some(([, inner]) => speaksOfIt(inner.get('exec'))),
    )
  )
    return refused(`A probe or hook of ${container.label} asks for ${part.name}.`);
  const declared = value.get('ports').items.find((port) => port.get('containerPort').number === number);
  if (number === undefined) return { fields, edits };
  const plain = declared ? plainOf(declared) : { containerPort: number };
  if (plain === undefined) return refused(`Not all ports of ${container.label} are known.`);
  fields.ports = [plain];
  if (declared) {
    const built = removeValue(value.get('ports').items.length === 1 ? value.get('ports') : declared);
    if (built instanceof Refusal) return { fields, edits: built };
    edits.push(...built);
  }
  const name = declared?.get('name').text;
  for (const kind of probeKinds) {
    const probe = value.get(kind);
    if (!probe.exists) continue;
    const { port } = new Probe(container, kind, probe);
    if (port.number !== number && (name === undefined || port.text !== name)) continue;
    const [copy, built] = [plainOf(probe), removeValue(probe)];
    if (copy === undefined) return refused(`Not all of a probe of ${container.label} is known.`);
    if (built instanceof Refusal) return { fields, edits: built };
    fields[kind] = copy;
    edits.push(...built);
  }
  fields.readinessProbe ??= { tcpSocket: { port: name ?? number } };
  return { fields, edits };
}

/** Whether what a hook runs names a process. */
function mentions(exec: YamlValue, { name }: Part): boolean {
  const words = exec
    .get('command')
    .items.map(({ text = '' }) => text)
    .join(' ');
  return words.includes(name);
}

/** Volumes for folders, with names that the pod does not have yet. */
function volumesFor({ pod }: Container, shared: readonly string[]) {
  if (shared.length === 0) return [];
  const known = volumesOf(pod);
  if (!known) return new Refusal('The volumes of the pod are not all known.');
  const taken = known.map(({ name }) => name);
  return shared.map((path) => {
    const wished = path
      .slice(1)
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, '-')
      .slice(0, 60)
      .replace(/-$/, '');
    const name = freeName(wished, taken);
    taken.push(name);
    return { name, path };
  });
}

function freeName(wished: string, taken: readonly (string | undefined)[]): string {
  let name = wished;
  for (let number = 2; taken.includes(name); number++) name = `${wished}-${number}`;
  return name;
}

/** Puts members behind those of a list, or makes the list where there is none. */
function extended(list: YamlValue, items: readonly Plain[], create: (list: readonly Plain[]) => Built): Built {
  if (items.length === 0) return [];
  if (list.items.length === 0) return create(items);
  const edits: TextEdit[] = [];
  for (const item of items) {
    const built = appendItem(list, item as PlainMap);
    if (built instanceof Refusal) return built;
    edits.push(...built);
  }
  const [first] = edits;
  return first ? [insert(first.span.start, edits.map(({ newText }) => newText).join(''))] : [];
}
