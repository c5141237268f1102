import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { Ingress } from '../../kubernetes/ingress.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'ingress-tls',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Serve what comes in from outside over TLS',
  why: 'Without `tls` an Ingress answers in the clear, or with a certificate that no browser trusts: cookies and passwords can be read and changed on the way. With an issuer of cert-manager the certificate costs nothing and renews itself. Silent where an annotation gives the controller a certificate, as on EKS and GKE; where a load balancer in front ends TLS, say so in a suppression.',
  lesson: 'contracts',
  aliases: ['polaris/tlsSettingsMissing', 'kics/ingress_without_tls', 'kubescape/C-0263'],
  fix: 'suggested',
  fixing:
    'Adds `tls` for the hosts of the rules. The secret is called after the Ingress; where cert-manager does not make it, it is for you to say what it is called, and the fix is never applied in bulk.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  examples: [
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ingressClassName: nginx\n  rules:\n    - host: www.example.com\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ingressClassName: nginx\n  tls:\n    - hosts:\n        - www.example.com\n      secretName: web-tls\n  rules:\n    - host: www.example.com\n',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    cert-manager.io/cluster-issuer: letsencrypt\nspec:\n  rules:\n  - host: www.example.com\n',
      fixed:
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    cert-manager.io/cluster-issuer: letsencrypt\nspec:\n  tls:\n  - hosts:\n    - www.example.com\n    secretName: web-tls\n  rules:\n  - host: www.example.com\n',
      note: 'cert-manager makes the secret.',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - secretName: web-tls\n      hosts: [www.example.com]\n  rules:\n    - host: www.example.com\n',
    },
    {
      good: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    networking.gke.io/managed-certificates: web\nspec:\n  rules:\n    - host: www.example.com\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Ingress')) {
      const ingress = new Ingress(resource);
      if (ingress.isPartial || ingress.spec.get('tls').exists) continue;
      const finding = report(
        resource.span,
        `${resource.label} has no TLS: what it serves can be read and changed on the way`,
      ).fix('Add tls', () => addTls(ingress), ingress.hasIssuer ? 'suggested' : 'manual');
      if (ingress.hasCertificateElsewhere) finding.onlyIn('all').grade('hint');
    }
  },
});

function addTls({ resource, spec, hosts }: Ingress): Built {
  const names = [...new Set(hosts.map(({ text }) => text))];
  if (names.includes(undefined)) return new Refusal('Not all hosts are known.');
  if (resource.name === undefined) return new Refusal('The Ingress has no name to call the secret after.');
  const known = names.filter((name) => name !== undefined);
  const entry = { ...(known.length > 0 && { hosts: known }), secretName: `${resource.name}-tls` };
  return setField(spec, ['tls'], [entry], { after: ['ingressClassName'], orFirst: true });
}
