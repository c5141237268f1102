import { type Built, Refusal } from '../../core/fix.ts';
import { volumeUsesOf } from '../../kubernetes/mounts.ts';
import { removeValue } from '../../yaml/edit.ts';
import { sameValue } from '../../yaml/same.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const pod = (mounts: string, volumes: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      volumeMounts:\n${mounts}  volumes:\n${volumes}`;
const mount = (name: string, path: string) => `        - name: ${name}\n          mountPath: ${path}\n`;
const volume = (name: string) => `    - name: ${name}\n      emptyDir: {}\n`;

export default manifestRule({
  id: 'unique-volumes',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give each volume a name, and each mount a path of its own',
  why: 'The API server refuses a pod of which two volumes are called the same, and a container that mounts two volumes at the same path.',
  aliases: [],
  fix: 'suggested',
  fixing: 'Removes the second where both say the same. Which of two that differ is meant nobody can know.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  examples: [
    {
      bad: pod(mount('cache', '/cache') + mount('cache', '/cache'), volume('cache')),
      fixed: pod(mount('cache', '/cache'), volume('cache')),
    },
    {
      bad: pod(mount('cache', '/cache'), volume('cache') + volume('cache')),
      fixed: pod(mount('cache', '/cache'), volume('cache')),
    },
    { bad: pod(mount('cache', '/data') + mount('data', '/data'), volume('cache') + volume('data')) },
    { good: pod(mount('cache', '/a') + mount('cache', '/b'), volume('cache')), note: 'One volume at two paths.' },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      for (const [first, second] of repeated(pod.spec.get('volumes').items, (value) => value.get('name'))) {
        const name = second.get('name');
        const finding = report(
          name.span ?? pod.resource.span,
          `Another volume of the pod is called "${name.text}": the API server refuses it`,
        );
        if (first.span) finding.relate(first.span, 'The first is here');
        finding.fix('Remove this volume', () => removeRepeated(first, second));
      }
      for (const container of pod.containers) {
        const mounts = volumeUsesOf(container).map(({ value }) => value);
        const places = repeated(mounts, (value) => {
          const path = value.get('mountPath');
          return path.exists ? path : value.get('devicePath');
        });
        for (const [first, second, path] of places) {
          const finding = report(
            path.span ?? container.span,
            `${container.titleLabel} mounts something else at ${path.text}: the API server refuses it`,
          );
          if (first.span) finding.relate(first.span, 'The first is here');
          finding.fix('Remove this mount', () => removeRepeated(first, second));
        }
      }
    }
  },
});

/** The members of a list that repeat what an earlier one has at some place, with that one. */
function repeated(
  items: readonly YamlValue[],
  placeIn: (item: YamlValue) => YamlValue,
): readonly (readonly [first: YamlValue, second: YamlValue, place: YamlValue])[] {
  const known = new Map<string, YamlValue>();
  return items.flatMap((item) => {
    const place = placeIn(item);
    if (place.text === undefined) return [];
    const first = known.get(place.text);
    // Of two conditions, neither of which is within the other, one may hold only where the other does not.
    const mayExclude = first?.isOptionalBeside(item) === true && item.isOptionalBeside(first);
    if (first) return mayExclude ? [] : [[first, item, place] as const];
    known.set(place.text, item);
    return [];
  });
}

function removeRepeated(first: YamlValue, second: YamlValue): Built {
  return sameValue(first, second)
    ? removeValue(second)
    : new Refusal('The two differ; which of them is meant is yours to say.');
}
