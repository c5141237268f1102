import { removeItem } from '../../dockerfile/edits.ts';
import { portRange } from '../../dockerfile/instructions/expose.ts';
import { wordOf } from '../../dockerfile/words.ts';
import { removeValue } from '../../yaml/edit.ts';
import { containerRule } from '../define.ts';

/** What listens on a port of remote logins, and what to do instead. */
const services: ReadonlyMap<number, { readonly name: string; readonly advice: string }> = new Map([
  [21, { name: 'FTP', advice: 'it sends passwords in the clear, so serve files over HTTPS or SFTP' }],
  [22, { name: 'SSH', advice: 'use "docker exec" or "kubectl exec" to get into a container' }],
  [23, { name: 'Telnet', advice: 'it sends passwords in the clear, so use "docker exec" or "kubectl exec"' }],
]);

export default containerRule({
  id: 'no-remote-login-port',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Do not expose the ports of SSH, Telnet and FTP',
  why: 'A container with an SSH server has a second process to watch, keys and passwords to keep, and a door that the cluster knows nothing about. `docker exec` and `kubectl exec` open a shell without any of it, under the access control of the platform. Telnet and FTP send passwords in the clear. An image whose purpose is such a server says so in a suppression.',
  lesson: 'one-process',
  aliases: [
    'trivy/DS-0004',
    'checkov/CKV_DOCKER_1',
    'kics/Exposing Port 22 (SSH)',
    'dockerfile-doctor/DD014',
    'kube-linter/ssh-port',
    'monokle/KBP110',
    'kubescape/C-0042',
  ],
  fix: 'manual',
  fixing:
    'Removes the port from EXPOSE, or from the ports of the container. The server that listens there is left for you to remove.',
  references: ['https://docs.docker.com/engine/reference/commandline/exec/'],
  examples: [
    { bad: 'FROM node:24\nEXPOSE 22 8080\n', fixed: 'FROM node:24\nEXPOSE 8080\n' },
    { bad: 'FROM node:24\nEXPOSE 23/tcp\nUSER node\n', fixed: 'FROM node:24\nUSER node\n' },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 22\n        - containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
    },
    { good: 'FROM node:24\nEXPOSE 8080 2222\n' },
  ],
  checkDockerfile({ dockerfile, report }) {
    for (const instruction of dockerfile.instructions('EXPOSE')) {
      if (instruction.onbuild || !dockerfile.isShipped(instruction.stage)) continue;
      const { ports } = instruction;
      const spans = ports.map(({ word }) => word.span);
      ports.forEach(({ word, port, protocol }, index) => {
        const value = instruction.stage.expand(wordOf(port)).value;
        const range = value === undefined ? undefined : portRange(value);
        const isTcp = !protocol || wordOf(protocol).text.toLowerCase() === 'tcp';
        const service = range && isTcp && range.first === range.last ? services.get(range.first) : undefined;
        const span = spans[index];
        if (!range || !service || !span) return;
        report(word.span, `Port ${range.first} is for ${service.name}: ${service.advice}`).fix(
          `Do not expose port ${range.first}`,
          () => removeItem(dockerfile, instruction, spans, span),
        );
      });
    }
  },
  checkManifest({ manifest, report }) {
    for (const { value } of manifest.containers) {
      for (const port of value.get('ports').items) {
        const { number, span } = port.get('containerPort');
        const service = (port.get('protocol').text ?? 'TCP') === 'TCP' ? services.get(number ?? 0) : undefined;
        if (!service || !span) continue;
        report(span, `Port ${number} is for ${service.name}: ${service.advice}`).fix(
          `Do not declare port ${number}`,
          () => removeValue(port),
        );
      }
    }
  },
});
