import { together } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

const annotation = 'kubernetes.io/ingress.class';

/** Controllers that are chosen by the annotation alone, because they have no IngressClass. */
const withoutClass: ReadonlySet<string> = new Set(['gce', 'gce-internal']);

export default manifestRule({
  id: 'ingress-class-name',
  category: 'correctness',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name the class of an Ingress in its field',
  why: 'The annotation `kubernetes.io/ingress.class` was never defined: what it means is up to each controller, and Kubernetes has deprecated it since 1.18 for `ingressClassName`, which names an IngressClass and can have a default. The API server refuses an Ingress that has both.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Moves the class into the field; an IngressClass of that name has to be there, as the charts of the controllers create it. Where both are there, removes the annotation.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    kubernetes.io/ingress.class: nginx\nspec:\n  rules: []\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ingressClassName: nginx\n  rules: []\n',
      preset: 'strict',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    kubernetes.io/ingress.class: nginx\n    team: shop\nspec:\n  ingressClassName: nginx\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    team: shop\nspec:\n  ingressClassName: nginx\n',
      note: 'Refused by the API server: an error in every preset.',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    kubernetes.io/ingress.class: gce\nspec:\n  rules: []\n',
      preset: 'strict',
      note: 'Google Cloud knows the annotation alone.',
    },
  ],
  check({ manifest, report }) {
    for (const { value, apiVersion } of manifest.ofKind('Ingress')) {
      const old = value.at('metadata', 'annotations', annotation);
      const spec = value.get('spec');
      if (!old.keySpan || old.text === undefined || apiVersion !== 'networking.k8s.io/v1') continue;
      if (spec.get('ingressClassName').hasKey) {
        report(
          old.keySpan,
          'The API server refuses an Ingress with both this annotation and ingressClassName: remove it',
        )
          .grade('error')
          .fix('Remove the annotation', () => removeValue(old));
        continue;
      }
      const { text } = old;
      if (withoutClass.has(text) || !spec.isMap) continue;
      report(old.keySpan, `The annotation ${annotation} is deprecated since Kubernetes 1.18: use ingressClassName`)
        .tag('deprecated')
        .onlyIn('strict')
        .fix(`Set ingressClassName: ${text}`, () =>
          together(setField(spec, ['ingressClassName'], text, { orFirst: true }), removeValue(old)),
        );
    }
  },
});
