import { describe, expect, it } from 'vitest';
import { fileFieldHelp } from '../../server/src/ide/yaml/file-field-help.ts';
import { fieldAssistant, LazyYamlService } from '../../server/src/lsp/libraries/yaml-assistant.ts';
import { createYamlService } from '../../server/src/lsp/libraries/yaml-service.ts';
import { spotIn } from '../support/writing.ts';

const assistant = fieldAssistant(new LazyYamlService(async () => ({ createYamlService })));

async function suggested(
  file: string,
  marked: string,
  others: Record<string, string> = {},
): Promise<readonly string[]> {
  const found = (await assistant.complete?.(spotIn(file, marked, others, '¦'))) ?? [];
  return found.map(({ label }) => label);
}

/** What is suggested, in the order in which an editor lists it. */
async function ranked(file: string, marked: string): Promise<readonly string[]> {
  const found = (await assistant.complete?.(spotIn(file, marked, {}, '¦'))) ?? [];
  return found.toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0)).map(({ label }) => label);
}

async function explained(file: string, marked: string, others: Record<string, string> = {}): Promise<string> {
  return ((await fileFieldHelp.explain?.(spotIn(file, marked, others, '¦'))) ?? []).map(({ text }) => text).join('\n');
}

describe('files whose name says what they are for', () => {
  it('are kustomizations, with the fields of each list', async () => {
    expect(await suggested('app/kustomization.yaml', 'resources:\n  - a.yaml\nim¦\n')).toContain('images');
    expect(await suggested('app/Kustomization', 'images:\n  - name: web\n    new¦\n')).toEqual(
      expect.arrayContaining(['newTag', 'newName']),
    );
    const inOrder = await ranked('app/kustomization.yaml', 'kind: Kustomization\n¦\n');
    expect(inOrder.indexOf('resources')).toBeLessThan(inOrder.indexOf('patches'));
    expect(inOrder.indexOf('patches')).toBeLessThan(inOrder.indexOf('namePrefix'));
    expect(inOrder.indexOf('namePrefix')).toBeLessThan(inOrder.indexOf('buildMetadata'));
    expect(await suggested('app/kustomization.yml', 'kind: ¦\n')).toEqual(['Kustomization', 'Component']);
    expect(await explained('app/kustomization.yaml', 'name¦Prefix: a-\n')).toContain('What stands before all names.');
  });

  it('are charts', async () => {
    expect(await suggested('web/Chart.yaml', 'apiVersion: v2\nname: web\ndep¦\n')).toContain('dependencies');
    expect(await suggested('web/Chart.yaml', 'dependencies:\n  - name: db\n    con¦\n')).toContain('condition');
    expect(await explained('web/Chart.yaml', 'app¦Version: "1"\n')).toContain('The version of the application');
  });

  it('are the values of a chart that has a schema for them', async () => {
    const others = {
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'web/values.schema.json': JSON.stringify({
        properties: {
          service: { properties: { type: { enum: ['ClusterIP', 'NodePort'], description: 'How it is reached.' } } },
        },
      }),
    };
    expect(await suggested('web/values.yaml', 'service:\n  type: ¦\n', others)).toEqual(['ClusterIP', 'NodePort']);
    expect(await suggested('web/values-prod.yaml', 'service:\n  ¦\n', others)).toContain('type');
    expect(await suggested('other/values.yaml', 'service:\n  type: ¦\n', others)).toEqual([]);
    expect(await explained('web/values.yaml', 'service:\n  ty¦pe: NodePort\n', others)).toContain('How it is reached.');
  });
});
