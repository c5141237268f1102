import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { nameRenaming } from '../../server/src/ide/kubernetes/names/renaming.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Names, namesIn, placeKey } from '../../server/src/workspace/names/names.ts';
import { MemoryHost } from '../support/memory-host.ts';

const word = fc.constantFrom('web', 'api', 'http');
const namespace = fc.constantFrom('', '\n  namespace: one', '\n  namespace: two');

const deployment = fc
  .tuple(word, word, word, word, namespace)
  .map(
    ([name, app, map, port, within]) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}${within}\nspec:\n  selector:\n    matchLabels: {app: ${app}}\n  template:\n    metadata:\n      labels: {app: ${app}, tier: ${name}}\n    spec:\n      containers:\n        - name: ${name}\n          image: web:1.0\n          ports: [{name: ${port}, containerPort: 80}]\n          livenessProbe: {httpGet: {port: ${port}}}\n          env: [{name: A, valueFrom: {configMapKeyRef: {name: ${map}, key: "${port}"}}}]\n          volumeMounts: [{name: ${map}, mountPath: /a, subPath: ${app}}]\n      volumes: [{name: ${map}, configMap: {name: ${map}}}]\n`,
  );
const service = fc
  .tuple(word, word, word, namespace)
  .map(
    ([name, app, port, within]) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: '${name}'${within}\nspec:\n  selector:\n    app: ${app}\n  ports: [{name: ${port}, port: 80, targetPort: ${port}}]\n`,
  );
const configMap = fc
  .tuple(word, word, namespace)
  .map(
    ([name, key, within]) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}${within}\ndata:\n  ${key}: a\n  "web.${key}": b\n`,
  );
const ingress = fc
  .tuple(word, word, namespace)
  .map(
    ([name, port, within]) =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: ${name}${within}\nspec:\n  defaultBackend: {service: {name: ${name}, port: {name: ${port}}}}\n`,
  );
const policy = word.map(
  (app) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector:\n    matchExpressions: [{key: app, operator: In, values: [${app}, api]}]\n`,
);
const file = fc
  .array(fc.oneof(deployment, service, configMap, ingress, policy), { minLength: 1, maxLength: 4 })
  .map((documents) => documents.join('---\n'));
const paths = ['a/one.yaml', 'a/two.yaml', 'b/one.yaml'];
const workspace = fc
  .tuple(file, file, file)
  .map((texts) => Object.fromEntries(texts.map((text, place) => [`file:///workspace/${paths[place]}`, text])));

type Texts = Readonly<Record<string, string>>;

/** The names of all files in the order of the text, each with the places at which it is defined among them. */
async function meaningsIn(texts: Texts): Promise<readonly (readonly [string, readonly string[]])[]> {
  const engine = new Engine(new MemoryHost(texts));
  const ordinals = new Map<string, string>();
  const seen: { readonly key: string; readonly defined: readonly string[] }[] = [];
  for (const [uri, text] of Object.entries(texts)) {
    const names = await Names.around(engine.read(uri, 'kubernetes', text), engine.sharedHost);
    const all = names.own.entries.flatMap((entry) => namesIn(entry));
    for (const [place, name] of all.entries()) {
      ordinals.set(placeKey(name), `${uri} ${place}`);
      seen.push({ key: placeKey(name), defined: names.definitionsOf(name).map(placeKey) });
    }
  }
  return seen.map(({ key, defined }) => [
    ordinals.get(key) ?? key,
    defined.map((one) => ordinals.get(one) ?? one).sort(),
  ]);
}

describe('renaming anything anywhere', () => {
  it('leaves every name meaning what it meant', async () => {
    await fc.assert(
      fc.asyncProperty(workspace, fc.nat(), async (texts, which) => {
        const engine = new Engine(new MemoryHost(texts));
        const uris = Object.keys(texts);
        const uri = uris[which % uris.length] ?? '';
        const read = engine.read(uri, 'kubernetes', texts[uri] ?? '');
        const all = (await Names.around(read, engine.sharedHost)).own.entries.flatMap((entry) => namesIn(entry));
        const offset = all[which % all.length]?.place.span.start ?? 0;
        const around = { host: engine.sharedHost, kubernetesVersion: '1.36' };
        const renaming = await nameRenaming.renaming?.({ file: read, offset, around });
        if (!renaming || renaming instanceof Refusal) throw new Error('there is no name');
        const edits = await renaming.to('renamed');
        if (edits instanceof Refusal) throw new Error(edits.reason);
        const changed = edits.map((one) => [one.file.uri, applyEdits(texts[one.file.uri] ?? '', one.edits)]);
        expect(await meaningsIn({ ...texts, ...Object.fromEntries(changed) })).toEqual(await meaningsIn(texts));
      }),
      { numRuns: 60 },
    );
  });
});
