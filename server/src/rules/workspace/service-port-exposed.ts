import { type Built, Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Report } from '../../core/report.ts';
import type { RuntimePort } from '../../dockerfile/runtime-image/runtime-image.ts';
import { setField } from '../../kubernetes/edits.ts';
import { LabelSelector } from '../../kubernetes/labels.ts';
import { isTarget, targetOf } from '../../kubernetes/service-ports.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { portsOf } from '../../workspace/manifests/selected-ports.ts';
import { pairsOf } from '../../workspace/pairs/container-images.ts';
import type { PairedImage } from '../../workspace/pairs/pair.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';
import { exposedInsteadOf, listed, mayBeTold, onlyOne } from './exposed-ports.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const dockerfile = 'FROM node:24\nCOPY server.js /\nEXPOSE 8080\nUSER 1000\nCMD ["node", "/server.js"]\n';
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: web\n      image: web\n';
const service = (target: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n${target}`;

export default manifestRule({
  id: 'service-port-exposed',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Lead a Service to a port that the image of its pods exposes',
  why: 'A container need not declare the port that a Service leads to, so that only the image can tell whether anybody listens there: its `EXPOSE` says where it does. Without a `targetPort` the Service leads to the port that it has itself, which is often another one.',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Sets `targetPort` to the port of the image. Refused where the image exposes several ports, or the Service has several.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  examples: [
    {
      path: 'k8s/service.yaml',
      files: { 'k8s/web.yaml': pod, Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      bad: service(''),
      fixed: service('      targetPort: 8080\n'),
    },
    {
      path: 'k8s/service.yaml',
      files: { 'k8s/web.yaml': pod, Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      good: service('      targetPort: 8080\n'),
    },
  ],
  async checkSurroundings({ manifest, neighbours, host, report }) {
    for (const one of manifest.ofKind('Service')) {
      const selector = LabelSelector.ofMap(one.value.at('spec', 'selector'));
      if (selector.isEmpty || !selector.isKnown || one.value.at('spec', 'type').text === 'ExternalName') continue;
      const workloads = neighbours.workloadsSelectedBy(selector, one.namespace);
      const declared = workloads.length > 0 ? portsOf(workloads) : undefined;
      if (!declared) continue;
      for (const port of one.value.at('spec', 'ports').items) {
        const { wanted, protocol } = targetOf(port);
        const span = port.get('targetPort').span ?? port.get('port').span;
        if (typeof wanted !== 'number' || protocol !== 'TCP' || !span) continue;
        if (declared.some((other) => isTarget(other, { wanted, protocol }))) continue;
        const image = await onlyImage(workloads, host);
        const exposed = image ? exposedInsteadOf([wanted], image.image) : [];
        if (exposed.length === 0) continue;
        const message = `${one.label} leads to port ${wanted}, and the image of its pods exposes ${listed(exposed)}: nothing will answer`;
        const finding = report(span, message).fix('Lead it to the port of the image', () => led(port, exposed));
        relate(finding, image, exposed[0]?.by?.span);
      }
    }
  },
});

/** Has a port of a Service lead to where the image listens. */
function led(port: YamlValue, exposed: readonly RuntimePort[]): Built {
  const target = onlyOne(exposed);
  if (target === undefined) return new Refusal('The image exposes several ports.');
  if ((port.parent?.items.length ?? 0) > 1) return new Refusal('The Service has several ports.');
  return setField(port, ['targetPort'], target, { after: ['port'] });
}

/** The image of pods with one container alone, where it is certain and nobody tells it where to listen. */
async function onlyImage(workloads: readonly ResourceEntry[], host: SharedHost): Promise<PairedImage | undefined> {
  const [workload, ...others] = workloads;
  const [pod] = workload?.read()?.pods ?? [];
  const containers = pod?.containers.filter(({ isLongRunning }) => isLongRunning) ?? [];
  const [container] = containers;
  if (!workload || others.length > 0 || !container || containers.length > 1) return undefined;
  if (container.isPartial || container.pod.isWindows || mayBeTold(container)) return undefined;
  const images = await pairsOf(container, workload.file.uri, host);
  return images.length === 1 && images[0]?.confidence === 'certain' ? images[0] : undefined;
}

function relate(report: Report, image: PairedImage | undefined, span: Parameters<Report['relate']>[0] | undefined) {
  if (image?.built && span) report.relate(span, 'What the image exposes', image.built.file);
}
