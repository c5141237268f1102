import { type Built, Refusal, type Safety, together } from '../../core/fix.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { Plain } from '../../yaml/render.ts';
import { renameKey } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Release } from '../api-versions/release.ts';
import type { Container } from '../container.ts';
import { setField, setInContainer } from '../edits.ts';
import type { Pod } from '../pod.ts';
import type { Resource } from '../resource.ts';

/** An annotation that something else has taken the place of. */
export interface OldAnnotation {
  readonly name: string;
  readonly value: YamlValue;
  /** The release since which it is deprecated. */
  readonly deprecated: Release;
  /** The release since which it has no effect; undefined while it has one. */
  readonly dead?: Release;
  /** What to use instead. */
  readonly instead: string;
  readonly safety: Safety;
  /** Puts what took its place there, and takes it away. */
  replace(): Built;
}

/** The annotations of a resource and its pods that other things have taken the place of (API reference, 1.36). */
export function oldAnnotationsOf(resource: Resource): readonly OldAnnotation[] {
  return [
    ...resource.pods.flatMap(ofPod),
    ...claimsOf(resource).flatMap(ofClaim),
    ...(resource.kind === 'Service' && resource.group === '' ? ofService(resource.value) : []),
  ];
}

function ofPod(pod: Pod): OldAnnotation[] {
  return pod.metadata.get('annotations').entries.flatMap(([name, value]) => {
    if (name === 'scheduler.alpha.kubernetes.io/critical-pod') return [criticalPod(name, value)];
    if (name === 'seccomp.security.alpha.kubernetes.io/pod') {
      return [seccomp(name, value, () => pod)];
    }
    const [, sort, container] =
      /^container\.(seccomp\.security\.alpha|apparmor\.security\.beta)\.kubernetes\.io\/(.+)$/.exec(name) ?? [];
    if (sort === undefined) return [];
    const owner = () => pod.containers.find((one) => one.name === container);
    return [sort.startsWith('seccomp') ? seccomp(name, value, owner) : appArmor(name, value, owner)];
  });
}

/** Whether a pod is critical is said by its priority class; the annotation has no effect since Kubernetes 1.16. */
function criticalPod(name: string, value: YamlValue): OldAnnotation {
  return {
    name,
    value,
    deprecated: '1.13',
    dead: '1.16',
    instead: 'priorityClassName',
    safety: 'safe',
    replace: () => removeValue(value),
  };
}

/** Fields since Kubernetes 1.19; the annotations have no effect since 1.27. */
function seccomp(name: string, value: YamlValue, owner: () => Pod | Container | undefined): OldAnnotation {
  return {
    name,
    value,
    deprecated: '1.19',
    dead: '1.27',
    instead: 'securityContext.seccompProfile',
    safety: 'suggested',
    replace: () => moveProfile(value, owner(), 'seccompProfile'),
  };
}

/** Fields since Kubernetes 1.30. */
function appArmor(name: string, value: YamlValue, owner: () => Pod | Container | undefined): OldAnnotation {
  return {
    name,
    value,
    deprecated: '1.30',
    instead: 'securityContext.appArmorProfile',
    safety: 'safe',
    replace: () => moveProfile(value, owner(), 'appArmorProfile'),
  };
}

function moveProfile(annotation: YamlValue, owner: Pod | Container | undefined, field: string): Built {
  if (!owner) return new Refusal('There is no container of that name.');
  const profile = profileOf(annotation.text ?? '');
  if (!profile) return new Refusal('It is not known which profile this is.');
  const path = ['securityContext', field];
  const written = ('role' in owner ? owner.value : owner.spec).at(...path);
  if (!written.hasKey) {
    const set =
      'role' in owner
        ? setInContainer(owner, path, profile)
        : setField(owner.spec, path, profile, { after: ['serviceAccountName'], orFirst: true });
    return together(set, removeValue(annotation));
  }
  return written.get('type').text === profile.type
    ? removeValue(annotation)
    : new Refusal('The field is there already and names another profile.');
}

function profileOf(text: string): { readonly [key: string]: Plain; readonly type: string } | undefined {
  if (text === 'runtime/default' || text === 'docker/default') return { type: 'RuntimeDefault' };
  if (text === 'unconfined') return { type: 'Unconfined' };
  const localhostProfile = /^localhost\/(.+)$/.exec(text)?.[1];
  return localhostProfile === undefined ? undefined : { type: 'Localhost', localhostProfile };
}

/** What claims or offers storage: a resource, or the templates in one. */
function claimsOf({ kind, group, value }: Resource): readonly YamlValue[] {
  if (group === '' && (kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume')) return [value];
  return kind === 'StatefulSet' ? value.at('spec', 'volumeClaimTemplates').items : [];
}

/** Where both are there, the annotation counts and the field does not. */
function ofClaim(claim: YamlValue): OldAnnotation[] {
  const name = 'volume.beta.kubernetes.io/storage-class';
  const value = claim.at('metadata', 'annotations', name);
  if (!value.hasKey) return [];
  const spec = claim.get('spec');
  const replace = (): Built => {
    const field = spec.get('storageClassName');
    if (value.text === undefined || !spec.isMap) return new Refusal('It is not known which class this is.');
    if (field.hasKey && field.text !== value.text)
      return new Refusal('The field is there already and names another class.');
    return together(field.hasKey ? [] : setField(spec, ['storageClassName'], value.text), removeValue(value));
  };
  return [{ name, value, deprecated: '1.9', instead: 'storageClassName', safety: 'safe', replace }];
}

function ofService(service: YamlValue): OldAnnotation[] {
  const annotations = service.at('metadata', 'annotations');
  const unready = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';
  const hints = 'service.kubernetes.io/topology-aware-hints';
  return annotations.entries.flatMap(([name, value]): OldAnnotation[] => {
    if (name === unready) {
      const replace = () => publishNotReady(service.get('spec'), value);
      return [{ name, value, deprecated: '1.11', instead: 'publishNotReadyAddresses', safety: 'safe', replace }];
    }
    if (name !== hints) return [];
    const instead = 'service.kubernetes.io/topology-mode';
    return [{ name, value, deprecated: '1.27', instead, safety: 'safe', replace: () => renameKey(value, instead) }];
  });
}

function publishNotReady(spec: YamlValue, annotation: YamlValue): Built {
  if (annotation.text !== 'true' || !spec.isMap) return removeValue(annotation);
  return together(setField(spec, ['publishNotReadyAddresses'], true), removeValue(annotation));
}
