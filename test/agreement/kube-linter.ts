import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ManifestCase, ObjectName, Reading } from './case.ts';

/** Kinds that only OpenShift has. */
const openShiftKinds: ReadonlySet<string> = new Set(['DeploymentConfig', 'SecurityContextConstraints']);

/**
 * The cases of kube-linter's tests from end to end, read from a checkout of its sources: a file for each check, and a
 * script that says for which kinds of objects, or for which objects, there are messages. Objects that are silent, as
 * those called `dont-fire` are, are a case each; the others of one kind are one together.
 */
export function kubeLinterCases(root: string): Reading<ManifestCase> {
  const script = readFileSync(path.join(root, 'e2etests/bats-tests.sh'), 'utf8');
  const cases: ManifestCase[] = [];
  const unread: string[] = [];
  for (const [, test = '', body = ''] of script.matchAll(/^@test "([^"]+)" \{\n([\s\S]*?)\n\}/gm)) {
    const file = /tmp="(tests\/checks\/[^"]+)"/.exec(body)?.[1];
    const check = /--include (\S+)/.exec(body)?.[1] ?? (test === 'schema-validation' ? test : undefined);
    if (file === undefined || check === undefined) {
      unread.push(`no check of its own: ${test}`);
      continue;
    }
    const messages = body.matchAll(/message(?:\d+|s\[\d+\])\}" (?:==|=~) "(\w+)(?: (\S+))?:/g);
    const firing = [...messages].map(([, kind = '', name]) => ({ kind, name }));
    const text = readFileSync(path.join(root, file), 'utf8');
    // Where some messages are only counted, it is not said which objects they are about.
    const count = Number(/"\$\{count\}" == "(\d+)"/.exec(body)?.[1] ?? 0);
    const isTold = ({ fires, name }: ManifestCase) => fires || count <= firing.length || /\bdont-fire\b/.test(name);
    const read = casesOf(path.basename(file), text, `kube-linter/${check}`, firing);
    cases.push(...read.filter(isTold));
    unread.push(...read.filter((one) => !isTold(one)).map(({ name }) => `messages that are only counted: ${name}`));
  }
  return { cases, unread };
}

function casesOf(file: string, text: string, alias: string, firing: readonly ObjectName[]): readonly ManifestCase[] {
  const files = { [file]: text };
  const objects = objectsIn(text);
  const cases: ManifestCase[] = [];
  for (const kind of new Set(objects.map((object) => object.kind))) {
    const apart = openShiftKinds.has(kind) ? 'OpenShift' : undefined;
    const same = objects.filter((object) => object.kind === kind);
    const named = firing.flatMap((object) => (object.kind === kind ? (object.name ?? []) : []));
    // Where messages name their objects, all others of the kind are silent.
    const isSilent = ({ name }: ObjectName) =>
      named.length > 0 ? !named.includes(name ?? '') : /^dont-fire|dont-fire$/.test(name ?? '');
    const others = same.filter((object) => !isSilent(object));
    for (const { name } of same.filter(isSilent)) {
      const about = (object: ObjectName) => object.kind === kind && object.name === name;
      cases.push({ name: `${file}: ${kind} ${name}`, files, alias, fires: false, about, apart });
    }
    if (others.length === 0) continue;
    const about = (object: ObjectName) => object.kind === kind && !isSilent(object);
    const names = others.map(({ name }) => name).join(', ');
    cases.push({
      name: `${file}: ${kind} ${names}`,
      files,
      alias,
      fires: firing.some((object) => object.kind === kind),
      about,
      apart,
    });
  }
  return cases;
}

function objectsIn(text: string): readonly ObjectName[] {
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return [];
    const metadata = 'metadata' in value ? (value.metadata as { name?: string } | null) : undefined;
    return [{ kind: value.kind, name: metadata?.name }];
  });
}
