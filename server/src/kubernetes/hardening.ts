import type { Container } from './container.ts';

/** Whether a container is confined by anything but seccomp: AppArmor, SELinux, or fewer capabilities. */
export function isConfined(container: Container): boolean {
  const { pod, value } = container;
  const annotation = `container.apparmor.security.beta.kubernetes.io/${container.name}`;
  if (container.security('seLinuxOptions').entries.length > 0) return true;
  if (pod.metadata.at('annotations', annotation).exists) return true;
  const capabilities = value.at('securityContext', 'capabilities');
  const addsAll = capabilities.get('add').items.some(({ text }) => text?.toUpperCase() === 'ALL');
  return capabilities.get('drop').items.length > 0 && !addsAll;
}
