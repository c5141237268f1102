import type { Template } from '../../template.ts';

const volume = { description: 'name of the volume', default: 'tmp' };

export const k8sVolumeMount: Template = {
  id: 'k8s-volume-mount',
  title: 'Mounted volume',
  description: 'Where a volume of the pod stands in the container; k8s-volume writes such a volume',
  kind: 'manifest',
  place: 'container field',
  fields: {
    volume,
    path: { description: 'where it is mounted', default: '/{{volume}}' },
  },
  body: `volumeMounts:
  - name: {{volume}}
    mountPath: {{path}}
`,
};

export const k8sVolume: Template = {
  id: 'k8s-volume',
  title: 'Temporary volume',
  description: 'A folder as long as the pod lives, of bounded size; k8s-volume-mount shows it to a container',
  kind: 'manifest',
  place: 'pod field',
  fields: {
    volume,
    size: { description: 'most that is kept in it', default: '64Mi' },
  },
  body: `volumes:
  - name: {{volume}}
    emptyDir:
      sizeLimit: {{size}}
`,
};
