import type { Template } from '../template.ts';

export const kustomization: Template = {
  id: 'kustomization',
  title: 'Kustomization',
  description: 'Manifests with a namespace, a label that no selector takes, and the version of an image in one place',
  kind: 'manifest',
  place: 'kustomization',
  fields: {
    name: { description: 'name of the application', default: 'app' },
    namespace: { description: 'namespace', default: '{{name}}' },
    deployment: { description: 'first manifest', default: 'deployment.yaml' },
    service: { description: 'second manifest', default: 'service.yaml' },
    imageName: {
      description: 'image as the manifests name it, without its tag',
      default: 'registry.example.com/{{name}}',
    },
    tag: { description: 'its tag', default: '1.0.0' },
  },
  body: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: {{namespace}}
resources:
  - {{deployment}}
  - {{service}}
labels:
  - pairs:
      app.kubernetes.io/part-of: {{name}}
    includeSelectors: false
    includeTemplates: true
images:
  - name: {{imageName}}
    newTag: {{tag}}
`,
};
