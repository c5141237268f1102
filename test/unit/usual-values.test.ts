import { describe, expect, it } from 'vitest';
import { usualValues } from '../../server/src/ide/kubernetes/usual-values.ts';
import { spotIn, taken } from '../support/spots.ts';

async function suggested(marked: string) {
  return (await usualValues.complete?.(spotIn(marked))) ?? [];
}

async function labels(marked: string): Promise<readonly string[]> {
  return (await suggested(marked)).map(({ label }) => label);
}

/** The line of the mark, once a suggestion was taken. */
async function after(marked: string, label: string): Promise<string> {
  const one = (await suggested(marked)).find((suggestion) => suggestion.label === label);
  if (!one) throw new Error(`"${label}" is not suggested`);
  const spot = spotIn(marked);
  const lines = taken(spot, one).split(/\r?\n/);
  return lines[spot.file.lines.lineAt(spot.offset)] ?? '';
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n';
const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n';
const claim = 'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  resources:\n    requests:\n      ';
const binding = (kind: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nroleRef:\n  kind: ¦\nsubjects:\n- kind: User\n`;

describe('the usual values of fields', () => {
  it('are what can be requested, without what is requested already', async () => {
    const resources = `${pod}    resources:\n      requests:\n        `;
    expect(await labels(`${resources}¦\n`)).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    expect(await labels(`${resources}cpu: 1\n        ¦\n`)).toEqual(['memory', 'ephemeral-storage']);
    expect(await labels(`${claim}¦\n`)).toEqual(['storage']);
    expect(await after(`${resources}me¦\n`, 'memory')).toBe('        memory: ');
    expect(await after(`${resources}me¦: 1Mi\n`, 'memory')).toBe('        memory: 1Mi');
  });

  it('are members of lists: behind a dash, where it is missing, and in brackets', async () => {
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
    expect(await labels(`${role}- verbs:\n  - ¦\n`)).toEqual(verbs);
    expect(await labels(`${role}- verbs:\n    - get\n    ¦\n`)).toEqual(verbs);
    expect(await after(`${role}- verbs:\n  - ¦\n`, '*')).toBe('  - "*"');
    expect(await after(`${role}- verbs:\n    ¦\n`, 'get')).toBe('    - get');
    expect(await after(`${role}- verbs:\n    - get\n    ¦\n`, 'list')).toBe('    - list');
    expect(await after(`${role}- verbs: [get, ¦]\n`, 'list')).toBe('- verbs: [get, list]');
    expect(await after(`${role}- verbs: ["get", "li¦"]\r\n`, 'list')).toBe('- verbs: ["get", "list"]');
    expect(await after(`${role}- apiGroups: [¦\n`, '""')).toBe('- apiGroups: [""');
  });

  it('are values, quoted where they have to be', async () => {
    const path = `${pod}    env:\n    - name: A\n      valueFrom:\n        fieldRef:\n          fieldPath: `;
    expect(await labels(`${path}¦\n`)).toContain('status.podIP');
    expect(await after(`${path}¦\n`, "metadata.labels['KEY']")).toBe(`          fieldPath: "metadata.labels['KEY']"`);
    expect(await after(`${path}'¦'\n`, 'metadata.name')).toBe(`          fieldPath: 'metadata.name'`);
    expect(await after(`${path}'¦'\n`, "metadata.labels['KEY']")).toBe(
      `          fieldPath: 'metadata.labels[''KEY'']'`,
    );
    expect(await labels(binding('RoleBinding'))).toEqual(['Role', 'ClusterRole']);
    expect(await labels(binding('ClusterRoleBinding'))).toEqual(['ClusterRole']);
  });

  it.each([
    ['elsewhere', `${pod}    ¦\n`],
    ['in what is no manifest', 'rules:\n- verbs:\n  - ¦\n'],
    ['in comments', `${role}- verbs: [] # ¦\n`],
    ['behind brackets', `${role}- verbs: [] ¦\n`],
    ['in maps within lists', `${role}- verbs: [{¦\n`],
    ['where a template writes', `${role}- verbs:\n  - {{ .a¦ }}\n`],
  ])('are not suggested %s', async (_, marked) => {
    expect(await labels(marked)).toEqual([]);
  });
});
