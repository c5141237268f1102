import { describe, expect, it } from 'vitest';
import { coverageOf, readRows, type Subject, subjects } from '../../scripts/coverage/rows.ts';
import { registry } from '../../server/src/rules/index.ts';

/** How each peer writes the names of its checks, where they have a form. */
const forms: Readonly<Record<string, RegExp>> = {
  'kube-linter': /^[a-z0-9-]+$/,
  'kube-score': /^[a-z0-9-]+$/,
  polaris: /^[a-zA-Z]+$/,
  trivy: /^(?:DS|KSV|KCV)-\d{4,5}(?: to KCV-\d{4})?$/,
  checkov: /^CKV2?_(?:DOCKER|K8S)_\d+(?: to CKV_K8S_\d+)?$/,
  kubescape: /^C-\d{4}$/,
  monokle: /^(?:(?:KBP|PSS|LNK|K8S)\d{3}|MTD-[a-z-]+)$/,
  hadolint: /^(?:DL|SC)\d{4}$|^[a-z-]+$|^SC\*$/,
};

/** The tables of what the peers check, which figures are printed from and rules take their aliases from. */
describe.each(Object.keys(subjects) as Subject[])('the rows of %s', (subject) => {
  const rows = readRows(subject);

  it('are each there once, under a group, with the names of at least one peer', () => {
    expect(new Set(rows.map(({ meaning }) => meaning)).size).toBe(rows.length);
    expect(rows.filter(({ group, meaning, names }) => !group || !meaning || names.length === 0)).toEqual([]);
    expect(rows.filter(({ names }) => new Set(names).size < names.length)).toEqual([]);
  });

  it('write the names as the peers do', () => {
    const odd = rows
      .flatMap(({ names }) => names)
      .filter((name) => {
        const slash = name.indexOf('/');
        const form = forms[name.slice(0, slash)];
        return slash < 0 ? !/^[a-z-]+$/.test(name) : form !== undefined && !form.test(name.slice(slash + 1));
      });
    expect(odd).toEqual([]);
  });

  it('name only rules that exist, and give reasons as sentences', () => {
    expect(() => coverageOf(subject, registry)).not.toThrow();
    for (const { outOfScope } of rows) if (outOfScope !== undefined) expect(outOfScope).toMatch(/^[A-Z].*\.$/);
  });
});
