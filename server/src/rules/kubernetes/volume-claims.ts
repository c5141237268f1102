import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { mostSimilar } from '../../text/similar.ts';
import { replaceItem } from '../../yaml/edit-item.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

/** API reference, `PersistentVolumeClaimSpec`, Kubernetes 1.36. */
const modes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

export default manifestRule({
  id: 'volume-claims',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Say of every claim how it is mounted and how much it holds',
  why: 'A claim without an access mode, or without a request for storage, is refused by the API server; in a StatefulSet it is the controller that is refused, for each pod, and the StatefulSet waits without a word. The claims of a StatefulSet belong to one pod each, so `ReadWriteOnce` or `ReadWriteOncePod` is what they need.',
  aliases: [
    'kics/Incorrect Volume Claim Access Mode ReadWriteOnce',
    'kics/StatefulSet Requests Storage',
    'kubesec/VolumeClaimAccessModeReadWriteOnce',
    'kubesec/VolumeClaimRequestsStorage',
  ],
  fix: 'suggested',
  fixing:
    'Sets `ReadWriteOnce`, or the mode that a mistyped one most likely means. How much storage it needs nobody but you knows.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  resources:\n    requests:\n      storage: 1Gi\n',
      fixed:
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes:\n  - ReadWriteOnce\n  resources:\n    requests:\n      storage: 1Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]\n',
      fixed:
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]\n  resources:\n    requests:\n      storage: 1Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes:\n    - ReadWriteonce # one\n  resources: { requests: { storage: 1Gi } }\n',
      fixed:
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes:\n    - ReadWriteOnce # one\n  resources: { requests: { storage: 1Gi } }\n',
    },
    {
      good: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteMany]\n  resources:\n    requests:\n      storage: 1Gi\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('StatefulSet', 'PersistentVolumeClaim')) {
      for (const claim of claimsOf(resource)) {
        const spec = claim.get('spec');
        if (!spec.isMap) continue;
        const span = claim.at('metadata', 'name').span ?? resource.span;
        const label = `The claim "${claim.at('metadata', 'name').text ?? ''}"`;
        const written = spec.get('accessModes');
        if (!written.exists || (written.isList && written.items.length === 0)) {
          report(span, `${label} has no accessModes, and the API server refuses it: say ReadWriteOnce, as a rule`)
            .as()
            .fix('Set accessModes: [ReadWriteOnce]', () =>
              setField(spec, ['accessModes'], ['ReadWriteOnce'], { orFirst: true }),
            );
        }
        for (const mode of written.items) {
          if (mode.text === undefined || !mode.span) continue;
          if (!modes.includes(mode.text)) {
            const { text } = mode;
            const near = mostSimilar(text, modes);
            const finding = report(mode.span, `There is no access mode "${text}": write ${modes.join(', ')}`).as();
            if (near) finding.fix(`Replace with ${near}`, () => replaceItem(mode, [near]));
          } else if (resource.kind === 'StatefulSet' && !mode.text.startsWith('ReadWriteOnce')) {
            report(mode.span, `${label} may be mounted by many nodes, though each pod has one of its own`)
              .as(...modeNames)
              .grade('hint')
              .onlyIn('all');
          }
        }
        if (!spec.at('resources', 'requests', 'storage').exists) {
          report(span, `${label} asks for no storage, and the API server refuses it: say how much it needs`)
            .as(...storageNames)
            .fix('Ask for 1Gi', () => setField(spec, ['resources', 'requests', 'storage'], '1Gi'), 'manual');
        }
      }
    }
  },
});

const modeNames = [
  'kics/Incorrect Volume Claim Access Mode ReadWriteOnce',
  'kubesec/VolumeClaimAccessModeReadWriteOnce',
];
const storageNames = ['kics/StatefulSet Requests Storage', 'kubesec/VolumeClaimRequestsStorage'];

function claimsOf({ kind, value }: Resource): readonly YamlValue[] {
  return kind === 'StatefulSet' ? value.at('spec', 'volumeClaimTemplates').items : [value];
}
