import { type Built, Refusal } from '../../core/fix.ts';
import { type Ownership, ownershipOf, ownershipsIn } from '../../dockerfile/runtime-image/ownership.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { type ContainerStart, containerStartOf } from '../../kubernetes/container-start.ts';
import { replaceValue, setInContainer } from '../../kubernetes/edits.ts';
import { ShellCommand } from '../../shell/command.ts';
import { verbatim } from '../../text/mapped.ts';
import { pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest = (rest: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${rest}`;
const as = (user: number) => `      securityContext:\n        runAsUser: ${user}\n`;
const withData =
  'FROM debian:13\nRUN useradd --uid 10001 app && mkdir /data && chown app /data\nUSER 10001\nCMD ["/server"]\n';

export default pairRule({
  id: 'run-as-owner',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run a container as the user to whom its image gives what it needs',
  why: 'An image gives its folders for data to the user it is made for, with `chown` or `COPY --chown`, and may let that user alone run its program. `runAsUser` puts another user in its place and changes no file: the process ends with "permission denied" when it first writes, or is not started at all. `fsGroup` does not help, because it is about volumes. Run the container as the user of the image, mount a volume where it writes, or build an image whose group 0 may write, as it is done for OpenShift.',
  lesson: 'unprivileged',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Sets `runAsUser` to the user of the image. Refused where the files belong to another user than the one that the image runs as.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: withData, 'skaffold.yaml': skaffold },
      bad: manifest(as(1000)),
      fixed: manifest(as(10_001)),
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM debian:13\nCOPY --chown=10001 --chmod=0700 start.sh /start.sh\nUSER 10001\nENTRYPOINT ["/start.sh"]\n',
        'skaffold.yaml': skaffold,
      },
      bad: manifest(as(1000)),
      fixed: manifest(as(10_001)),
      note: 'A program that its owner alone may run.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: withData, 'skaffold.yaml': skaffold },
      good: manifest(
        `${as(1000)}      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: data\n      emptyDir: {}\n`,
      ),
    },
    {
      path: 'k8s/web.yaml',
      files: {
        Dockerfile:
          'FROM debian:13\nRUN mkdir /data && chown 10001:0 /data && chmod 0775 /data\nUSER 10001\nCMD ["/server"]\n',
        'skaffold.yaml': skaffold,
      },
      good: manifest(as(1000)),
      note: 'The group, which is 0 for a user that the image does not know, may write as well.',
    },
  ],
  concerns(container) {
    return (container.security('runAsUser').number ?? 0) > 0;
  },
  judge({ container, image }) {
    const setting = container.security('runAsUser');
    const runsAs = setting.number;
    const start = containerStartOf(container);
    if (runsAs === undefined || !setting.span || !start || image.user?.id === runsAs) return [];
    const locked = lockedProgram(image, start, runsAs);
    const closed = locked ? [] : closedFolders(image, start, runsAs);
    const [first] = locked ? [locked] : closed;
    if (!first) return [];
    const owner = first.of.owner ?? '';
    const paths = closed.map(({ path }) => path).join(', ');
    const message = locked
      ? `${container.titleLabel} runs as user ${runsAs}, and its image lets user ${owner} alone ${locked.verb} ${locked.path}: it cannot start; run it as the user of the image`
      : `${container.titleLabel} runs as user ${runsAs}, and ${paths} in its image ${closed.length > 1 ? 'belong' : 'belongs'} to user ${owner}: it cannot write there; run it as the user of the image, or mount a volume there`;
    return [
      {
        at: 'container',
        span: setting.span,
        message,
        because: { span: first.of.by.span, message: `${first.path} belongs to user ${owner}` },
        tell: (report) =>
          report.fix(`Set runAsUser: ${owner}`, () =>
            first.of.owner === image.user?.id ? runAs(container, Number(owner)) : otherUser,
          ),
      },
    ];
  },
});

const otherUser = new Refusal('The image runs as another user than the one that these files belong to.');

/** A path of the image and what its instructions say of it. */
interface Place {
  readonly path: string;
  readonly of: Ownership;
}

/** Whether a user who is not the owner may be refused: the mode is known and gives neither the group nor others some bits. */
function isClosed({ owner, mode }: Ownership, user: number, bits: number, otherwise?: number): boolean {
  const known = mode ?? otherwise;
  if (owner === undefined || owner === user || known === undefined) return false;
  return (known & bits) !== bits && ((known >> 3) & bits) !== bits;
}

const interpreters: ReadonlySet<string> = new Set('sh bash ash dash python python3 node perl ruby php'.split(' '));

/** The program that is started, or the script that its interpreter reads, where a user may not. */
function lockedProgram(
  image: RuntimeImage,
  start: ContainerStart,
  user: number,
): (Place & { readonly verb: string }) | undefined {
  const { entrypoint, command } = image;
  const own = [entrypoint, command].find((one) => one && one.value.arguments.length > 0)?.value;
  if (start.command.length === 0 && (start.args.length > 0 ? !entrypoint?.value.arguments.length : !own))
    return undefined;
  const words = start.command.length > 0 ? start.command : (own?.arguments ?? []).map((word) => verbatim(word, 0));
  const started = ShellCommand.fromArguments(words, (word) => start.isKnown(word));
  if (!started) return undefined;
  const isRead = interpreters.has(started.name);
  const path = (isRead ? started.arguments[0] : started.words[0])?.value;
  if (!path?.startsWith('/') || start.hides(path)) return undefined;
  const of = ownershipOf(image, path);
  const isLocked = of !== undefined && isClosed(of, user, isRead ? 4 : 1);
  return isLocked ? { path, of, verb: isRead ? 'read' : 'run' } : undefined;
}

/** The folders that an image gives to its user for writing, where another one may not. */
function closedFolders(image: RuntimeImage, start: ContainerStart, user: number): readonly Place[] {
  const owner = image.user?.id;
  const isKnown = start.command.length === 0 && owner !== undefined && owner !== 0;
  const ownerships = isKnown ? ownershipsIn(image) : undefined;
  const folder = image.workingFolder?.value;
  return [...(ownerships ?? [])]
    .filter(([path, of]) => {
      const isForData = of.isMade || isOfSystem(path);
      const isForPrograms = of.isCopied || path === folder || /^\/(?:home|root|app)(?:\/|$)/.test(path);
      if (!isForData || isForPrograms || of.owner !== owner || start.hides(path)) return false;
      return isClosed(of, user, 2, of.isMade ? undefined : 0o755);
    })
    .map(([path, of]) => ({ path, of }));
}

/** Whether a folder is one in which programs of a distribution keep what they write; these belong to root, with mode 755. */
function isOfSystem(path: string): boolean {
  return /^\/(?:var\/(?:cache|lib|log|run)|run)\/[\w-]+$/.test(path);
}

/** Sets the user where the pod says it, unless other containers go by that as well. */
function runAs(container: Container, user: number): Built {
  const { containers, securityContext } = container.pod;
  const isOwn = container.value.at('securityContext', 'runAsUser').exists;
  if (isOwn || containers.length > 1) return setInContainer(container, ['securityContext', 'runAsUser'], user);
  return replaceValue(securityContext.get('runAsUser'), user);
}
