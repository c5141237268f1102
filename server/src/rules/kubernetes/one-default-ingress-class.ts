import { replaceValue } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const annotation = 'ingressclass.kubernetes.io/is-default-class';
const ingressClass = (name: string, isDefault: boolean) =>
  `apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata:\n  name: ${name}\n  annotations:\n    ${annotation}: "${isDefault}"\nspec:\n  controller: example.com/${name}\n`;

export default manifestRule({
  id: 'one-default-ingress-class',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Make one IngressClass the default',
  why: 'An Ingress that names no class gets the default one. Where several classes are marked as the default, it is not said which of them that is, and the admission controller refuses Ingresses without a class.',
  lesson: 'contracts',
  aliases: ['kubevious/multiple-default-ingress-classes'],
  fix: 'manual',
  fixing: 'Takes the mark from this one; which of them should keep it is yours to say.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class'],
  examples: [
    {
      bad: `${ingressClass('internal', true)}---\n${ingressClass('public', true)}`,
      fixed: `${ingressClass('internal', true)}---\n${ingressClass('public', false)}`,
    },
    { good: `${ingressClass('internal', false)}---\n${ingressClass('public', true)}` },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind('IngressClass')) {
      const mark = markOf(resource);
      if (mark.text !== 'true' || !mark.span) continue;
      const together = neighbours.inScope('IngressClass').filter((entry) => neighbours.isTogether(resource, entry));
      const other = together.find((entry) => {
        const its = entry.read();
        return its !== undefined && its.name !== resource.name && markOf(its).text === 'true';
      });
      if (!other) continue;
      report(mark.span, `IngressClass "${other.name}" is the default, too: an Ingress without a class is refused`)
        .relate(other.span, 'The other is here', other.file)
        .fix('Do not make this one the default', () => replaceValue(mark, 'false'));
    }
  },
});

function markOf(resource: Resource): YamlValue {
  return resource.annotation(annotation);
}
