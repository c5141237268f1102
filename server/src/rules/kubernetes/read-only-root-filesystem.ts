import { setInContainer } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'read-only-root-filesystem',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Make the root file system read-only',
  why: 'What a container writes into its own file system is lost with it, counts against the node, and is where an intruder puts tools. With `readOnlyRootFilesystem: true` a container changes only the volumes that are meant to be written, so every instance stays what its image is.',
  lesson: 'cattle',
  aliases: [
    'kube-linter/no-read-only-root-fs',
    'kube-score/container-security-context-readonlyrootfilesystem',
    'polaris/notReadOnlyRootFilesystem',
    'trivy/KSV-0014',
    'checkov/CKV_K8S_22',
    'kics/Root Container Not Mounted As Read-only',
    'monokle/KBP102',
    'kubesec/ReadOnlyRootFilesystem',
    'kubescape/C-0017',
    'datree/CONTAINERS_INCORRECT_READONLYROOTFILESYSTEM_VALUE',
  ],
  fix: 'manual',
  fixing:
    'Sets `readOnlyRootFilesystem: true`. Which folders the application writes to, and so need an `emptyDir`, is not in the manifest: look before you apply it.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        readOnlyRootFilesystem: true\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        readOnlyRootFilesystem: true\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const setting = container.security('readOnlyRootFilesystem');
      if (container.role === 'ephemeral' || container.pod.isWindows) continue;
      if (setting.isUnknown || setting.boolean === true) continue;
      report(
        setting.span ?? container.span,
        `${container.titleLabel} can write to its root file system: make it read-only, and mount what it writes`,
      ).fix('Set readOnlyRootFilesystem: true', () =>
        setInContainer(container, ['securityContext', 'readOnlyRootFilesystem'], true),
      );
    }
  },
});
