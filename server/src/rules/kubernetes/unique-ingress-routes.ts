import { type Built, Refusal } from '../../core/fix.ts';
import { Ingress, type IngressRoute } from '../../kubernetes/ingress.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const ingress = (name: string, annotations = '') =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: ${name}\n${annotations}spec:\n  rules:\n    - host: www.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend: {service: {name: ${name}, port: {number: 80}}}\n`;

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
      bad: `${ingress('old')}---\n${ingress('new')}`,
      note: 'Two Ingresses for one route.',
    },
    {
      good: `${ingress('stable')}---\n${ingress('next', '  annotations:\n    nginx.ingress.kubernetes.io/canary: "true"\n')}`,
      note: 'The second gets a part of the requests.',
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
        const key = keyOf(route);
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
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.ofKind('Ingress')) {
      if (resource.isPartial || isAddition(resource)) continue;
      for (const own of new Ingress(resource).routes) {
        const twins = routesAround(neighbours).get(keyOf(own)) ?? [];
        const twin = twins.find(
          ({ entry, className }) => className === classOf(resource) && neighbours.isTogether(resource, entry),
        );
        const span = own.value.get('path').span ?? own.value.span;
        if (!twin || !span || isAction(own)) continue;
        const { entry, route } = twin;
        const finding = report(
          span,
          `${own.host ?? ''}${own.path} stands in Ingress "${entry.name}", too, and only one of them is ever asked: keep one`,
        );
        const place = entry.placeOf(route.value.get('path').span ?? route.value.span ?? span);
        if (place) finding.relate(place.span, 'The other is here', place.file);
      }
    }
  },
});

/** A route of an Ingress somewhere in the scope. */
interface RouteAround {
  readonly entry: ResourceEntry;
  readonly route: IngressRoute;
  readonly className: string | undefined;
}

const known = new WeakMap<Neighbourhood, ReadonlyMap<string, readonly RouteAround[]>>();

/** The routes of all Ingresses of the scope, which each Ingress of a file asks for. */
function routesAround(neighbours: Neighbourhood): ReadonlyMap<string, readonly RouteAround[]> {
  const before = known.get(neighbours);
  if (before) return before;
  const byKey = new Map<string, RouteAround[]>();
  for (const entry of neighbours.inScope('Ingress')) {
    const resource = entry.read();
    if (!resource || resource.isPartial || isAddition(resource)) continue;
    for (const route of new Ingress(resource).routes) {
      const twins = byKey.get(keyOf(route));
      const around = { entry, route, className: classOf(resource) };
      if (twins) twins.push(around);
      else byKey.set(keyOf(route), [around]);
    }
  }
  known.set(neighbours, byKey);
  return byKey;
}

function keyOf({ host, path, pathType }: IngressRoute): string {
  return `${host ?? ''} ${path} ${pathType}`;
}

/** Whether an Ingress adds to another one of the same routes: a part of the requests, or those of some kind. */
function isAddition(resource: Resource): boolean {
  return (
    resource.value.document.template !== undefined ||
    resource.value.at('metadata', 'annotations').entries.some(([name]) => additions.test(name))
  );
}

/** Annotations by which controllers choose among Ingresses of the same route, or merge them. */
const additions =
  /canary|mergeable-ingress-type|alb\.ingress\.kubernetes\.io\/(?:conditions|group)|service-match|session-affinity/;

/** The class of controllers that an Ingress is for, as it is written. */
function classOf({ value }: Resource): string | undefined {
  return (
    value.at('spec', 'ingressClassName').text ?? value.at('metadata', 'annotations', 'kubernetes.io/ingress.class').text
  );
}

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
