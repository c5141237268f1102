import { describe, expect, it } from 'vitest';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { registry } from '../../server/src/rules/index.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { ManifestFile, type ResourceEntry } from '../../server/src/workspace/manifests/manifest-file.ts';
import { skimEntry } from '../../server/src/workspace/manifests/skim-entry.ts';
import { splitDocuments } from '../../server/src/yaml/stream.ts';

const factsOf = ({ kind, group, name, namespace, labels, podLabels, isPartial, span }: ResourceEntry) => ({
  kind,
  group,
  name,
  namespace,
  labels,
  podLabels,
  isPartial,
  start: span.start,
});

/** What is skimmed of a document and what is read, when it can be skimmed. */
function both(text: string, start = 0) {
  const file = { uri: 'file:///a.yaml', lines: new LineMap(text) };
  const skimmed = skimEntry({ text, start }, file, () => undefined);
  const unit = { language: 'kubernetes', text, model: new Manifest(text), suppressions: [] };
  const read = ManifestFile.of('file:///a.yaml', text, [{ unit, start }]).entries;
  return { skimmed: skimmed && factsOf(skimmed), read: read.map(factsOf) };
}

describe('a document that is skimmed', () => {
  const texts = registry.rules
    .flatMap(({ meta }) => meta.examples)
    .flatMap((example) => ('good' in example ? [example.good] : [example.bad, example.fixed ?? '']))
    .filter((text) => text.includes('apiVersion'))
    .flatMap((text) => splitDocuments(text));

  it('says what it says when it is read', () => {
    let skimmedDocuments = 0;
    for (const { text, start } of texts) {
      const { skimmed, read } = both(text, start);
      if (!skimmed) continue;
      skimmedDocuments++;
      expect([skimmed], text).toEqual(read);
    }
    // Most documents are written as nearly everybody writes them.
    expect(skimmedDocuments).toBeGreaterThan(texts.length / 2);
  });

  it.each([
    [
      'comments, quotes and empty lines',
      '# a\napiVersion: "v1" # b\n\nkind: \'Pod\'\nmetadata:\n  # c\n  name: "web" # d\n',
    ],
    [
      'lists at the indentation of their key',
      'apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - port: 80\n    name: a\n  selector:\n    a: b\nmetadata:\n  name: web\n',
    ],
    [
      'block scalars with what looks like keys',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    kind: Secret\n    metadata:\n      name: other\n\n    more\nmetadata:\n  name: web\n',
    ],
    [
      'line ends of Windows',
      'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: web\r\n  labels:\r\n    a: b\r\n',
    ],
    [
      'maps of plain texts in flow style',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web # a\n  labels: {app: web, a.b/c: d-e } # f\n  annotations: {}\nspec: {type: NodePort}\n',
    ],
  ])('knows %s', (_, text) => {
    const { skimmed, read } = both(text);
    expect(skimmed && [skimmed]).toEqual(read);
    expect(skimmed?.name).toBe('web');
  });

  it.each([
    ['flow style', '{apiVersion: v1, kind: Pod, metadata: {name: web}}\n'],
    ['quotes in flow style', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: {a: "b"}\n'],
    ['keys in flow style with nothing behind them', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: }\n'],
    ['anchors', 'apiVersion: v1\nkind: Pod\nmetadata: &m\n  name: web\n'],
    ['templates', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n'],
    ['lists of resources', 'apiVersion: v1\nkind: List\nitems:\n  - kind: Pod\n'],
    [
      'texts of several lines',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a: "b\n      c: d"\n  name: web\n',
    ],
    ['keys that stand there twice', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  name: other\n'],
  ])('leaves %s to the parser', (_, text) => {
    expect(both(text).skimmed).toBeUndefined();
  });
});
