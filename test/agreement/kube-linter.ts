import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ManifestCase, ObjectName, Reading } from './case.ts';

/** Kinds that only OpenShift has. */
const openShiftKinds: ReadonlySet<string> = new Set(['DeploymentConfig', 'SecurityContextConstraints']);

/**
 * The cases of kube-linter's tests from end to end, read from a checkout of its sources: a file for each check, and a
 * script that says for which kinds of objects there are messages. Objects called `dont-fire` are a case each, the others
 * of one kind are one together.
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
    const kinds = [...body.matchAll(/message\d+\}" (?:==|=~) "(\w+):/g)].map(([, kind = '']) => kind);
    const text = readFileSync(path.join(root, file), 'utf8');
    cases.push(...casesOf(path.basename(file), text, `kube-linter/${check}`, new Set(kinds)));
  }
  return { cases, unread };
}

function casesOf(file: string, text: string, alias: string, firing: ReadonlySet<string>): readonly ManifestCase[] {
  const files = { [file]: text };
  const objects = objectsIn(text);
  const cases: ManifestCase[] = [];
  for (const kind of new Set(objects.map((object) => object.kind))) {
    const apart = openShiftKinds.has(kind) ? 'OpenShift' : undefined;
    const same = objects.filter((object) => object.kind === kind);
    const others = same.filter((object) => !isSilent(object));
    for (const { name } of same.filter(isSilent)) {
      const about = (object: ObjectName) => object.kind === kind && object.name === name;
      cases.push({ name: `${file}: ${kind} ${name}`, files, alias, fires: false, about, apart });
    }
    if (others.length === 0) continue;
    const about = (object: ObjectName) => object.kind === kind && !isSilent(object);
    const names = others.map(({ name }) => name).join(', ');
    cases.push({ name: `${file}: ${kind} ${names}`, files, alias, fires: firing.has(kind), about, apart });
  }
  return cases;
}

function isSilent({ name }: ObjectName): boolean {
  return /^dont-fire|dont-fire$/.test(name ?? '');
}

function objectsIn(text: string): readonly ObjectName[] {
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return [];
    const metadata = 'metadata' in value ? (value.metadata as { name?: string } | null) : undefined;
    return [{ kind: value.kind, name: metadata?.name }];
  });
}
