import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { oldFields, renew } from '../../server/src/workspace/kustomize/renewal.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';

/** The text after one field was renewed; the reason when that is refused. */
function renewed(text: string, name: string): string {
  const field = oldFields.find((one) => one.name === name);
  if (!field) throw new Error(`there is no field ${name}`);
  const edits = renew(new YamlDocument(text).root, field);
  return edits instanceof Refusal ? edits.reason : applyEdits(text, edits);
}

describe('renewing a field of a kustomization', () => {
  it('puts patches before those that are there, in their indentation, and keeps comments', () => {
    const text = `patches:
  - path: b.yaml
# Memory.
patchesStrategicMerge:
- a.yaml # first
- |
  kind: Service

  metadata:
    name: web
images: []
`;
    expect(renewed(text, 'patchesStrategicMerge')).toBe(`patches:
  - path: a.yaml # first
  - patch: |
      kind: Service

      metadata:
        name: web
  - path: b.yaml
# Memory.
images: []
`);
  });

  it('adds labels to those that are there', () => {
    expect(renewed('labels:\n  - pairs: { a: b }\ncommonLabels:\n    c: d\n', 'commonLabels')).toBe(
      'labels:\n  - pairs: { a: b }\n  - includeSelectors: true\n    pairs:\n      c: d\n',
    );
  });

  it('keeps CRLF, and the end of a file without a line break', () => {
    expect(renewed('commonLabels:\r\n  a: b', 'commonLabels')).toBe(
      'labels:\r\n- includeSelectors: true\r\n  pairs:\r\n    a: b',
    );
    expect(renewed('bases:\r\n- a\r\nresources:\r\n- b', 'bases')).toBe('resources:\r\n- b\r\n- a');
  });

  it('renames a list in brackets, and refuses to move one', () => {
    expect(renewed('bases: [a, b]\n', 'bases')).toBe('resources: [a, b]\n');
    expect(renewed('commonLabels: {a: b}\n', 'commonLabels')).toBe(
      'labels:\n- includeSelectors: true\n  pairs: {a: b}\n',
    );
    expect(renewed('patchesStrategicMerge: [a.yaml, b.yaml]\n', 'patchesStrategicMerge')).toBe(
      'patches: [{ path: a.yaml }, { path: b.yaml }]\n',
    );
    expect(renewed('bases: [a]\nresources:\n- b\n', 'bases')).toBe('The entries are not written one below the other.');
  });
});
