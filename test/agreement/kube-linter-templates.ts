import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { ManifestCase, Reading } from './case.ts';
import { completed, type PlainObject } from './completed.ts';

/** What `kube-linter-recorder` writes down of one expectation. */
interface Recorded {
  readonly template: string;
  readonly test: string;
  readonly param: unknown;
  /** The parameters are expected to be refused. */
  readonly fails: boolean;
  readonly objects: readonly RecordedObject[];
}

interface RecordedObject {
  readonly name: string;
  /** The `apiVersion` and the `kind`, for objects that do not say them. */
  readonly kinds: readonly string[];
  readonly text: string;
  /** How many findings there are to be. */
  readonly fires: number;
  /** Whether the text is the test's own, rather than made of the object. */
  readonly written: boolean;
}

interface BuiltInCheck {
  readonly name: string;
  readonly template: string;
  readonly params?: unknown;
}

/**
 * The cases of the tests of kube-linter's templates, read from a checkout of its sources. The tests make their objects
 * in Go; so they are run, with a helper in the place of kube-linter's own that writes down what they expect. Needs Go,
 * and for the first time the network.
 */
export function templateCases(root: string): Reading<ManifestCase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'agreement-'));
  try {
    const records = record(root, folder);
    return records === undefined
      ? { cases: [], unread: ['no Go at hand: the tests of templates'] }
      : read(root, records);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the tests; undefined when they cannot be run. */
function record(root: string, folder: string): readonly Recorded[] | undefined {
  const own = (file: string) => path.join(import.meta.dirname, 'kube-linter-recorder', file);
  const overlay = path.join(folder, 'overlay.json');
  const output = path.join(folder, 'records');
  const replaced = {
    'pkg/templates/templates_testutils.go': own('recorder.go'),
    'pkg/lintcontext/create_contexts.go': own('options.go'),
    'pkg/lintcontext/parse_yaml.go': '',
  };
  const Replace = Object.fromEntries(Object.entries(replaced).map(([file, by]) => [path.resolve(root, file), by]));
  writeFileSync(overlay, JSON.stringify({ Replace }));
  // Tests that need what is left out do not compile, which is not the fault of the others.
  spawnSync('go', ['test', `-overlay=${overlay}`, '-vet=off', '-count=1', './pkg/templates/...'], {
    cwd: root,
    env: { ...process.env, RECORD_TO: output },
  });
  if (!existsSync(output)) return undefined;
  const lines = readFileSync(output, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}

function read(root: string, records: readonly Recorded[]): Reading<ManifestCase> {
  const checks = builtInChecks(root);
  const cases: ManifestCase[] = [];
  const unread: string[] = [];
  for (const one of records) {
    const name = `${one.template}, ${one.test}`;
    const check = checks.find(({ template, params }) => template === one.template && said(params) === said(one.param));
    if (one.fails) unread.push(`parameters that are refused: ${name}`);
    else if (!check) unread.push(`other parameters than those of a built-in check: ${name}`);
    else cases.push(...casesOf(name, `kube-linter/${check.name}`, one.objects));
  }
  return { cases, unread };
}

function builtInChecks(root: string): readonly BuiltInCheck[] {
  const folder = path.join(root, 'pkg/builtinchecks/yamls');
  return readdirSync(folder).map((file) => parse(readFileSync(path.join(folder, file), 'utf8')) as BuiltInCheck);
}

/** Parameters as one text, without those that say nothing; Go and YAML begin their names with letters of other case. */
function said(params: unknown): string {
  const entries = Object.entries((params ?? {}) as Record<string, unknown>).filter(
    ([, value]) => !(value === null || value === false || value === '' || value === 0) && `${value}` !== '',
  );
  const named = entries.map(([key, value]) => [key.toLowerCase(), value] as const);
  return JSON.stringify(named.sort(([a], [b]) => a.localeCompare(b)));
}

/** One case for each object that is found fault with, and one for all others together. */
function casesOf(name: string, alias: string, objects: readonly RecordedObject[]): readonly ManifestCase[] {
  const files = { 'manifest.yaml': objects.map(textOf).join('---\n') };
  const firing = objects.filter(({ fires }) => fires > 0);
  const cases = firing.map((object): ManifestCase => {
    const about = ({ name }: { name: string | undefined }) => name === object.name;
    return { name: `${name}: ${object.name}`, files, alias, fires: true, about, apart: apartOf([object]) };
  });
  if (firing.length === objects.length) return cases;
  const about = ({ name }: { name: string | undefined }) => !firing.some((object) => object.name === name);
  return [...cases, { name: `${name}: the others`, files, alias, fires: false, about, apart: apartOf(objects) }];
}

/** Objects that do not say of what kind they are, and that Kubernetes itself does not know, are OpenShift's. */
function apartOf(objects: readonly RecordedObject[]): 'OpenShift' | undefined {
  return objects.every(({ kinds, text }) => kinds.length === 0 && !/^kind:/m.test(text)) ? 'OpenShift' : undefined;
}

/** An object as a manifest has it. Tests of how a text is written have their own. */
function textOf({ text, kinds, written }: RecordedObject): string {
  if (written) return text;
  const value = parse(text) as PlainObject;
  return stringify(completed({ apiVersion: kinds[0], kind: kinds[1], ...value }));
}
