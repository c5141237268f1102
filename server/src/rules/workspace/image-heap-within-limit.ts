import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { spanOf } from '../../dockerfile/words.ts';
import type { Container } from '../../kubernetes/container.ts';
import { environmentOf } from '../../kubernetes/env.ts';
import { formatBytes } from '../../kubernetes/quantity.ts';
import {
  type RuntimeSetting,
  type RuntimeSettingKind,
  runtimeSettingsOf,
  settingsInCommand,
  settingsInVariable,
} from '../../kubernetes/runtime-settings.ts';
import { somewhereIn } from '../../text/mapped.ts';
import { type PairFinding, pairRule } from '../define-pair.ts';

const skaffold =
  'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n';
const manifest = (limit: string, rest = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${rest}      resources:\n        limits:\n          memory: ${limit}\n`;
const ofJava = 'FROM eclipse-temurin:25\nENV JAVA_TOOL_OPTIONS="-Xmx2g"\nCMD ["java", "-jar", "/web.jar"]\n';

export default pairRule({
  id: 'image-heap-within-limit',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Keep the heap that an image asks for below the memory limit',
  why: 'The memory limit stands in the manifest, and how far the heap of a JVM or of Node.js may grow often in the image, in `JAVA_TOOL_OPTIONS`, `NODE_OPTIONS` or its command. A heap that may become as large as the limit does so before it cleans up, and the kernel kills the process on the way, without a word in its log. What the manifest says of the heap itself holds instead of what the image does.',
  lesson: 'resources',
  aliases: [],
  fix: 'none',
  references: [
    'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
    'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: ofJava, 'skaffold.yaml': skaffold },
      bad: manifest('1Gi'),
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest('512Mi'), 'skaffold.yaml': skaffold },
      bad: 'FROM node:24\nCMD ["node", "--max-old-space-size=1024", "server.js"]\n',
    },
    { path: 'k8s/web.yaml', files: { Dockerfile: ofJava, 'skaffold.yaml': skaffold }, good: manifest('3Gi') },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: ofJava, 'skaffold.yaml': skaffold },
      good: manifest('1Gi', '      env:\n        - name: JAVA_TOOL_OPTIONS\n          value: -Xmx768m\n'),
      note: 'The manifest says something else.',
    },
  ],
  concerns(container) {
    return container.isLongRunning && container.resources.ceiling('memory') !== undefined;
  },
  judge({ container, image }) {
    const limit = container.resources.ceiling('memory');
    const told = new Set(runtimeSettingsOf(container).map(({ kind }) => kind));
    if (limit === undefined) return [];
    const settings = settingsOf(image, container).filter(({ kind }) => heaps.has(kind) && !told.has(kind));
    // Where it is said twice, which one holds depends on the program.
    const [setting] = settings.every(({ amount = 0 }) => amount >= limit) ? settings : [];
    return setting ? findings(container, setting, limit) : [];
  },
});

const heaps: ReadonlySet<RuntimeSettingKind> = new Set(['java-heap', 'node-heap']);

/** The variables that virtual machines read themselves; others are for scripts, which hand them on (their manuals). */
const ownVariables: ReadonlySet<string> = new Set([
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'NODE_OPTIONS',
]);

/** What an image says of memory in variables that the manifest leaves as they are, and in the command that it leaves. */
function settingsOf(image: RuntimeImage, container: Container): readonly RuntimeSetting<Instruction>[] {
  const { environment, stage, entrypoint, command } = image;
  const start = [entrypoint, command].flatMap((line) => line?.value.arguments ?? []).join(' ');
  const { value } = container;
  const set = new Set(environmentOf(container).map(({ name }) => name));
  const isOpen = value.get('env').isOpen || value.get('envFrom').exists;
  const inVariables = [...(isOpen ? [] : environment)].flatMap(([name, { value: text, by }]) =>
    text !== undefined &&
    by &&
    !set.has(name) &&
    (ownVariables.has(name) || new RegExp(`\\$\\{?${name}\\b`).test(start))
      ? settingsInVariable(name, somewhereIn(text, by.span), by)
      : [],
  );
  const by = stage?.last('ENTRYPOINT') ?? stage?.last('CMD');
  if (!stage || !by || value.get('command').exists || value.get('args').exists) return inVariables;
  return [...inVariables, ...startCommands(stage).flatMap((one) => settingsInCommand(one, by))];
}

function findings(
  container: Container,
  { name, amount = 0, owner }: RuntimeSetting<Instruction>,
  limit: number,
): readonly PairFinding[] {
  const span = container.resources.limit('memory').span ?? container.span;
  const allowed = formatBytes(amount);
  return [
    {
      at: 'container',
      span,
      message: `${container.titleLabel} may use ${formatBytes(limit)} in all, and its image allows a heap of ${allowed} (${name}): it is killed before that is reached; raise the limit, or lower the heap`,
      because: { span: owner.span, message: `The image allows a heap of ${allowed}` },
    },
    {
      at: 'image',
      span: spanOf(owner.arguments),
      message: `${name} allows a heap of ${allowed}, and ${container.label} that runs this image may use ${formatBytes(limit)} in all: it is killed before that is reached; lower the heap`,
      because: { span, message: 'The memory limit' },
    },
  ];
}
