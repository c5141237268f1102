import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ManifestCase, Reading } from './case.ts';

/** Where a call begins that says what a check makes of files. */
const call = /\b(testExpectedScore|testExpectedScoreWithConfig|wasSkipped)(\()t,/g;

/** The grades that are findings; what is fine or not looked at at all is none. */
const grades: Readonly<Record<string, boolean>> = {
  GradeCritical: true,
  GradeWarning: true,
  GradeAllOK: false,
  0: false,
};

/** Tests that an optional check is silent as long as nobody asks for it. */
const switchedOff: ReadonlySet<string> = new Set([
  'TestOptionalSkippedByDefault',
  'TestOptionalIgnoredAndEnabled',
  'TestContainerSeccompMissingNotRunByDefault',
]);

/** The cases of kube-score's own tests, read from a checkout of its sources. */
export function kubeScoreCases(root: string): Reading<ManifestCase> {
  const folder = path.join(root, 'score');
  const cases: ManifestCase[] = [];
  const unread: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('_test.go'))) {
    for (const [test, body] of testsIn(readFileSync(path.join(folder, file), 'utf8'))) {
      const calls = [...body.matchAll(call)];
      if (calls.length === 0) unread.push(`no grade of a check: ${test}`);
      for (const match of calls) {
        const [all, kind = ''] = match;
        const args = argumentsFrom(body, match.index + all.indexOf('('));
        for (const version of versionsOf(body)) {
          const one = caseOf(folder, `${file}: ${test}`, kind, args, version);
          if (typeof one === 'string') unread.push(one);
          else cases.push(one);
        }
      }
    }
  }
  return { cases, unread };
}

/** The text between a parenthesis and the one that closes it. */
function argumentsFrom(source: string, open: number): string {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if (source[at] === '(') depth++;
    else if (source[at] === ')' && --depth === 0) return source.slice(open + 1, at);
  }
  return source.slice(open + 1);
}

/** The tests of a file with their bodies. */
function testsIn(source: string): readonly (readonly [string, string])[] {
  return [...source.matchAll(/^func (Test\w+)\(t \*testing\.T\) \{\n([\s\S]*?\n)\}/gm)].map(
    ([, name = '', body = '']) => [name, body] as const,
  );
}

/** What a loop around the calls puts into the names of files; one empty text when there is none. */
function versionsOf(body: string): readonly string[] {
  const list = /for _, v := range \[\]string\{([^}]*)\}/.exec(body)?.[1];
  return list === undefined ? [''] : [...list.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
}

function caseOf(folder: string, name: string, kind: string, args: string, version: string): ManifestCase | string {
  const texts = [...args.replaceAll('"+v+"', version).matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
  const files = texts.filter((text) => text.endsWith('.yaml'));
  const check = texts.at(-1) ?? '';
  // Where annotations are not heeded, the peer says what a suppression keeps from being said here.
  if (/UseIgnoreChecksAnnotation:\s*false/.test(args)) return `annotations that are not heeded: ${name}`;
  // Whether a check is asked for on the command line says nothing about the file; here all are.
  if (switchedOff.has(name.replace(/^.*: /, ''))) return `checks that are not switched on: ${name}`;
  const grade = /(?:scorecard\.(\w+)|\b(0)),?$/.exec(args.trim());
  const fires = kind === 'wasSkipped' ? false : grades[grade?.[1] ?? grade?.[2] ?? ''];
  if (fires === undefined || files.length === 0 || check.endsWith('.yaml')) return `an unknown form: ${name}`;
  const minor = /Minor:\s*(\d+)/.exec(args)?.[1];
  return {
    name: `${name}, ${files.join(', ')}`,
    files: Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, 'testdata', file), 'utf8')])),
    alias: `kube-score/${check.toLowerCase().replaceAll(' ', '-')}`,
    fires,
    kubernetesVersion: minor ? `1.${minor}` : kind === 'testExpectedScore' ? '1.18' : undefined,
    rules: rulesOf(args),
  };
}

/** What a configuration of kube-score is in ours. */
function rulesOf(args: string): Readonly<Record<string, unknown>> | undefined {
  const rules: Record<string, unknown> = {};
  const number = (field: string) => new RegExp(`${field}:\\s*(\\d+)`).exec(args)?.[1];
  const replicas = number('MinReplicasDeployment');
  if (replicas !== undefined) rules['enough-replicas'] = { minimum: Number(replicas) };
  const scaled = number('MinReplicasHPA');
  if (scaled !== undefined) rules['autoscaler-minimum'] = { minimum: Number(scaled) };
  if (/IgnoreContainerCpuLimitRequirement:\s*true/.test(args)) rules['resource-limits'] = { cpuLimit: 'ignore' };
  if (/IgnoreContainerMemoryLimitRequirement:\s*true/.test(args)) {
    rules['resource-limits'] = { ...(rules['resource-limits'] as object), memoryLimit: 'ignore' };
  }
  return Object.keys(rules).length > 0 ? rules : undefined;
}
