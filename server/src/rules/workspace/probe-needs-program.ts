import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { type ExecHook, execHooksOf } from '../../kubernetes/exec-hooks.ts';
import type { ShellWord } from '../../shell/command.ts';
import { type PairFinding, pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';

export default pairRule({
  id: 'probe-needs-program',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let probes and hooks run only programs that the image has',
  why: 'The kubelet runs the command of a probe or hook inside the container, with what the image brings. An image made from `scratch` or a distroless one has no shell, and none of the programs that go without saying elsewhere; slim images have no curl. The command then fails each time: a readiness probe never lets requests in, a liveness probe restarts the container for ever, and a `preStop` hook is skipped. `httpGet`, `tcpSocket`, `grpc` and `sleep` are carried out by the kubelet and need nothing in the image.',
  lesson: 'small-images',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM golang:1.25 AS build\nRUN go build -o /server .\n\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      livenessProbe:\n        exec:\n          command: [sh, -c, "curl -f http://localhost:8080/healthz"]\n',
    },
    {
      path: 'web.yaml',
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24-slim\n      command: [node, server.js]\n      readinessProbe:\n        exec:\n          command: [curl, -f, "http://localhost:8080/"]\n',
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      livenessProbe:\n        exec:\n          command: [sh, -c, "curl -f http://localhost:8080/healthz"]\n',
    },
  ],
  concerns(container) {
    return execHooksOf(container).length > 0 && !bringsPrograms(container);
  },
  judge({ container, image }) {
    return execHooksOf(container).flatMap((hook) => missing(hook, image, container));
  },
});

/** Folders in which programs are looked for by name. */
const programFolders = /^(?:\/usr(?:\/local)?)?\/s?bin(?:\/|$)|^\/(?:usr(?:\/local)?)?\/?$/;

/** Whether a volume may bring programs to where they are looked for, or the manifest says where else that is. */
function bringsPrograms({ value }: Container): boolean {
  const mounts = value.get('volumeMounts');
  if (mounts.isOpen || mounts.items.some((mount) => programFolders.test(mount.get('mountPath').text ?? '/')))
    return true;
  const variables = value.get('env');
  return variables.isOpen || variables.items.some((one) => one.get('name').text === 'PATH');
}

/** The first program of a command that the image lacks; without the shell, nothing in its script runs. */
function missing({ label, command }: ExecHook, image: RuntimeImage, container: Container): readonly PairFinding[] {
  const [first] = command.words;
  const inScript = (command.script?.commands ?? [])
    .filter(({ place }) => !place.conditional && !place.tested && !place.background)
    .flatMap(({ words }) => words[0] ?? []);
  const word = [...(first ? [first] : []), ...inScript].find((one) => isMissing(one, image));
  if (!word) return [];
  const { stage } = image;
  const origin = image.base?.written.text;
  return [
    {
      at: 'container',
      span: word.span,
      message: `the ${label} of ${container.label} runs ${word.value}, which its image does not have${origin ? ` (${origin})` : ''}: it fails each time; ${label.endsWith('probe') ? 'use httpGet, tcpSocket or grpc' : 'use a program of the image, or sleep'}`,
      because: stage?.from && { span: stage.from.span, message: `The image has no ${word.value}` },
    },
  ];
}

function isMissing({ value }: ShellWord, image: RuntimeImage): boolean {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(value ?? '') ?? [];
  if (name === '' || (folder !== '' && !/^\/(?:usr\/(?:local\/)?)?s?bin\/$/.test(folder))) return false;
  return image.has(name) === false;
}
