import type { Container } from '../../kubernetes/container.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  nodeSelector:\n    kubernetes.io/arch: amd64\n  containers:\n    - name: web\n      image: web\n';

export default pairRule({
  id: 'platform-matches-nodes',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Choose nodes that the image is built for',
  why: '`FROM --platform=linux/arm64` makes an image for that processor, whatever it is built on. A pod whose `nodeSelector` wants nodes of another kind is scheduled to one that cannot run it: the container ends at once with "exec format error", or the image is not pulled at all.',
  aliases: [],
  fix: 'none',
  references: [
    'https://docs.docker.com/reference/dockerfile/#from',
    'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM --platform=linux/arm64 debian:13\nCMD ["/server"]\n', 'skaffold.yaml': skaffold },
      bad: manifest,
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM --platform=linux/amd64 debian:13\nCMD ["/server"]\n', 'skaffold.yaml': skaffold },
      good: manifest,
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM --platform=linux/arm64 golang:1.25 AS build\nRUN GOARCH=amd64 go build -o /server .\n\nFROM debian:13\nCOPY --from=build /server /server\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: manifest,
      note: 'Only what builds runs on another processor.',
    },
  ],
  concerns(container) {
    return architectureOfNodes(container) !== undefined;
  },
  judge({ container, image }) {
    const nodes = architectureOfNodes(container);
    const { value: platform, by } = image.platform ?? {};
    const architecture = platform?.split('/')[1];
    if (!nodes?.text || !nodes.span || architecture === undefined) return [];
    if (architectures.get(architecture) === nodes.text || !architectures.has(architecture)) return [];
    return [
      {
        at: 'container',
        span: nodes.span,
        message: `${container.titleLabel} goes to ${nodes.text} nodes, and its image is built for ${platform}: it cannot start there`,
        because: by && { span: by.span, message: `The image is built for ${platform}` },
      },
    ];
  },
});

/** What processors are called in platforms, and what their nodes are (Go's GOARCH, and containerd's `platforms`). */
const architectures: ReadonlyMap<string, string> = new Map([
  ['amd64', 'amd64'],
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['arm64', 'arm64'],
  ['aarch64', 'arm64'],
  ['arm', 'arm'],
  ['386', '386'],
  ['i386', '386'],
  ['ppc64le', 'ppc64le'],
  ['s390x', 's390x'],
  ['riscv64', 'riscv64'],
]);

/** The label of the nodes that its pod goes to. */
function architectureOfNodes({ pod }: Container): YamlValue | undefined {
  const labels = pod.spec.get('nodeSelector');
  const value = ['kubernetes.io/arch', 'beta.kubernetes.io/arch']
    .map((name) => labels.get(name))
    .find(({ text }) => text);
  return value && [...architectures.values()].includes(value.text ?? '') ? value : undefined;
}
