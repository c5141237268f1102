import type { RuntimeImage, RuntimePort } from '../../dockerfile/runtime-image/runtime-image.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { appendItems } from '../../yaml/edit-items.ts';
import { type Fact, fact } from '../project/project.ts';
import { without } from './change-manifest.ts';
import type { Part } from './part.ts';

/**
 * The single ports that an image listens on, as far as that is known: the first is the one that requests go to. Who exposes
 * ports knows best: those of the base image count only where the Dockerfile says nothing.
 */
export function portsOf(image: RuntimeImage): readonly RuntimePort[] {
  const own = image.ownPorts ?? [];
  const known = (own.length > 0 ? own : (image.ports ?? [])).filter(({ first, last }) => first === last);
  const distinct = new Map(known.map((port) => [`${port.first}/${port.protocol}`, port]));
  return [...distinct.values()].toSorted(
    (one, other) => Number(other.protocol === 'TCP') - Number(one.protocol === 'TCP'),
  );
}

/** A port as a value of the template. */
export function portFact({ first, by }: RuntimePort, path: string): Fact {
  return fact(String(first), path, by ? `EXPOSE ${first}` : 'its base image exposes it');
}

/** The ports beside the one that the template declares; none at all where the image listens on none. */
export function portsFor(ports: readonly RuntimePort[]): Part {
  const [first, ...others] = ports;
  if (first?.protocol !== 'TCP') {
    return {
      changes: [without('ports')],
      remarks: [
        'The image exposes no port, so that there is no Service: write EXPOSE in the Dockerfile if it listens on one.',
      ],
    };
  }
  if (others.length === 0) return {};
  const items = others.map(({ first: port, protocol }) => ({
    name: `${protocol.toLowerCase()}-${port}`,
    containerPort: port,
    ...(protocol !== 'TCP' && { protocol }),
  }));
  return {
    changes: [
      (container) =>
        appendItems(container.value.get('ports'), items, (list) => setInContainer(container, ['ports'], list)),
    ],
  };
}
