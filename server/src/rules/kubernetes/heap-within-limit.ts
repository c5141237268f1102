import { type Built, Refusal } from '../../core/fix.ts';
import type { Reporter } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceSetting } from '../../kubernetes/edits.ts';
import { heapAmount, heapShares } from '../../kubernetes/heap-shares.ts';
import { formatBytes } from '../../kubernetes/quantity.ts';
import { type RuntimeSetting, runtimeSettingsOf } from '../../kubernetes/runtime-settings.ts';
import type { TextEdit } from '../../text/edit.ts';
import { sourceSpan } from '../../text/mapped.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'heap-within-limit',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave room between the heap and the memory limit',
  why: 'The memory limit counts everything a process uses: the heap, and beside it code, stacks, buffers and what libraries take. A JVM or Node.js that may let its heap grow as far as the limit does so before it cleans up, and is killed by the kernel on the way, without a word in its log. With a quarter left over it collects garbage in time. `GOMEMLIMIT` works only when it is reached before the limit is; the Go documentation suggests 5 to 10 per cent below it.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Lowers the heap to three quarters of the limit, `GOMEMLIMIT` to nine tenths, in whole mebibytes. What a heap begins with is lowered as well where it would be more.',
  references: [
    'https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html',
    'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
    'https://go.dev/doc/gc-guide#Memory_limit',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: JAVA_TOOL_OPTIONS\n          value: -Xms1g -Xmx2g -XX:+UseG1GC\n      resources:\n        limits:\n          memory: 1Gi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - name: JAVA_TOOL_OPTIONS\n          value: -Xms768m -Xmx768m -XX:+UseG1GC\n      resources:\n        limits:\n          memory: 1Gi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: ["sh", "-c", "exec node --max-old-space-size=512 server.js"]\n      resources:\n        limits: {memory: 512Mi}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: ["sh", "-c", "exec node --max-old-space-size=384 server.js"]\n      resources:\n        limits: {memory: 512Mi}\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    limits:\n      memory: 1Gi\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - {name: GOMEMLIMIT, value: 1GiB}\n    - name: other\n      image: other:1.0\n      env:\n        - {name: GOMEMLIMIT, value: "500Mi"}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    limits:\n      memory: 1Gi\n  containers:\n    - name: web\n      image: web:1.0\n      env:\n        - {name: GOMEMLIMIT, value: 921MiB}\n    - name: other\n      image: other:1.0\n      env:\n        - {name: GOMEMLIMIT, value: "500MiB"}\n',
      note: 'The limit is that of the pod. Programs in Go do not start with units of Kubernetes.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args: [-XX:MaxRAMPercentage=95.0, -jar, web.jar]\n      resources:\n        limits:\n          memory: 1Gi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      args: [-XX:MaxRAMPercentage=75, -jar, web.jar]\n      resources:\n        limits:\n          memory: 1Gi\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: [java, -Xmx768m, -jar, web.jar]\n      env:\n        - name: GOMEMLIMIT\n          valueFrom:\n            resourceFieldRef:\n              resource: limits.memory\n      resources:\n        limits:\n          memory: 1Gi\n    - name: unlimited\n      image: web:1.0\n      command: [java, -Xmx4g, -jar, web.jar]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      command: [java, -Xmx1g, -jar, web.jar]\n      resources:\n        limits:\n          memory: 2048\n',
      note: 'The limit has no unit, so that it does not say what was meant.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const settings = runtimeSettingsOf(container);
      if (settings.length === 0) continue;
      for (const setting of settings) {
        if (setting.kind !== 'go-memory' || setting.amount !== undefined) continue;
        const { text } = setting.source;
        const meant = /^(\d+)\s*([kmgt])i?b?$/i.exec(text);
        const finding = report(
          spanOf(setting),
          `Programs in Go do not start with GOMEMLIMIT=${text}: write a number of bytes, or one with KiB, MiB or GiB`,
        ).grade('error');
        if (meant)
          finding.fix(`Write ${meant[1]}${meant[2]?.toUpperCase()}iB`, () =>
            replaceSetting(setting, `${meant[1]}${meant[2]?.toUpperCase()}iB`),
          );
      }
      const limit = container.resources.ceiling('memory');
      if (limit !== undefined) judge(container, settings, limit, report);
    }
  },
});

function judge(container: Container, settings: readonly RuntimeSetting[], limit: number, report: Reporter): void {
  const heaps = settings.filter(({ kind }) => kind === 'java-heap');
  for (const [kind, { near, good }] of heapShares) {
    // What a heap begins with, and its share, count only where nothing says how large it may become.
    if (heaps.length > 0 && (kind === 'java-start' || kind === 'java-share')) continue;
    const setting = leastOf(settings.filter((other) => other.kind === kind));
    if (setting?.amount === undefined) continue;
    const share = kind === 'java-share' ? setting.amount / 100 : setting.amount / limit;
    if (share < 1 && share <= near) continue;
    const amount = kind === 'java-share' ? (limit * setting.amount) / 100 : setting.amount;
    const finding = report(
      spanOf(setting),
      share >= 1
        ? `${container.titleLabel} may use ${formatBytes(limit)} in all, and ${setting.name} allows ${formatBytes(amount)}: it is killed before that is reached; leave room for what is no heap`
        : `${setting.name} leaves ${formatBytes(limit - amount)} of the memory limit of ${container.label} for all that is no heap: that is little`,
    );
    if (share < 1) finding.grade('info');
    const text = heapAmount(kind, limit * good);
    finding.fix(`Lower it to ${text}, ${good * 100} % of the limit`, () => lower(setting, settings, limit * good));
    const place = container.resources.limit('memory').span;
    if (place) finding.relate(place, 'The memory limit');
  }
}

/** Where several of a kind are set, which one counts depends on the program: the least does no wrong to any. */
function leastOf(settings: readonly RuntimeSetting[]): RuntimeSetting | undefined {
  return settings.toSorted((a, b) => (a.amount ?? 0) - (b.amount ?? 0))[0];
}

function spanOf({ source }: RuntimeSetting) {
  return sourceSpan(source, 0, source.text.length);
}

/** Lowers a setting, and with a heap what it begins with, which must not be more. */
function lower(setting: RuntimeSetting, settings: readonly RuntimeSetting[], bytes: number): Built {
  const starts = settings.filter(({ kind, amount }) => kind === 'java-start' && (amount ?? 0) > bytes);
  const all = setting.kind === 'java-heap' ? [setting, ...starts] : [setting];
  const edits: TextEdit[] = [];
  for (const each of all) {
    const built = replaceSetting(each, heapAmount(each.kind, bytes));
    if (built instanceof Refusal) return built;
    edits.push(...built);
  }
  return edits;
}
