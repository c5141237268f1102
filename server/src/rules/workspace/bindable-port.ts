import { mayHaveFileCapabilities } from '../../dockerfile/runtime-image/file-capabilities.ts';
import type { RuntimeImage, RuntimePort } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { portStartOf } from '../../kubernetes/port-start.ts';
import type { Pair } from '../../workspace/pairs/pair.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { type PairFinding, pairRule } from '../define-pair.ts';
import { mayBeTold } from './exposed-ports.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const dockerfile = 'FROM node:24\nCOPY server.js /\nEXPOSE 80\nUSER 1000\nCMD ["node", "/server.js"]\n';
const pod = (spec: string, container: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers:\n    - name: web\n      image: web\n      ports:\n        - containerPort: 80\n${container}`;
const sysctl = (value: string) =>
  `  securityContext:\n    sysctls:\n      - name: net.ipv4.ip_unprivileged_port_start\n        value: "${value}"\n`;

export default pairRule({
  id: 'bindable-port',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Have an image listen on ports that its user may bind',
  why: 'Ports below 1024 are for root with the capability NET_BIND_SERVICE, and for programs that have it from their file; to add it in the manifest does not give it to another user. In the network of a node, that is so on all common distributions: the server ends with "permission denied". In the network of a pod the container runtime decides. containerd allows all ports to everybody from version 2.0 on, as Docker does, and Kubernetes 1.35 is the last release that supports an older one; CRI-O, which OpenShift uses, does not. That is an information in the Dockerfile, under `strict`. The sysctl `net.ipv4.ip_unprivileged_port_start` of a pod settles it, one way or the other.',
  lesson: 'unprivileged',
  aliases: [],
  fix: 'manual',
  fixing: 'Sets the sysctl, where the pod has it, to 0. Which other port the image is to listen on is yours to say.',
  references: [
    'https://github.com/containerd/containerd/blob/main/docs/containerd-2.0.md',
    'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      bad: pod('  hostNetwork: true\n', ''),
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      bad: pod(sysctl('1024'), ''),
      fixed: pod(sysctl('0'), ''),
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': pod('', ''), 'skaffold.yaml': skaffold },
      bad: dockerfile,
      preset: 'strict',
      note: 'An information: it depends on the container runtime.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      good: pod('', ''),
      preset: 'strict',
      note: 'containerd 2.0 allows it.',
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': pod(sysctl('80'), ''), 'skaffold.yaml': skaffold },
      good: dockerfile,
      preset: 'strict',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      good: pod('  hostNetwork: true\n', '      securityContext:\n        runAsUser: 0\n'),
    },
  ],
  isForCertainPairs: true,
  concerns(container) {
    const { first } = portStartOf(container.pod) ?? { first: 0 };
    const { ports } = container;
    return container.isLongRunning && (ports.length === 0 ? first > 0 : ports.some(({ number }) => number < first));
  },
  judge({ pair, container, image }) {
    const start = portStartOf(container.pod);
    const port = start && lowPort(container, image, start.first);
    const who = port && whoMayNot(pair);
    if (!start || !port || !who) return [];
    return start.by ? [inManifest(container, port, who, start.by)] : inDockerfile(container, port, who);
  },
});

/** A port on which an image listens, and where the manifest says so. */
interface LowPort {
  readonly number: number;
  readonly declared: YamlValue | undefined;
  readonly exposed: RuntimePort;
}

/** The first port below a limit that both sides name; the image's own where the manifest names none and tells it nothing. */
function lowPort(container: Container, image: RuntimeImage, limit: number): LowPort | undefined {
  const exposed = (image.ports ?? image.ownPorts ?? []).filter(({ first }) => first < limit);
  const declared = container.value.get('ports');
  for (const { first, last, protocol, by } of exposed) {
    const found = declared.items.find((port) => {
      const { number } = port.get('containerPort');
      return number !== undefined && first <= number && number <= Math.min(last, limit - 1) && isOf(port, protocol);
    });
    const value = found?.get('containerPort');
    if (value?.number) return { number: value.number, declared: value, exposed: { first, last, protocol, by } };
  }
  const [first] = exposed;
  const isSilent = !declared.exists && !declared.isOpen && !mayBeTold(container);
  return first && isSilent ? { number: first.first, declared: undefined, exposed: first } : undefined;
}

function isOf(port: YamlValue, protocol: RuntimePort['protocol']): boolean {
  return (port.get('protocol').text ?? 'TCP') === protocol;
}

/** As whom a container runs that may not bind low ports; undefined where it may, or where that is not known. */
function whoMayNot({ container, image, built }: Pair): string | undefined {
  const capabilities = container.value.at('securityContext', 'capabilities');
  const [added, dropped] = [capabilities.get('add'), capabilities.get('drop')];
  if (container.isPrivileged || added.isOpen || dropped.isOpen || hasBinding(added)) return undefined;
  const setting = container.security('runAsUser');
  if (setting.exists ? setting.number === undefined : !image.user) return undefined;
  const id = setting.exists ? setting.number : image.user?.id;
  if (id === 0) return hasBinding(dropped) ? 'as root without NET_BIND_SERVICE' : undefined;
  if (mayHaveFileCapabilities(image, built?.dockerfile)) return undefined;
  return `as user ${id ?? image.user?.text}`;
}

function hasBinding(list: YamlValue): boolean {
  return list.items.some(({ text }) => /^(?:ALL|(?:CAP_)?NET_BIND_SERVICE)$/i.test(text ?? ''));
}

/** Where the manifest says that low ports are for the privileged. */
function inManifest(
  container: Container,
  { number, declared, exposed }: LowPort,
  who: string,
  by: YamlValue,
): PairFinding {
  const isNetworkOfNode = by.boolean === true;
  const reason = isNetworkOfNode ? 'in the network of its node' : `where the pod keeps ports below ${by.text} from it`;
  return {
    at: 'container',
    span: declared?.span ?? container.span,
    message: `${container.titleLabel} listens on port ${number} ${who}, ${reason}: permission is denied; listen above 1023`,
    because: exposed.by && { span: exposed.by.span, message: `The image listens on port ${number}` },
    tell: (report) => {
      if (!isNetworkOfNode) report.fix('Let everybody listen on it', () => replaceValue(by, '0'));
    },
  };
}

/** Where it is the container runtime that decides, at the port that the Dockerfile exposes. */
function inDockerfile(
  container: Container,
  { number, declared, exposed }: LowPort,
  who: string,
): readonly PairFinding[] {
  if (!exposed.by) return [];
  return [
    {
      at: 'image',
      span: exposed.by.span,
      message: `${container.titleLabel} runs this image ${who}, and port ${number} is below 1024: containerd allows that from 2.0 on, CRI-O does not; listen above 1023`,
      because: { span: declared?.span ?? container.span, message: `${container.titleLabel} listens on it` },
      tell: (report) => report.grade('info').onlyIn('strict'),
    },
  ];
}
