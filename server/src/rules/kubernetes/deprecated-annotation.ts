import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { type OldAnnotation, oldAnnotationsOf } from '../../kubernetes/deprecations/old-annotations.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'deprecated-annotation',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use the fields that have taken the place of annotations',
  why: 'Much of Kubernetes began as an annotation and became a field: seccomp and AppArmor profiles, storage classes, priorities. The annotations go on without a word long after they have lost their effect: a pod with `seccomp.security.alpha.kubernetes.io/pod` has run without that profile since Kubernetes 1.27. Those that still work are an information.',
  aliases: [],
  fix: 'safe',
  fixing:
    'Sets the field and removes the annotation. For a seccomp profile that is only suggested: it comes into effect again. Refused where the field is there already and says something else.',
  references: [
    'https://kubernetes.io/docs/reference/labels-annotations-taints/',
    'https://kubernetes.io/docs/tutorials/security/seccomp/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    seccomp.security.alpha.kubernetes.io/pod: runtime/default\n    team: shop\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    team: shop\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n      annotations:\n        container.apparmor.security.beta.kubernetes.io/web: localhost/web-profile\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          securityContext:\n            appArmorProfile:\n              type: Localhost\n              localhostProfile: web-profile\n',
    },
    {
      bad: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\n  annotations:\n    volume.beta.kubernetes.io/storage-class: fast\nspec:\n  accessModes: [ReadWriteOnce]\n',
      fixed:
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n  accessModes: [ReadWriteOnce]\n  storageClassName: fast\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"\nspec:\n  clusterIP: None\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  clusterIP: None\n  publishNotReadyAddresses: true\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const annotation of manifest.resources.flatMap(oldAnnotationsOf)) {
      const { value, deprecated, dead, instead, safety } = annotation;
      if (!value.keySpan || !isAtLeast(kubernetesVersion, deprecated)) continue;
      const isDead = dead !== undefined && isAtLeast(kubernetesVersion, dead);
      const finding = report(value.keySpan, messageFor(annotation, isDead)).tag('deprecated');
      if (!isDead) finding.grade('info');
      finding.fix(
        isDead && instead === 'priorityClassName' ? 'Remove the annotation' : `Use ${instead}`,
        annotation.replace,
        safety,
      );
    }
  },
});

function messageFor({ name, dead, deprecated, instead }: OldAnnotation, isDead: boolean): string {
  return isDead
    ? `The annotation ${name} has no effect since Kubernetes ${dead}: use ${instead}`
    : `The annotation ${name} is deprecated since Kubernetes ${deprecated}: use ${instead}`;
}
