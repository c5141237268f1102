import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fill } from '../../server/src/templates/fill.ts';
import { manifestTemplates } from '../../server/src/templates/manifests/index.ts';
import { companionsOf, inContext, oddValuesOf } from '../support/template-context.ts';

/** What kube-score may say of a template, and why it is followed there no further. */
const accepted: Readonly<Record<string, string>> = {
  'container-image-pull-policy':
    'a version is not published twice; asking the registry at each start makes pods wait for it, and fail with it',
};

/**
 * Where kubeconform finds the schemas of Kubernetes, in its own notation; it is no use to download them in a test. The
 * package `kubernetes-validate` of PyPI has them, with references to one file that kubeconform wants in each.
 */
const schemas = process.env.SEAWORTHY_KUBECONFORM_SCHEMAS;

const [hasKubeLinter, hasKubeScore, hasKubeconform] = [
  ['kube-linter', 'version'],
  ['kube-score', 'version'],
  ['kubeconform', '-v'],
].map(([program = '', argument = '']) => {
  const isInstalled = spawnSync(program, [argument]).status === 0;
  if (!isInstalled) console.warn(`${program} is not installed: the tests that run it are skipped`);
  return isInstalled;
});
if (hasKubeconform && !schemas) console.warn('SEAWORTHY_KUBECONFORM_SCHEMAS is not set: kubeconform has no schemas');

/** A manifest that a template has written, and a folder with it and what belongs beside it. */
interface Written {
  readonly file: string;
  readonly folder: string;
}

const root = mkdtempSync(path.join(os.tmpdir(), 'seaworthy-templates-'));
afterAll(() => rmSync(root, { recursive: true }));

// What is built of manifests is none itself.
const templates = manifestTemplates.filter(({ place }) => place !== 'kustomization');
const filled = templates.flatMap((template) => [
  { title: template.id, template, values: {} },
  { title: `${template.id} filled otherwise`, template, values: oddValuesOf(template) },
]);
const cases = filled.map(({ title, template, values }): [string, Written] => {
  const { path: name, text } = inContext(template, fill(template, values));
  const folder = path.join(root, title);
  mkdirSync(folder);
  for (const [other, content] of Object.entries({ ...companionsOf(text), [name]: text }))
    writeFileSync(path.join(folder, other), content);
  return [title, { file: path.join(folder, name), folder }];
});

/** What a program writes; it may fail for having found something. */
function run(program: string, ...args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error || stdout === '') throw new Error(`${program} has failed: ${stderr}`, { cause: error });
  return stdout;
}

describe.runIf(hasKubeLinter)('kube-linter finds nothing in', () => {
  it.each(cases)('%s', (_, { folder }) => {
    const { Reports: reports }: { Reports: readonly { Check: string; Diagnostic: { Message: string } }[] | null } =
      JSON.parse(run('kube-linter', 'lint', '--format', 'json', folder));
    expect((reports ?? []).map(({ Check: check, Diagnostic: { Message: message } }) => [check, message])).toEqual([]);
  });
});

describe.runIf(hasKubeScore)('kube-score finds nothing in', () => {
  /** What is an objection, and no remark; 10 is the best. */
  const bad = 5;
  interface Checked {
    readonly file_name: string;
    readonly object_name: string;
    readonly checks: readonly {
      readonly check: { readonly id: string };
      readonly grade: number;
      readonly skipped: boolean;
    }[];
  }

  it.each(cases)('%s', (_, { file, folder }) => {
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    const objects: readonly Checked[] | null = JSON.parse(
      run('kube-score', 'score', '--output-format', 'json', ...files),
    );
    // There is nothing that it has to say of some kinds.
    if (!objects) return;
    const own = objects.filter((one) => one.file_name === file);
    expect(own.length).toBeGreaterThan(0);
    const objections = own.flatMap(({ object_name: object, checks }) =>
      checks
        .filter(({ check, grade, skipped }) => !skipped && grade <= bad && !(check.id in accepted))
        .map(({ check }) => [object, check.id]),
    );
    expect(objections).toEqual([]);
  });
});

describe.runIf(hasKubeconform && schemas)('kubeconform finds nothing in', () => {
  /** The schemas of Kubernetes itself have these not. */
  const others = 'Gateway,HTTPRoute';

  it.each(cases)('%s', (_, { file }) => {
    const args = ['-strict', '-output', 'json', '-skip', others, '-schema-location', schemas ?? '', file];
    const { resources }: { resources: readonly { msg: string; status: string }[] } = JSON.parse(
      run('kubeconform', '-kubernetes-version', '1.36.0', ...args),
    );
    expect(resources.filter(({ status }) => status !== 'statusSkipped')).toEqual([]);
  });
});
