import type { Template } from '../../template.ts';
import { user } from '../common-fields.ts';
import { podSecurityContextText, securityContextText } from '../fragments.ts';

export const k8sSecurityContext: Template = {
  id: 'k8s-security-context',
  title: 'Restricted container',
  description: 'No further privileges, no capabilities, and a root file system that nobody writes to',
  kind: 'manifest',
  place: 'container field',
  fields: {},
  body: securityContextText,
};

export const k8sPodSecurityContext: Template = {
  id: 'k8s-pod-security-context',
  title: 'Restricted pod',
  description: 'A user that is not root and none of the node, and the system calls that the container runtime allows',
  kind: 'manifest',
  place: 'pod field',
  fields: user,
  body: podSecurityContextText,
};
