import {
  indent,
  podSecurityContextText,
  probesText,
  resourcesText,
  securityContextText,
  temporaryMountText,
  temporaryVolumeText,
} from './fragments.ts';

/** The container of a program that is asked over HTTP, as a member of `containers`. */
export const servingContainer = `- name: {{name}}
  image: {{image}}
  ports:
    - name: http
      containerPort: {{port}}
${indent(2, resourcesText)}${indent(2, probesText('http'))}${indent(2, securityContextText)}  volumeMounts:
${indent(4, temporaryMountText)}`;

/** The container of a program that ends by itself, as a member of `containers`. */
export const endingContainer = `- name: {{name}}
  image: {{image}}
${indent(2, resourcesText)}${indent(2, securityContextText)}  volumeMounts:
${indent(4, temporaryMountText)}`;

/** What stands in a pod before its containers. */
export const podSettings = `automountServiceAccountToken: false
${podSecurityContextText}`;

export const temporaryVolumes = `volumes:
${indent(2, temporaryVolumeText)}`;
