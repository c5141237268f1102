import { Config } from '../../server/src/config/config.ts';
import type { Finding } from '../../server/src/core/finding.ts';
import type { Settings } from '../../server/src/core/settings.ts';
import type { SourceFile } from '../../server/src/engine/engine.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { registry } from '../../server/src/rules/index.ts';
import { Judgement, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import type { Case, ManifestCase, ObjectName } from './case.ts';

/** Whether we say what a peer's test expects, and what we say instead. */
export interface Answer {
  readonly agrees: boolean;
  readonly found: readonly unknown[];
}

/** Compares the lines, counted from one, of our findings under the name of a peer; under all its names for `peer/*`. */
export async function judgeDockerfile(one: Case): Promise<Answer> {
  const ignoreFile = one.dockerignore === undefined ? {} : { '.dockerignore': one.dockerignore };
  const host = hostOf({ Dockerfile: one.text, ...ignoreFile });
  const { findings, source } = await Judgement.around('Dockerfile', one.text, settingsFor(one), host);
  const isNamed = (alias: string) =>
    alias === one.alias || (one.alias.endsWith('/*') && alias.startsWith(one.alias.slice(0, -1)));
  const lines = findings
    .filter(({ aliases }) => aliases.some(isNamed))
    .map(({ span }) => source.lines.positionAt(span.start).line + 1)
    .sort((a, b) => a - b);
  const agrees =
    typeof one.expected === 'boolean'
      ? lines.length > 0 === one.expected
      : JSON.stringify([...new Set(lines)]) === JSON.stringify([...new Set(one.expected)]);
  return { agrees, found: lines };
}

/** Asks whether any object that the case is about has a finding under the name of the peer. */
export async function judgeManifests(one: ManifestCase): Promise<Answer> {
  const host = hostOf(one.files);
  const found: string[] = [];
  for (const [name, text] of Object.entries(one.files)) {
    const { findings, source } = await Judgement.around(name, text, settingsFor(one), host);
    for (const finding of findings.filter(({ aliases }) => aliases.includes(one.alias))) {
      const object = objectAt(source, finding);
      if (one.about?.(object) ?? true) found.push(`${object.kind} ${object.name}: ${finding.message}`);
    }
  }
  return { agrees: found.length > 0 === one.fires, found };
}

/** The object that a finding is about. */
function objectAt(source: SourceFile, { span }: Finding): ObjectName {
  const placed = source.units.findLast(({ start }) => start <= span.start);
  if (!(placed?.unit.model instanceof Manifest)) return { kind: '', name: undefined };
  const offset = span.start - placed.start;
  const { resources } = placed.unit.model;
  return (
    resources.find(({ value }) => value.span && value.span.start <= offset && offset <= value.span.end) ??
    resources[0] ?? { kind: '', name: undefined }
  );
}

function hostOf(files: Readonly<Record<string, string>>): MemoryHost {
  return new MemoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${testRoot}/${name}`, text])));
}

function settingsFor(one: Case | ManifestCase): Settings {
  const { rules } = one;
  const kubernetesVersion = 'kubernetesVersion' in one ? one.kubernetesVersion : undefined;
  const content = { rules } as never;
  const files = rules ? [{ uri: `${testRoot}/.seaworthy.yaml`, text: '', content, problems: [] }] : [];
  return new Config(registry, files, { preset: 'all', kubernetesVersion }).settingsFor(`${testRoot}/file`);
}
