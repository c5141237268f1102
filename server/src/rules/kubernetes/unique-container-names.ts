import type { Container } from '../../kubernetes/container.ts';
import { manifestRule } from '../define.ts';

const pod = (more: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${more}  containers:\n    - name: web\n      image: nginx:1.30\n`;
const container = (name: string) => `    - name: ${name}\n      image: envoyproxy/envoy:v1.37.0\n`;

export default manifestRule({
  id: 'unique-container-names',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give each container of a pod a name of its own',
  why: 'The API server refuses a pod of which two containers are called the same, init containers included (`validateContainers` of Kubernetes 1.36). It comes of copying a container and changing all but its name.',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container'],
  examples: [
    { bad: `${pod('')}${container('web')}` },
    { bad: pod(`  initContainers:\n${container('web')}`), note: 'Init containers are called by the same names.' },
    {
      path: 'chart/templates/pod.yaml',
      good: `${pod('').replace('    - name', '    {{- if .Values.proxy }}\n    - name')}    {{- else }}\n${container('web')}    {{- end }}\n`,
      note: 'Only one of the two is ever there.',
    },
    { good: `${pod('')}${container('proxy')}` },
  ],
  check({ manifest, report }) {
    for (const { containers } of manifest.pods) {
      const known = new Map<string, Container>();
      for (const container of containers) {
        const { name, span, value } = container;
        const first = name === undefined ? undefined : known.get(name);
        // Of two conditions, neither of which is within the other, one may hold only where the other does not.
        const mayExclude = first?.value.isOptionalBeside(value) === true && value.isOptionalBeside(first.value);
        if (first && !mayExclude) {
          report(span, `Another container of the pod is called "${name}": the API server refuses it`).relate(
            first.span,
            'The first is here',
          );
        } else if (name !== undefined && !first) known.set(name, container);
      }
    }
  },
});
