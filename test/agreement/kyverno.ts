import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { PodSecurityLevel } from '../../server/src/core/rule.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { describe, type Violation, violationsOf } from '../../server/src/kubernetes/pod-security/pod-security.ts';
import { minorOf, readKubernetesVersion } from '../../server/src/kubernetes/version.ts';
import type { Verdict } from './pod-security.ts';

/** What a policy of Kyverno asks for: a level at a version, but for what it leaves out. */
interface PodSecurityRule {
  readonly level: PodSecurityLevel;
  readonly version?: string;
  readonly exclude?: readonly Exclusion[];
}

interface Exclusion {
  readonly controlName: string;
  readonly images?: readonly string[];
  readonly restrictedField?: string;
  readonly values?: readonly string[];
}

/** The verdicts that Kyverno's own tests of its Pod Security rules expect, read from a checkout of its sources. */
export function kyvernoVerdicts(root: string): readonly Verdict[] {
  return [...unitVerdicts(path.join(root, 'pkg/pss/evaluate_test.go')), ...conformanceVerdicts(root)];
}

function unitVerdicts(file: string): Verdict[] {
  const pattern =
    /name:\s*"([^"]*)",\s*rawRule: \[\]byte\(`([^`]*)`\),\s*rawPod: \[\]byte\(`([^`]*)`\),\s*allowed:\s*(\w+)/g;
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name = '', rule = '', pod = '', allowed]) => {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...JSON.parse(pod) });
    return verdict(name, JSON.parse(rule), text, allowed === 'false');
  });
}

/** The folders with a policy about Pod Security and a test that applies files, some of which must be refused. */
function conformanceVerdicts(root: string): Verdict[] {
  const parent = path.join(root, 'test/conformance/chainsaw/validate/clusterpolicy/standard');
  return ['psa', 'psa-deprecated'].flatMap((group) =>
    readdirSync(path.join(parent, group)).flatMap((name) => {
      const folder = path.join(parent, group, name);
      if (!existsSync(path.join(folder, 'policy.yaml'))) return [];
      const [policy] = parseAllDocuments(readFileSync(path.join(folder, 'policy.yaml'), 'utf8'));
      const rule = policy?.toJS()?.spec?.rules?.[0]?.validate?.podSecurity as PodSecurityRule | undefined;
      const steps = parse(readFileSync(path.join(folder, 'chainsaw-test.yaml'), 'utf8')).spec.steps as Step[];
      const applied = steps.flatMap((step) => step.try ?? []).flatMap((one) => one.apply ?? one.create ?? []);
      return applied.flatMap(({ file, expect }) => {
        if (!rule || !file || !existsSync(path.join(folder, file))) return [];
        const text = readFileSync(path.join(folder, file), 'utf8');
        return text.includes('kind: Pod')
          ? [verdict(`${group}/${name}/${file}`, rule, text, expect !== undefined)]
          : [];
      });
    }),
  );
}

interface Step {
  readonly try?: readonly { readonly apply?: Applied; readonly create?: Applied }[];
}

interface Applied {
  readonly file?: string;
  readonly expect?: unknown;
}

function verdict(name: string, { level, version, exclude = [] }: PodSecurityRule, text: string, expected: boolean) {
  const minor = minorOf(readKubernetesVersion(version ?? 'latest') ?? '');
  const left = new Manifest(text).pods
    .flatMap((pod) => violationsOf(pod, level, minor))
    .filter((violation) => !exclude.some((exclusion) => isExcluded(violation, exclusion)));
  return { name, expected, found: left.length > 0, said: left.map(describe) };
}

/** Whether a policy leaves out a violation: by control, and by image, field and value where it names them. */
function isExcluded(violation: Violation, { controlName, images, restrictedField, values }: Exclusion): boolean {
  const { control, container, value } = violation;
  if (control.name !== controlName) return false;
  // Without images the policy speaks of the pod's own fields, and of what containers do not set.
  const isNamed = images?.length
    ? matches(container?.value.get('image').text, images)
    : !container || (container.role === 'app' && !value.exists);
  if (!isNamed) return false;
  if (restrictedField && fieldOf(violation) !== restrictedField) return false;
  // A profile without a type, and a volume of a wrong sort, have no value that could be a wrong one.
  const isValueless = (value.key === 'type' && !value.exists) || control.id === 'restrictedVolumes';
  const bad = control.id === 'hostPathVolumes' ? value.get('path').text : value.text;
  return !values?.length || isValueless || matches(bad, values);
}

/** Whether a text matches one of some patterns, in which `*` and `?` stand for what they usually do. */
function matches(text: string | undefined, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return text !== undefined && new RegExp(`^${source}$`, 's').test(text);
  });
}

/** The field as Kyverno writes it: `spec.containers[*].securityContext.privileged`. */
function fieldOf({ container, field, value }: Violation): string {
  const written = field.replace(/\[[^\]]*\]/g, '[*]').replace(/^annotation (.*)/, 'metadata.annotations[$1]');
  if (written.startsWith('metadata')) return written;
  const list = {
    init: 'initContainers',
    sidecar: 'initContainers',
    app: 'containers',
    ephemeral: 'ephemeralContainers',
  };
  const inList = typeof value.key === 'number' ? '[*]' : '';
  return container ? `spec.${list[container.role]}[*].${written}`.replace('add[*]', 'add') : `spec.${written}${inList}`;
}
