import { type Built, Refusal } from '../../core/fix.ts';
import type { Report } from '../../core/report.ts';
import { spanOf } from '../../dockerfile/words.ts';
import type { Container } from '../../kubernetes/container.ts';
import { addVariable } from '../../kubernetes/edits.ts';
import { type HeapShare, heapAmount, heapShares } from '../../kubernetes/heap-shares.ts';
import { formatBytes } from '../../kubernetes/quantity.ts';
import { runtimeSettingsOf } from '../../kubernetes/runtime-settings.ts';
import { replace } from '../../text/edit.ts';
import { type ImageSetting, imageSettingsOf, withAmounts } from '../../workspace/pairs/image-settings.ts';
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
  why: 'The memory limit stands in the manifest, and how far the heap of a JVM, of Node.js or of Go may grow often in the image, in `JAVA_TOOL_OPTIONS`, `NODE_OPTIONS`, `GOMEMLIMIT` or its command. A heap that may become as large as the limit does so before it cleans up, and the kernel kills the process on the way, without a word in its log. What the manifest says of the heap itself holds instead of what the image does.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'In the manifest it gives the container the variable of the image with a heap of three quarters of the limit, or nine tenths for `GOMEMLIMIT`. In the Dockerfile it writes `-XX:MaxRAMPercentage=75` for the heap of a JVM, which follows the limit wherever the image runs. What is said in a command is mended in the Dockerfile alone, and what a heap begins with is left to you.',
  references: [
    'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
    'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
  ],
  examples: [
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: ofJava, 'skaffold.yaml': skaffold },
      bad: manifest('1Gi'),
      fixed: manifest('1Gi', '      env:\n        - name: JAVA_TOOL_OPTIONS\n          value: "-Xmx768m"\n'),
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest('1Gi'), 'skaffold.yaml': skaffold },
      bad: ofJava,
      fixed: ofJava.replace('-Xmx2g', '-XX:MaxRAMPercentage=75'),
      note: 'The same in the Dockerfile, where the heap can follow the limit.',
    },
    {
      path: 'k8s/web.yaml',
      files: { Dockerfile: 'FROM debian:13\nENV GOMEMLIMIT=2GiB\nCMD ["/web"]\n', 'skaffold.yaml': skaffold },
      bad: manifest('1Gi'),
      fixed: manifest('1Gi', '      env:\n        - name: GOMEMLIMIT\n          value: 921MiB\n'),
    },
    {
      path: 'Dockerfile',
      files: { 'k8s/web.yaml': manifest('1Gi'), 'skaffold.yaml': skaffold },
      bad: 'FROM eclipse-temurin:25\nCMD ["java", "-XX:MaxRAMPercentage=95", "-jar", "/web.jar"]\n',
      fixed: 'FROM eclipse-temurin:25\nCMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "/web.jar"]\n',
      note: 'A share that leaves little for all that is no heap.',
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
    if (limit === undefined) return [];
    const told = new Set(runtimeSettingsOf(container).map(({ kind }) => kind));
    const settings = imageSettingsOf(image, container);
    const hasHeap = told.has('java-heap') || settings.some(({ kind }) => kind === 'java-heap');
    for (const [kind, share] of heapShares) {
      // What a heap begins with is no limit, and its share counts only where nothing says how large it may become.
      if (told.has(kind) || kind === 'java-start' || (kind === 'java-share' && hasHeap)) continue;
      // Where it is said twice, which one holds depends on the program.
      const [setting] = settings
        .filter((one) => one.kind === kind && one.amount !== undefined)
        .toSorted((a, b) => (a.amount ?? 0) - (b.amount ?? 0));
      const found = setting ? findings(container, setting, settings, limit, share) : [];
      if (found.length > 0) return found;
    }
    return [];
  },
});

function findings(
  container: Container,
  setting: ImageSetting,
  settings: readonly ImageSetting[],
  limit: number,
  { near, good }: HeapShare,
): readonly PairFinding[] {
  const { kind, name, amount = 0, owner, variable } = setting;
  const bytes = kind === 'java-share' ? (limit * amount) / 100 : amount;
  if (bytes < limit && bytes <= limit * near) return [];
  const isTooMuch = bytes >= limit;
  const span = container.resources.limit('memory').span ?? container.span;
  const allowed = formatBytes(bytes);
  const isOfJava = kind === 'java-heap' || kind === 'java-share';
  const outcome = isTooMuch ? 'it is killed before that is reached' : 'that leaves little for all that is no heap';
  const grade = (report: Report) => (isTooMuch ? report : report.grade('info'));
  return [
    {
      at: 'container',
      span,
      message: `${container.titleLabel} may use ${formatBytes(limit)} in all, and its image allows a heap of ${allowed} (${name}): ${outcome}; raise the limit, or lower the heap`,
      because: { span: owner.span, message: `The image allows a heap of ${allowed}` },
      tell(report) {
        grade(report);
        if (!variable) return;
        const text = heapAmount(kind, limit * good);
        report.fix(`Set ${variable.name} with a heap of ${text}${kind === 'java-share' ? ' %' : ''}`, () =>
          addVariable(container, {
            name: variable.name,
            value: lowered(variable.text, setting, settings, limit * good),
          }),
        );
      },
    },
    {
      at: 'image',
      span: spanOf(owner.arguments),
      message: `${name} allows a heap of ${allowed}, and ${container.label} that runs this image may use ${formatBytes(limit)} in all: ${outcome}; lower the heap`,
      because: { span, message: 'The memory limit' },
      tell(report) {
        grade(report);
        if (isOfJava) report.fix('Write -XX:MaxRAMPercentage=75', () => asShare(setting, settings));
      },
    },
  ];
}

/** The text of a variable in which a heap is of another size, and begins with no more. */
function lowered(text: string, setting: ImageSetting, settings: readonly ImageSetting[], bytes: number): string {
  const starts = settings.filter(
    ({ kind, variable, amount = 0 }) =>
      setting.kind === 'java-heap' &&
      kind === 'java-start' &&
      variable?.name === setting.variable?.name &&
      amount > bytes,
  );
  return withAmounts(
    text,
    [setting, ...starts].map((one) => [one, heapAmount(one.kind, bytes)] as const),
  );
}

/** Says a heap as a share of the memory that the container may use, in place of its size. */
function asShare({ name, source, owner }: ImageSetting, settings: readonly ImageSetting[]): Built {
  if (settings.some(({ kind }) => kind === 'java-start'))
    return new Refusal('The image also says what the heap begins with, which must not be more.');
  const written = name === '-Xmx' ? `${name}${source.text}` : `${name}=${source.text}`;
  const { text, start } = owner.arguments;
  const at = text.indexOf(written);
  if (at === -1 || text.includes(written, at + 1))
    return new Refusal('It is not written in one piece in this instruction, or more than once.');
  return [replace({ start: start + at, end: start + at + written.length }, '-XX:MaxRAMPercentage=75')];
}
