import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dist } from '../support/built.ts';

/** Neovim 0.7 or later, as Debian packages it; without one there is nothing to try the documented configuration in. */
const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
if (!hasNeovim) process.stderr.write('nvim is not installed: the configuration for Neovim is not tried\n');

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-neovim-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** The configuration for Neovim before 0.11, as it is documented. */
async function documented(): Promise<string> {
  const page = await readFile('docs/editors/neovim.md', 'utf8');
  const [, section = ''] = page.split('## 0.7 to 0.10');
  return /```lua\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

/** Opens a file in Neovim with the documented configuration, and runs a probe, whose `answer` comes back. */
async function ask(file: string, text: string, probe: string): Promise<unknown> {
  const bin = path.join(folder, 'bin');
  const result = path.join(folder, 'result.json');
  await mkdir(bin);
  await mkdir(path.join(folder, '.git'));
  const command = path.join(bin, 'seaworthy');
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${path.join(dist, 'cli.js')}' "$@"\n`);
  await chmod(command, 0o755);
  await writeFile(path.join(folder, 'init.lua'), await documented());
  await writeFile(path.join(folder, file), text);
  await writeFile(
    path.join(folder, 'probe.lua'),
    `local function request(method, line, character, more)
       local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = character } }
       local answers = vim.lsp.buf_request_sync(0, method, vim.tbl_extend('force', params, more or {}), 10000)
       for _, answer in pairs(answers or {}) do return answer.result or answer.error end
     end
     vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end)
     ${probe}
     local file = io.open('${result}', 'w')
     file:write(vim.json.encode(answer))
     file:close()
     vim.cmd('qa!')`,
  );
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, XDG_STATE_HOME: folder, XDG_DATA_HOME: folder };
  const args = ['--headless', '-u', 'init.lua', file, '-c', 'luafile probe.lua'];
  const { stderr } = spawnSync('nvim', args, { cwd: folder, env, encoding: 'utf8', timeout: 90_000 });
  const answer = await readFile(result, 'utf8').catch(() => undefined);
  if (answer === undefined) throw new Error(`Neovim gave no answer: ${stderr}`);
  return JSON.parse(answer);
}

describe.skipIf(!hasNeovim)('Neovim with the documented configuration', () => {
  it('shows findings in a Dockerfile', async () => {
    const codes = await ask(
      'Dockerfile',
      'FROM alpine\nMAINTAINER me\n',
      'local answer = vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(0))',
    );
    expect(codes).toContain('maintainer-is-a-label');
  });

  it('fixes what the light bulb offers', async () => {
    const text = await ask(
      'Dockerfile',
      'FROM alpine:3.22\nMAINTAINER me\n',
      `local range = { start = { line = 0, character = 0 }, ['end'] = { line = 2, character = 0 } }
       local context = { only = { 'source.fixAll.seaworthy' }, diagnostics = {} }
       local actions = request('textDocument/codeAction', 0, 0, { range = range, context = context })
       vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
       local answer = vim.api.nvim_buf_get_lines(0, 0, -1, true)`,
    );
    expect(text).toEqual(['FROM alpine:3.22', 'LABEL org.opencontainers.image.authors="me"']);
  });

  it('explains a finding in a manifest', async () => {
    const hover = await ask('web.yaml', deployment, `local answer = request('textDocument/hover', 10, 18)`);
    expect(JSON.stringify(hover)).toContain('pin-image-tag');
  });

  it('suggests fields, and leads from a selector to the pods', async () => {
    const answer = await ask(
      'web.yaml',
      `${deployment}          li\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n`,
      `local items = request('textDocument/completion', 11, 12).items
       local labels = vim.tbl_map(function(one) return one.label end, items)
       local definition = request('textDocument/definition', 16, 23)
       local answer = { labels = labels, definition = definition }`,
    );
    expect(answer).toMatchObject({ labels: expect.arrayContaining(['livenessProbe']) });
    expect(JSON.stringify(answer)).toContain('"line":6');
  });

  it('renames a stage and all that means it', async () => {
    const text = await ask(
      'Dockerfile',
      'FROM alpine AS build\nRUN true\nFROM alpine:3.22\nCOPY --from=build /a /b\n',
      `local edit = request('textDocument/rename', 0, 16, { newName = 'compile' })
       vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
       local answer = vim.api.nvim_buf_get_lines(0, 0, -1, true)`,
    );
    expect(text).toEqual(['FROM alpine AS compile', 'RUN true', 'FROM alpine:3.22', 'COPY --from=compile /a /b']);
  });
});
