import { together } from '../../core/fix.ts';
import { correctionOf } from '../../kubernetes/api-versions/correction.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { availableSince } from '../../kubernetes/api-versions/retired.ts';
import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'known-kind',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name kinds and API versions that exist',
  why: 'The API server finds an object by its `apiVersion` and `kind`, letter by letter: with `deployment` for `Deployment`, or `v1` for `apps/v1`, it says `no matches for kind` and takes nothing. Seaworthy knows the API versions of Kubernetes and their kinds. It speaks only where something nearly like them is written that nobody else can have defined, so custom resources are left alone.',
  aliases: ['kube-linter/no-extensions-v1beta'],
  fix: 'suggested',
  fixing: 'Writes the kind, or the API version that has it in the configured version of Kubernetes.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  examples: [
    {
      bad: 'apiVersion: app/v1\nkind: Deployment\nmetadata:\n  name: web\n',
      fixed: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Ingress\nmetadata:\n  name: web\n',
      fixed: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n',
    },
    {
      bad: 'apiVersion: networking.k8s.io/v1\nkind: Ingres # typed in a hurry\nmetadata:\n  name: web\n',
      fixed: 'apiVersion: networking.k8s.io/v1\nkind: Ingress # typed in a hurry\nmetadata:\n  name: web\n',
    },
    {
      bad: 'apiVersion: v1\nkind: deployment\nmetadata:\n  name: web\n',
      fixed: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n',
    },
    {
      good: 'apiVersion: apps.kruise.io/v1alpha1\nkind: StatefulSet\nmetadata:\n  name: web\n',
      note: 'A custom resource that is called like one of Kubernetes itself.',
    },
    { good: 'apiVersion: v1\nkind: Config\nclusters: []\n', note: 'A file of another program.' },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const resource of manifest.resources) {
      const { apiVersion, kind, value } = resource;
      const meant = correctionOf(resource, kubernetesVersion);
      const places = { apiVersion: value.get('apiVersion').span, kind: value.get('kind').span };
      if (meant) {
        const isKind = meant.kind !== kind;
        const span = isKind ? places.kind : places.apiVersion;
        if (!span) continue;
        const wrong =
          meant.apiVersion === apiVersion
            ? `${apiVersion} has no kind ${kind}`
            : `There is no ${kind} in ${apiVersion}`;
        const right = isKind ? `${meant.kind} of ${meant.apiVersion}` : meant.apiVersion;
        report(span, `${wrong}, so that the cluster refuses it: write ${right}`)
          .as(...(resource.group === 'extensions' ? ['kube-linter/no-extensions-v1beta'] : []))
          .fix(`Change to ${right}`, () =>
            together(
              ...(isKind ? [setField(value, ['kind'], meant.kind)] : []),
              ...(meant.apiVersion === apiVersion ? [] : [setField(value, ['apiVersion'], meant.apiVersion)]),
            ),
          );
        continue;
      }
      const since = availableSince(apiVersion, kind);
      if (since === undefined || isAtLeast(kubernetesVersion, since) || !places.apiVersion) continue;
      report(
        places.apiVersion,
        `Kubernetes serves ${kind} of ${apiVersion} from ${since} on, and these manifests are meant for ${kubernetesVersion}`,
      ).as();
    }
  },
});
