import { type Built, Refusal } from '../../core/fix.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import type { Container } from '../../kubernetes/container.ts';
import { type ExecHook, execHooksOf } from '../../kubernetes/exec-hooks.ts';
import { gracePeriodOf } from '../../kubernetes/stopping.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { neededPrograms } from '../../shell/needed-programs.ts';
import { sleepSeconds } from '../../shell/sleep.ts';
import { requestBy } from '../../workspace/pairs/own-request.ts';
import { replaceKey } from '../../yaml/reshape.ts';
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
  fix: 'suggested',
  fixing:
    'Has the kubelet do what the command would: `httpGet` for curl and wget, `tcpSocket` for `nc -z`, `grpc` for grpc_health_probe, where they ask the container itself, and `sleep` for a hook that sleeps (Kubernetes 1.30). The kubelet asks the address of the pod, where a server on `127.0.0.1` does not listen. Refused for commands that do more.',
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
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      path: 'web.yaml',
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: gcr.io/distroless/static:nonroot\n      lifecycle:\n        preStop:\n          exec:\n            command: [sleep, "10"]\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: gcr.io/distroless/static:nonroot\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 10\n',
    },
    {
      path: 'web.yaml',
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24-slim\n      command: [node, server.js]\n      readinessProbe:\n        exec:\n          command: [curl, -f, "http://localhost:8080/"]\n        periodSeconds: 5\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24-slim\n      command: [node, server.js]\n      readinessProbe:\n        httpGet:\n          path: /\n          port: 8080\n        periodSeconds: 5\n',
    },
    {
      path: 'web.yaml',
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: node:24-slim\n      command: [node, server.js]\n      livenessProbe:\n        exec:\n          command: [sh, -c, "curl -sf http://localhost:8080/ || exit 1"]\n',
      note: 'Nothing but to fail comes after it.',
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
  judge({ container, image, kubernetesVersion }) {
    return execHooksOf(container).flatMap((hook) => missing(hook, image, container, kubernetesVersion));
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
function missing(
  hook: ExecHook,
  image: RuntimeImage,
  container: Container,
  kubernetesVersion: string,
): readonly PairFinding[] {
  const { label, command } = hook;
  const [first] = command.words;
  const inScript = command.script ? neededPrograms(command.script) : [];
  const word = [...(first ? [first] : []), ...inScript].find(({ value }) => image.lacks(value));
  if (!word) return [];
  const { stage } = image;
  const origin = image.base?.written.text;
  const isProbe = label.endsWith('probe');
  return [
    {
      at: 'container',
      span: word.span,
      message: `the ${label} of ${container.label} runs ${word.value}, which its image does not have${origin ? ` (${origin})` : ''}: it fails each time; ${isProbe ? 'use httpGet, tcpSocket or grpc' : 'use a program of the image, or sleep'}`,
      because: stage?.from && { span: stage.from.span, message: `The image has no ${word.value}` },
      tell: (report) =>
        isProbe
          ? report.fix('Have the kubelet ask', () => asked(hook))
          : report.fix('Have the kubelet sleep', () => slept(hook, container, kubernetesVersion)),
    },
  ];
}

/** A probe that makes the request of its command. */
function asked({ command, value }: ExecHook): Built {
  const request = requestBy(command);
  if (!request) return new Refusal('What the command asks for cannot be said with httpGet, tcpSocket or grpc.');
  return replaceKey(value.get('exec'), request);
}

/** A hook that sleeps without a program (feature gate PodLifecycleSleepAction, on by default from Kubernetes 1.30). */
function slept({ command, value }: ExecHook, { pod }: Container, kubernetesVersion: string): Built {
  const seconds = sleepSeconds(onlyCommand(command));
  if (seconds === undefined) return new Refusal('The hook does more than to sleep.');
  if (!isAtLeast(kubernetesVersion, '1.30')) return new Refusal('The sleep action needs Kubernetes 1.30.');
  if (!Number.isInteger(seconds) || seconds === 0) return new Refusal('The sleep action counts whole seconds.');
  if (seconds > (gracePeriodOf(pod)?.seconds ?? 0))
    return new Refusal('The API server refuses to sleep for longer than terminationGracePeriodSeconds.');
  return replaceKey(value.get('exec'), { sleep: { seconds } });
}

/** The only command of the script that a shell is given, or the command itself where it is no shell. */
function onlyCommand(command: ShellCommand): ShellCommand {
  const [only, ...others] = command.script?.commands ?? [];
  return only && others.length === 0 ? only : command;
}
