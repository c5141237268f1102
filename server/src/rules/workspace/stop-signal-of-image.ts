import { signalName } from '../../dockerfile/stop-signal.ts';
import { removeValue } from '../../yaml/edit.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const dockerfile = 'FROM debian:13\nCOPY server /\nSTOPSIGNAL SIGINT\nCMD ["/server"]\n';
const pod = (image: string, container: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: linux\n  containers:\n    - name: web\n      image: ${image}\n${container}`;
const preStop = '      lifecycle:\n        preStop:\n          sleep:\n            seconds: 5\n';

export default pairRule({
  id: 'stop-signal-of-image',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Stop a container with the signal that its image asks for',
  why: 'STOPSIGNAL in an image says on which signal its program ends its work: nginx and PHP-FPM on `SIGQUIT`, Apache on `SIGWINCH`, PostgreSQL on `SIGINT`. Container runtimes send it, unless `lifecycle.stopSignal` in the manifest names another; then the program drops what it is doing, or does not end until it is killed. That may be meant, which is why this is an information. Clusters heed the field only with the feature gate ContainerStopSignals, which is off by default in Kubernetes 1.33 to 1.37.',
  lesson: 'cattle',
  aliases: [],
  fix: 'suggested',
  fixing: 'Removes the field, so that the signal is the one of the image.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      bad: pod('web', `${preStop}        stopSignal: SIGTERM\n`),
      fixed: pod('web', preStop),
    },
    {
      path: 'web.yaml',
      bad: pod('nginx:1.29', '      lifecycle:\n        stopSignal: SIGTERM\n'),
      fixed: pod('nginx:1.29', ''),
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      good: pod('web', '      lifecycle:\n        stopSignal: SIGINT\n'),
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile, 'skaffold.yaml': skaffold },
      good: pod('web', '      command: [/worker]\n      lifecycle:\n        stopSignal: SIGTERM\n'),
      note: 'Another program.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: dockerfile.replace('STOPSIGNAL SIGINT\n', ''), 'skaffold.yaml': skaffold },
      good: pod('web', '      lifecycle:\n        stopSignal: SIGQUIT\n'),
      note: 'The image asks for none.',
    },
  ],
  concerns({ value }) {
    return value.at('lifecycle', 'stopSignal').text !== undefined && !value.get('command').exists;
  },
  judge({ container, image }) {
    const given = container.value.at('lifecycle', 'stopSignal');
    const { value: wanted, by } = image.stopSignal ?? {};
    if (!given.span || !wanted || (!by && wanted === 'SIGTERM') || signalName(given.text ?? '') === wanted) return [];
    return [
      {
        at: 'container',
        span: given.span,
        message: `${container.titleLabel} is stopped with ${given.text}, and its image asks for ${wanted}: leave stopSignal out`,
        because: by && { span: by.span, message: 'The signal that the image asks for' },
        tell: (report) => report.fix(`Stop with ${wanted}`, () => removeValue(given)),
      },
    ];
  },
});
