import { coversHost, Ingress } from '../../kubernetes/ingress.ts';
import { replaceInText } from '../../yaml/edit-text.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'ingress-tls-hosts',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name hosts in the TLS section that the rules have, too',
  why: 'Kubernetes matches the hosts under `tls` with those of the rules. A host that no rule has gets a certificate and no route, which is nearly always a slip of the pen or what is left of a rename; the host that was meant is then served with the default certificate of the controller, which no browser trusts.',
  lesson: 'contracts',
  aliases: ['kubevious/ingress-tls-rule-domain-match'],
  fix: 'suggested',
  fixing:
    'Where one host of the rules has no certificate and one host of the certificates no rule, the latter becomes the former.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - hosts: [www.exmaple.com]\n      secretName: web-tls\n  rules:\n    - host: www.example.com\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - hosts: [www.example.com]\n      secretName: web-tls\n  rules:\n    - host: www.example.com\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - hosts: ["*.example.com"]\n      secretName: web-tls\n  rules:\n    - host: www.example.com\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - hosts: [www.example.com]\n      secretName: web-tls\n  rules:\n    - http:\n        paths: []\n',
      note: 'A rule without a host is for all of them.',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Ingress')) {
      const ingress = new Ingress(resource);
      const { tlsHosts, hosts } = ingress;
      if (tlsHosts.length === 0 || ingress.isPartial || ingress.takesEveryHost) continue;
      const served = hosts.map(({ text }) => text);
      if (served.includes(undefined)) continue;
      const isServed = (name: string) => served.some((host = '') => coversHost(name, host) || coversHost(host, name));
      const stray = tlsHosts.filter(({ text }) => text !== undefined && !isServed(text));
      const bare = served.filter(
        (host = '') => !tlsHosts.some(({ text }) => text === undefined || coversHost(text, host)),
      );
      for (const value of stray) {
        if (!value.span) continue;
        const finding = report(
          value.span,
          `No rule of ${resource.label} is for ${value.text}: name a host that it serves`,
        );
        const [meant] = bare;
        if (meant === undefined || bare.length > 1 || stray.length > 1) continue;
        finding.fix(`Change to ${meant}`, () => replaceInText(value, 0, value.text?.length ?? 0, meant));
      }
    }
  },
});
