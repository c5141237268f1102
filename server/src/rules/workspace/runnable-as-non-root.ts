import { type Built, Refusal } from '../../core/fix.ts';
import type { ValueInstruction } from '../../dockerfile/instructions/command.ts';
import type { RuntimeUser } from '../../dockerfile/runtime-image/runtime-user.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { replace } from '../../text/edit.ts';
import { type PairFinding, pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';

export default pairRule({
  id: 'runnable-as-non-root',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Require a user that is not root only of images that run as one, by number',
  why: 'With `runAsNonRoot: true` the kubelet looks at the user of the image before it starts a container. It refuses one that would run as root ("container has runAsNonRoot and image will run as root"), and one whose USER is a name, because it does not look into the image for what the name stands for ("image has non-numeric user, cannot verify user is non-root"). The pod stays in `CreateContainerConfigError`. A number in the USER instruction, or `runAsUser` in the manifest, settles it (kubelet, `verifyRunAsNonRoot`, Kubernetes 1.36).',
  lesson: 'unprivileged',
  aliases: [],
  fix: 'suggested',
  fixing:
    'In the Dockerfile it writes the number of the user, in the manifest `runAsUser` with that number. Refused when the number is not known, and for an image that runs as root: which user it is to be is yours to say.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile: 'FROM debian:13\nRUN useradd --uid 10001 app\nUSER app\nCMD ["/app"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        runAsNonRoot: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        runAsNonRoot: true\n        runAsUser: 10001\n',
    },
    {
      path: 'Dockerfile',
      files: {
        'k8s/web.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        runAsNonRoot: true\n',
        'skaffold.yaml': skaffold,
      },
      bad: 'FROM debian:13\nRUN useradd --uid 10001 app\nUSER app\nCMD ["/app"]\n',
      fixed: 'FROM debian:13\nRUN useradd --uid 10001 app\nUSER 10001\nCMD ["/app"]\n',
      note: 'The same in the Dockerfile.',
    },
    {
      path: 'web.yaml',
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: web\n      image: nginx:1.29\n',
      note: 'An image that somebody else makes, and that runs as root.',
    },
    {
      path: 'web.yaml',
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: nginx:1.29\n',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nUSER 10001\nCMD ["/app"]\n', 'skaffold.yaml': skaffold },
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        runAsNonRoot: true\n',
    },
  ],
  concerns(container) {
    return container.security('runAsNonRoot').boolean === true && !container.security('runAsUser').exists;
  },
  judge({ container, image }) {
    const { user } = image;
    if (!user || (user.isNumeric && !user.isRoot)) return [];
    return [inManifest(container, user, image.stage), ...inDockerfile(container, user)];
  },
});

/** At the setting, or at the image where the setting is made for the whole pod. */
function inManifest(container: Container, user: RuntimeUser, stage: Stage | undefined): PairFinding {
  const setting = container.security('runAsNonRoot');
  const isOwn = container.value.at('securityContext', 'runAsNonRoot').exists;
  const span = (isOwn ? setting.keySpan : container.value.get('image').span) ?? container.span;
  const { id, instruction } = user;
  const reason = instruction ? 'The user of the image' : 'The image runs as root, as no USER says otherwise';
  const place = (instruction ?? stage?.from)?.span;
  const remedy = stage ? 'set runAsUser, or USER in the image' : 'set runAsUser, or take an image that does not';
  return {
    at: 'container',
    span,
    message: user.isRoot
      ? `${container.titleLabel} must not run as root, and its image does: the kubelet refuses to start it; ${remedy}`
      : `${container.titleLabel} must not run as root, and its image names its user (${user.text}) without a number: the kubelet cannot tell and refuses to start it; set runAsUser`,
    because: place && { span: place, message: reason },
    tell: (report) =>
      report.fix(id ? `Set runAsUser: ${id}` : 'Set runAsUser', () =>
        id ? setInContainer(container, ['securityContext', 'runAsUser'], id) : unknownUser,
      ),
  };
}

const unknownUser = new Refusal('Which user it is to be is not known: choose one that the image can run as.');

/** At the USER instruction, where there is one that names a user without its number, or root. */
function inDockerfile(container: Container, user: RuntimeUser): readonly PairFinding[] {
  const { instruction, text } = user;
  const span = container.security('runAsNonRoot').keySpan;
  if (!instruction?.value || !span) return [];
  return [
    {
      at: 'image',
      span: instruction.value.span,
      message: user.isRoot
        ? `${container.titleLabel} that runs this image must not run as root: the kubelet refuses to start it; choose another user`
        : `${container.titleLabel} that runs this image must not run as root, and the kubelet cannot tell whether ${text} is: name the user by its number`,
      because: { span, message: `${container.titleLabel} must not run as root` },
      tell: (report) => report.fix('Write the number of the user', () => numbered(instruction, user)),
    },
  ];
}

function numbered({ value }: ValueInstruction, { id, text }: RuntimeUser): Built {
  if (!id) return unknownUser;
  if (!value || value.text !== text || value.span.end - value.span.start !== text.length)
    return new Refusal('A group is named too, or the name is in quotes or in a variable.');
  return [replace(value.span, String(id))];
}
