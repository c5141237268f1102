import { type Built, Refusal, together } from '../../core/fix.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { doPathsMeet, isWithin, writtenPathsOf } from '../../dockerfile/runtime-image/written-paths.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { volumesOf } from '../../kubernetes/mounts.ts';
import { setValue } from '../../yaml/edit.ts';
import { appendItems } from '../../yaml/edit-items.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest = (rest: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${rest}`;
const readOnly = '      securityContext:\n        readOnlyRootFilesystem: true\n';

export default pairRule({
  id: 'mount-written-paths',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Mount volumes where an image writes, when its root file system is read-only',
  why: 'With `readOnlyRootFilesystem: true` a container changes its volumes alone. Servers write a pid file, a socket or temporary files as they start, and end with "Read-only file system" where they cannot: nginx in `/run` and `/var/cache/nginx`, for one. What an image declares with VOLUME is a volume for Docker; of the runtimes under Kubernetes, containerd makes a folder of the node of it that can be written, and CRI-O, as it is set up, one that cannot. An `emptyDir` settles it everywhere.',
  lesson: 'cattle',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Adds an `emptyDir` and a mount for each path. What stands in the image at that path is hidden by it. Refused where the volumes of the pod are not all known.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md',
    'https://github.com/containerd/containerd/blob/main/docs/cri/config.md',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n', 'skaffold.yaml': skaffold },
      bad: manifest(readOnly),
      fixed: `${manifest('      volumeMounts:\n        - name: run\n          mountPath: /run\n        - name: var-cache-nginx\n          mountPath: /var/cache/nginx\n')}${readOnly}  volumes:\n    - name: run\n      emptyDir: {}\n    - name: var-cache-nginx\n      emptyDir: {}\n`,
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nVOLUME /data\nCMD ["/server"]\n', 'skaffold.yaml': skaffold },
      bad: manifest(
        `${readOnly}      volumeMounts:\n        - name: tmp\n          mountPath: /tmp\n  volumes:\n    - name: tmp\n      emptyDir: {}\n`,
      ),
      fixed: manifest(
        `${readOnly}      volumeMounts:\n        - name: tmp\n          mountPath: /tmp\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: tmp\n      emptyDir: {}\n    - name: data\n      emptyDir: {}\n`,
      ),
      note: 'A volume that the image declares.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n', 'skaffold.yaml': skaffold },
      good: manifest(
        `${readOnly}      volumeMounts:\n        - name: tmp\n          mountPath: /var/run\n        - name: tmp\n          mountPath: /var/cache/nginx\n  volumes:\n    - name: tmp\n      emptyDir: {}\n`,
      ),
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/nginx.conf\n', 'skaffold.yaml': skaffold },
      good: manifest(readOnly),
      note: 'A configuration of its own may name other paths.',
    },
  ],
  concerns(container) {
    const { value, pod } = container;
    if (container.security('readOnlyRootFilesystem').boolean !== true) return false;
    if (value.get('command').exists || value.get('args').exists) return false;
    return !value.get('volumeMounts').isOpen && !pod.spec.get('volumes').isOpen;
  },
  judge({ container, image }) {
    const setting = container.security('readOnlyRootFilesystem');
    const written = unmounted(container, writtenPathsOf(image));
    const volumes = unmounted(container, volumesIn(image));
    const paths = [...new Set([...written, ...volumes].map(({ path }) => path))];
    if (paths.length === 0) return [];
    const isCertain = written.length > 0;
    const by = volumes.find((one) => one.by)?.by ?? image.stage?.from;
    const list = paths.join(', ');
    return [
      {
        at: 'container',
        span: setting.keySpan ?? container.span,
        message: isCertain
          ? `The root file system of ${container.label} is read-only, and its image writes to ${list} as it starts: mount volumes there`
          : `The root file system of ${container.label} is read-only, and not every runtime lets it write to the volumes that its image declares (${list}): mount volumes there`,
        because: by && { span: by.span, message: `The image writes to ${list}` },
        tell(report) {
          if (!isCertain) report.grade('info');
          report.fix('Mount an emptyDir at each', () => mountAt(container, paths));
        },
      },
    ];
  },
});

/**
 * The volumes that an image declares. containerd mounts a folder of the node for each (internal/cri/server/container_create.go),
 * CRI-O's default `image_volumes = "mkdir"` makes one in the root file system (server/container_create.go), both August 2026.
 */
function volumesIn({ volumes = [] }: RuntimeImage) {
  return volumes.map(({ value, by }) => ({ path: withoutLinks(value), by, toldBy: undefined }));
}

/** A path as it is without a slash at its end, and without the link that distributions have for `/var/run`. */
function withoutLinks(path: string): string {
  return path.replace(/(?<=.)\/+$/, '').replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** Those of some paths that no volume is mounted at, above or in, and whose configuration is not mounted. */
function unmounted<Path extends { readonly path: string; readonly toldBy: string | undefined }>(
  { value }: Container,
  paths: readonly Path[],
): readonly Path[] {
  const mounts = value.get('volumeMounts').items.map((mount) => mount.get('mountPath').text);
  if (mounts.includes(undefined)) return [];
  const places = mounts.map((place = '') => withoutLinks(place));
  return paths.filter(
    ({ path, toldBy }) =>
      path.startsWith('/') &&
      !places.some((place) => isWithin(path, place) || place.startsWith(`${path}/`)) &&
      !places.some((place) => toldBy !== undefined && doPathsMeet(place, toldBy)),
  );
}

/** Adds an `emptyDir` and its mount for each of some paths. */
function mountAt(container: Container, paths: readonly string[]): Built {
  const known = volumesOf(container.pod);
  if (!known) return new Refusal('The volumes of the pod are not all known.');
  const names = paths.map((path) =>
    path
      .slice(1)
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, '-')
      .slice(0, 63)
      .replace(/-$/, ''),
  );
  if (names.some((name) => name === '' || known.some((one) => one.name === name)))
    return new Refusal('The pod has a volume of that name already.');
  const mounts = paths.map((path, at) => ({ name: names[at] ?? '', mountPath: path }));
  const volumes = names.map((name) => ({ name, emptyDir: {} }));
  const { spec } = container.pod;
  return together(
    appendItems(container.value.get('volumeMounts'), mounts, (list) =>
      setInContainer(container, ['volumeMounts'], list),
    ),
    appendItems(spec.get('volumes'), volumes, (list) => setValue(spec, ['volumes'], list)),
  );
}
