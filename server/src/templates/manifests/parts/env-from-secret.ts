import type { Template } from '../../template.ts';

export const k8sEnvFromSecret: Template = {
  id: 'k8s-env-from-secret',
  title: 'Variable from a Secret',
  description: 'A variable whose value lies in a Secret, and not in the manifest',
  kind: 'manifest',
  place: 'container field',
  fields: {
    variable: { description: 'name of the variable', default: 'PASSWORD' },
    secret: { description: 'name of the Secret', default: 'app' },
    key: { description: 'key in the Secret', default: 'password' },
  },
  body: `env:
  - name: {{variable}}
    valueFrom:
      secretKeyRef:
        name: {{secret}}
        key: {{key}}
`,
};
