import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { restrictedVolumes } from '../../kubernetes/pod-security/restricted-volumes.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(restrictedVolumes, {
  id: 'no-inline-storage',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Ask for storage by a claim, not by the name of a server or disk',
  why: "An `nfs`, `iscsi`, `rbd` or cloud disk volume in a pod names one server or disk of one cluster: the manifest runs nowhere else, whoever may write pods may mount any of them, and most of these drivers have been taken out of Kubernetes in favour of CSI. A PersistentVolumeClaim leaves it to the cluster. The restricted level of the Pod Security Standards allows only volumes that are made of the API's own objects, of claims and of CSI, or are gone with the pod.",
  aliases: ['trivy/KSV-0028', 'monokle/PSS201', 'psa/restrictedVolumes'],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/concepts/storage/volumes/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  volumes:\n    - name: data\n      nfs:\n        server: files.example.com\n        path: /exports/web\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim:\n        claimName: data\n    - name: cache\n      emptyDir: {}\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(restrictedVolumes, manifest.pods, minorOf(kubernetesVersion))) {
      const { value } = violation;
      const name = value.parent?.get('name').text ?? '';
      const isHostPath = value.key === 'hostPath';
      const what = isHostPath ? 'is a folder of the node' : `names one ${value.key} of one cluster`;
      const finding = report(
        placeOf(violation),
        `Volume "${name}" ${what}: ask for storage by a persistentVolumeClaim`,
      );
      // Folders of the node have rules of their own.
      if (isHostPath) finding.onlyIn('all').grade('hint');
    }
  },
});
