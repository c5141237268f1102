import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { isWithin, writtenPathsOf } from '../../dockerfile/runtime-image/written-paths.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { setValue } from '../../yaml/edit.ts';
import { appendItems } from '../../yaml/edit-items.ts';
import { imageName } from './names.ts';
import type { Part } from './part.ts';

/** What the template mounts itself. */
const mounted = '/tmp';

/** Folders that a container writes to although its root file system is read-only: what the image declares, or is known to write. */
export function volumesFor(image: RuntimeImage, path: string): Part {
  const declared = (image.volumes ?? []).map(({ value }) => value.replace(/(?<=.)\/+$/, ''));
  const written = writtenPathsOf(image).map((one) => one.path);
  const paths = [...new Set([...declared, ...written])].filter((one) => one.startsWith('/') && !isWithin(one, mounted));
  if (paths.length === 0) return {};
  const volumes = paths.map((mountPath) => ({ name: imageName(mountPath.slice(1)).slice(0, 63), mountPath }));
  return {
    changes: [
      (container) =>
        appendItems(container.value.get('volumeMounts'), volumes, (list) =>
          setInContainer(container, ['volumeMounts'], list),
        ),
      ({ pod: { spec } }) =>
        appendItems(
          spec.get('volumes'),
          volumes.map(({ name }) => ({ name, emptyDir: { sizeLimit: '64Mi' } })),
          (list) => setValue(spec, ['volumes'], list),
        ),
    ],
    choices: volumes.map(({ mountPath }) => ({
      what: 'empty folder',
      value: mountPath,
      because: {
        file: path,
        says: declared.includes(mountPath) ? `VOLUME ${mountPath}` : 'its image writes there as it starts',
      },
    })),
    remarks:
      declared.length > 0
        ? [
            `What is written to ${declared.join(' and ')} is lost with the pod: mount a PersistentVolumeClaim there if it is to stay.`,
          ]
        : [],
  };
}
