import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import words from '../../package.nls.json' with { type: 'json' };
import { agentTools, callTool, inputSchemaOf } from '../../server/src/agent-tools/index.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { MemoryHost } from '../support/memory-host.ts';

const files = {
  'file:///w/app/Dockerfile': 'FROM alpine:3.24\nMAINTAINER me # the team\n',
  'file:///w/app/notes.yaml': 'a: b\n',
  'file:///w/app/k8s/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx\n',
  'file:///w/quiet/Dockerfile': 'FROM scratch\nCOPY app /\nUSER 1000\nENTRYPOINT ["/app"]\n',
  'file:///w/quiet/app': '',
  'file:///w/quiet/.dockerignore': '*\n!app\n',
  'file:///w/left/.seaworthy.yaml': 'ignore: ["*"]\n',
  'file:///w/left/Dockerfile': 'FROM alpine:3.24\nMAINTAINER me\n',
  'file:///elsewhere/Dockerfile': 'FROM alpine:3.24\nMAINTAINER me\n',
};

function call(name: string, input: unknown) {
  const host = new MemoryHost(files);
  return callTool(name, input, { engine: new Engine(host), host, folders: ['file:///w'] });
}

describe('the tool that checks', () => {
  it('tells each finding with its place, its rule and its fixes', async () => {
    const { blocks, isError } = await call('seaworthy_lint', { path: 'app/Dockerfile' });
    expect(isError).toBe(false);
    expect(blocks[0]).toMatch(/^app\/Dockerfile: \d+ findings?\n/);
    expect(blocks[0]).toMatch(/^2:1 warning \[maintainer-is-a-label\] .+\n {4}fix \(safe\): /m);
  });

  it('judges what is yet to be written, by the name it is to have', async () => {
    const { blocks } = await call('seaworthy_lint', {
      path: 'new/Dockerfile',
      text: 'FROM alpine:3.24\nMAINTAINER me\n',
    });
    expect(blocks[0]).toContain('[maintainer-is-a-label]');
  });

  it('says of a whole folder in which files there is something', async () => {
    const { blocks } = await call('seaworthy_lint', { path: 'app' });
    expect(blocks[0]).toBe('app: 2 files checked, findings in 2.');
    expect(blocks.slice(1).map((block) => block.split(':')[0])).toEqual(['app/Dockerfile', 'app/k8s/pod.yaml']);
  });

  it('says so when nothing is found', async () => {
    expect((await call('seaworthy_lint', { path: 'quiet/Dockerfile' })).blocks).toEqual([
      'quiet/Dockerfile: nothing found.',
    ]);
  });

  it('has the rules speak that are asked for', async () => {
    const count = async (preset: string) =>
      (await call('seaworthy_lint', { path: 'app/k8s/pod.yaml', preset })).blocks[0]?.split('\n').length ?? 0;
    expect(await count('strict')).toBeGreaterThan(await count('recommended'));
  });

  it('takes paths from anywhere in the workspace, and none out of it', async () => {
    for (const path of ['/w/app/Dockerfile', 'file:///w/app/Dockerfile', 'quiet/../app/Dockerfile', './app/Dockerfile'])
      expect((await call('seaworthy_lint', { path })).blocks[0]).toMatch(/^app\/Dockerfile: /);
    for (const path of [
      '../elsewhere/Dockerfile',
      '/elsewhere/Dockerfile',
      'file:///elsewhere/Dockerfile',
      '/w/../elsewhere/Dockerfile',
      'https://w/app/Dockerfile',
    ])
      expect(await call('seaworthy_lint', { path })).toEqual({
        blocks: [`${path} lies outside of the workspace.`],
        isError: true,
      });
  });

  it('takes an absolute path for one where the workspace is', async () => {
    const uri = 'vscode-remote://machine/w/Dockerfile';
    const host = new MemoryHost({ [uri]: 'FROM alpine:3.24\nMAINTAINER me\n' });
    const bench = { engine: new Engine(host), host, folders: ['vscode-remote://machine/w'] };
    expect((await callTool('seaworthy_lint', { path: '/w/Dockerfile' }, bench)).blocks[0]).toMatch(/^Dockerfile: /);
  });

  it('says why there is no answer', async () => {
    const reason = async (input: unknown) => (await call('seaworthy_lint', input)).blocks[0];
    expect(await reason({ path: 'none/Dockerfile' })).toMatch(/^There is no file none\/Dockerfile/);
    expect(await reason({ path: 'a.md', text: '# Title' })).toMatch(/neither a Dockerfile nor/);
    expect(await reason({ path: 'left/Dockerfile' })).toMatch(/left out by the configuration/);
    expect(await reason({ path: 1 })).toMatch(/path/);
    expect(await reason(undefined)).toMatch(/path/);
    expect((await call('no_tool', {})).isError).toBe(true);
  });
});

describe('the tool that explains', () => {
  it('knows rules by their own names and by those of others', async () => {
    const own = await call('seaworthy_explain', { rule: 'maintainer-is-a-label' });
    expect(own.blocks[0]).toContain('MAINTAINER');
    expect((await call('seaworthy_explain', { rule: 'DL4000' })).blocks).toEqual(own.blocks);
    expect((await call('seaworthy_explain', { rule: 'nonsense' })).isError).toBe(true);
  });
});

describe('the tool that fixes', () => {
  it('answers with the fixed text, and with what is left', async () => {
    const { blocks } = await call('seaworthy_fix', { path: 'app/Dockerfile' });
    expect(blocks[0]).toContain('[maintainer-is-a-label]');
    expect(blocks[1]).toBe('FROM alpine:3.24\nLABEL org.opencontainers.image.authors="me # the team"\n');
  });

  it('makes what is nearly always right only when that is asked for', async () => {
    const path = 'app/k8s/pod.yaml';
    const safe = await call('seaworthy_fix', { path, preset: 'strict' });
    const suggested = await call('seaworthy_fix', { path, preset: 'strict', suggested: true });
    expect(safe.blocks[1] ?? '').not.toContain('allowPrivilegeEscalation');
    expect(suggested.blocks[1]).toContain('allowPrivilegeEscalation: false');
  });

  it('says so when there is nothing to fix', async () => {
    const { blocks } = await call('seaworthy_fix', { path: 'quiet/Dockerfile' });
    expect(blocks).toEqual(['Nothing was fixed.\nquiet/Dockerfile: nothing found.']);
  });
});

it('package.json lists the tools as they are', () => {
  const listed = manifest.contributes.languageModelTools.map(
    ({ name, displayName, modelDescription, inputSchema }) => ({
      name,
      displayName: (words as Readonly<Record<string, string>>)[displayName.replaceAll('%', '')],
      modelDescription,
      inputSchema,
    }),
  );
  expect(listed).toEqual(
    agentTools.map((tool) => ({
      name: tool.name,
      displayName: tool.title,
      modelDescription: tool.description,
      inputSchema: inputSchemaOf(tool),
    })),
  );
  for (const { when } of manifest.contributes.languageModelTools)
    expect(when).toBe('config.seaworthy.languageModelTools.enable');
  expect(manifest.contributes.configuration.properties['seaworthy.languageModelTools.enable'].default).toBe(false);
});
