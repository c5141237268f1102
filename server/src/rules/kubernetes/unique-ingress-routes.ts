import { type Built, Refusal } from '../../core/fix.ts';
import { Ingress, type IngressRoute } from '../../kubernetes/ingress.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'unique-ingress-routes',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Write each route of an Ingress once',
  why: 'Where the same host and path stand twice, which of the two backends answers is for the controller to decide: one of them never does, and another version of the controller may decide otherwise.',
  lesson: 'contracts',
  aliases: ['kubevious/ingress-unique-route-rules'],
  fix: 'suggested',
  fixing: 'Removes the second where both lead to the same backend. Which of two backends is meant nobody can know.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /api\n            pathType: Prefix\n            backend: {service: {name: api, port: {name: http}}}\n          - path: /api\n            pathType: Prefix\n            backend: {service: {name: api, port: {name: http}}}\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /api\n            pathType: Prefix\n            backend: {service: {name: api, port: {name: http}}}\n',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - host: www.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend: {service: {name: old, port: {number: 80}}}\n    - host: www.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend: {service: {name: new, port: {number: 80}}}\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /api\n            pathType: Prefix\n            backend: {service: {name: api, port: {name: http}}}\n          - path: /api\n            pathType: Exact\n            backend: {service: {name: root, port: {name: http}}}\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Ingress')) {
      const routes = new Map<string, IngressRoute>();
      for (const route of new Ingress(resource).routes) {
        // The AWS controller takes actions from annotations, which may stand before the route they belong to.
        if (isAction(route)) continue;
        const key = `${route.host ?? ''} ${route.path} ${route.pathType}`;
        const first = routes.get(key);
        if (!first) {
          routes.set(key, route);
          continue;
        }
        const path = route.value.get('path');
        const span = path.span ?? route.value.span;
        if (!span) continue;
        const finding = report(
          span,
          `${route.host ?? ''}${route.path} stands twice, and only one of them is ever asked: keep one`,
        );
        const other = first.value.get('path').span ?? first.value.span;
        if (other) finding.relate(other, 'The first is here');
        finding.fix('Remove this route', () => removeRoute(route, first));
      }
    }
  },
});

function isAction({ value }: IngressRoute): boolean {
  const { backend } = { backend: value.get('backend') };
  return [backend.at('service', 'port', 'name'), backend.get('servicePort')].some(
    ({ text }) => text === 'use-annotation',
  );
}

function removeRoute(route: IngressRoute, first: IngressRoute): Built {
  if (written(route.value.get('backend')) !== written(first.value.get('backend')))
    return new Refusal('The two lead to different backends; which is meant is yours to say.');
  const isOnly = route.rule.at('http', 'paths').items.length === 1;
  return removeValue(isOnly ? route.rule : route.value);
}

function written({ document, span }: YamlValue): string | undefined {
  return span && document.text.slice(span.start, span.end).trim();
}
