import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-protocol';
import { applyEdits } from '../../server/src/text/edit.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let clients: LspClient[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-lsp-'));
  clients = [];
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await rm(folder, { recursive: true });
});

async function start(options: Parameters<typeof LspClient.start>[0] = {}): Promise<LspClient> {
  const client = await LspClient.start({ folders: [uriOf('')], ...options });
  clients.push(client);
  return client;
}

function uriOf(name: string): string {
  return pathToFileURL(path.join(folder, name)).toString();
}

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

/** The text after the edit of a code action. */
function applied(text: string, uri: string, action: CodeAction | undefined): string {
  const edits = action?.edit?.changes?.[uri];
  if (!edits) throw new Error(`"${action?.title}" has no edit`);
  const lines = new LineMap(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: lines.spanOf(range), newText })),
  );
}

const dockerfile = 'FROM alpine\nMAINTAINER me\nCOPPY a b\nCMD ["sleep", "1"]\n';
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n      resources: {limits: {cpu: 1, memory: 1Gi}}\n      securityContext: {runAsNonRoot: true}\n`;

describe('diagnostics', () => {
  it('are sent when a document is opened, changed and closed', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    const found = await client.open(uri, 'dockerfile', dockerfile);
    expect(codes(found)).toEqual(['pin-base-image', 'non-root-user', 'maintainer-is-a-label', 'unknown-instruction']);
    expect(found[0]).toMatchObject({
      source: 'seaworthy',
      severity: 2,
      range: { start: { line: 0, character: 5 }, end: { line: 0, character: 11 } },
      codeDescription: { href: expect.stringMatching(/^https:\/\/.*\/pin-base-image\.md$/) },
    });
    expect(found[2]?.tags).toEqual([2]);
    expect(codes(await client.change(uri, 'FROM alpine:3.24\n'))).toEqual([]);
    const gone = client.next(uri);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    expect(await gone).toEqual([]);
  });

  it('are sent of build definitions, whatever an editor calls them', async () => {
    const client = await start();
    const compose = 'services: {web: {build: web}}\n';
    await writeFile(path.join(folder, 'compose.yaml'), compose);
    expect(codes(await client.open(uriOf('compose.yaml'), 'dockercompose', compose))).toEqual([]);
    // What other files say is told a moment later.
    expect(codes(await client.next(uriOf('compose.yaml')))).toEqual(['build-finds-dockerfile']);
    const bake = 'target "web" {\n';
    expect(codes(await client.open(uriOf('docker-bake.hcl'), 'hcl', bake))).toEqual([]);
    expect(codes(await client.next(uriOf('docker-bake.hcl')))).toEqual(['build-definition-syntax']);
  });

  it('are all there is where an editor knows a file as something else', async () => {
    const client = await start();
    const suggested = async (name: string, languageId: string, text: string) => {
      await client.open(uriOf(name), languageId, text);
      const position = { line: text.split('\n').length - 1, character: 0 };
      const params = { textDocument: { uri: uriOf(name) }, position };
      return (await client.request('textDocument/completion', params))?.items.length ?? 0;
    };
    const begun = 'apiVersion: v1\nkind: Pod\n';
    expect(await suggested('compose.yaml', 'dockercompose', begun)).toBe(0);
    expect(await suggested('docker-bake.json', 'json', '{}\n')).toBe(0);
    expect(await suggested('compose.more.yaml', 'yaml', begun)).toBeGreaterThan(0);
  });

  it('follow incremental edits', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', 'FROM alpine:3.24\nRUN true\n');
    const told = client.next(uri, 9);
    const range = { start: { line: 0, character: 11 }, end: { line: 0, character: 16 } };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 9 },
      contentChanges: [{ range, text: '' }],
    });
    expect(codes(await told)).toEqual(['pin-base-image']);
  });

  it('are answered when the client asks, and then not sent', async () => {
    const client = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    const uri = uriOf('web.yaml');
    let sent = false;
    client.next(uri).then(
      () => (sent = true),
      () => {},
    );
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: pod('nginx') },
    });
    const report = await client.request('textDocument/diagnostic', { textDocument: { uri } });
    expect(codes(report.items)).toEqual(['pin-image-tag', 'runnable-as-non-root']);
    expect(sent).toBe(false);
  });

  it('say what the files beside a document say, and again when these change', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await writeFile(path.join(folder, '.dockerignore'), 'dist\n');
    await writeFile(path.join(folder, 'dist'), '');
    const text = 'FROM scratch\nCOPY dist /\n';
    // What the text itself says is not held up; what the files say comes after it.
    if (!codes(await client.open(uri, 'dockerfile', text)).includes('copy-ignored-file'))
      expect(codes(await client.next(uri))).toEqual(['copy-ignored-file']);
    expect(codes(await client.change(uri, `${text}\n`))).toEqual(['copy-ignored-file']);
    await writeFile(path.join(folder, '.dockerignore'), '');
    const told = client.next(uri).then((first) => (first.length > 0 ? client.next(uri) : first));
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('.dockerignore'), type: 2 }] });
    expect(codes(await told)).toEqual([]);
  });

  it('are asked for again when the files beside a document have more to say', async () => {
    await writeFile(path.join(folder, '.dockerignore'), 'dist\n');
    await writeFile(path.join(folder, 'dist'), '');
    const client = await start({
      capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    });
    const refreshed = new Promise<void>((resolve) => {
      client.connection.onRequest('workspace/diagnostic/refresh', () => resolve());
    });
    const uri = uriOf('Dockerfile');
    const text = 'FROM scratch\nCOPY dist /\n';
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dockerfile', version: 1, text } });
    const ask = async () => codes((await client.request('textDocument/diagnostic', { textDocument: { uri } })).items);
    if (!(await ask()).includes('copy-ignored-file')) await refreshed;
    expect(await ask()).toEqual(['copy-ignored-file']);
  });

  it('show related places, or fold them into the message', async () => {
    const text = 'FROM alpine:3.24\nUSER 1\nCMD crond && exec app\n';
    const plain = await start();
    const [folded] = (await plain.open(uriOf('a/Dockerfile'), 'dockerfile', text)).filter(
      ({ code }) => code === 'one-process-per-container',
    );
    expect(folded?.relatedInformation).toBeUndefined();
    expect(folded?.message).toContain('app is started here');
    const able = await start({ capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } } });
    const [related] = (await able.open(uriOf('b/Dockerfile'), 'dockerfile', text)).filter(
      ({ code }) => code === 'one-process-per-container',
    );
    expect(related?.relatedInformation?.[0]).toMatchObject({
      message: 'app is started here',
      location: { range: { start: { line: 2, character: 13 } } },
    });
  });

  it('heed the configuration, and change with it', async () => {
    await writeFile(path.join(folder, '.seaworthy.yaml'), 'rules: {pin-base-image: off}\n');
    const client = await start();
    const uri = uriOf('Dockerfile');
    expect(codes(await client.open(uri, 'dockerfile', 'FROM alpine\n'))).toEqual([]);
    await writeFile(path.join(folder, '.seaworthy.yaml'), 'rules: {pin-base-image: error}\n');
    const told = client.next(uri);
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('.seaworthy.yaml'), type: 2 }] });
    expect((await told).map(({ code, severity }) => [code, severity])).toEqual([['pin-base-image', 1]]);
  });

  it('of a configuration file say what is wrong in it', async () => {
    const client = await start();
    const [problem] = await client.open(uriOf('.seaworthy.yaml'), 'yaml', 'rules:\n  pin-base-imgae: off\n');
    expect(problem?.message).toBe('There is no rule "pin-base-imgae": did you mean "pin-base-image"?');
    expect(problem?.range.start).toEqual({ line: 1, character: 2 });
  });

  it('differ by folder in a workspace with several', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'seaworthy-other-'));
    await writeFile(path.join(other, '.seaworthy.yaml'), 'rules: {pin-base-image: off}\n');
    const client = await start({ folders: [uriOf(''), pathToFileURL(other).toString()] });
    expect(codes(await client.open(uriOf('Dockerfile'), 'dockerfile', 'FROM alpine\n'))).toEqual(['pin-base-image']);
    expect(
      codes(await client.open(pathToFileURL(path.join(other, 'Dockerfile')).toString(), 'dockerfile', 'FROM alpine\n')),
    ).toEqual([]);
    await rm(other, { recursive: true });
  });

  it('can be switched off, and wait for saving', async () => {
    const capabilities = { workspace: { configuration: true } };
    const off = await start({ capabilities, settings: { enable: false } });
    expect(await off.open(uriOf('Dockerfile'), 'dockerfile', 'FROM alpine\n')).toEqual([]);
    const saving = await start({ capabilities, settings: { run: 'onSave' } });
    const uri = uriOf('b/Dockerfile');
    await saving.open(uri, 'dockerfile', 'FROM alpine:3.24\n');
    expect(codes(await saving.change(uri, 'FROM alpine\n'))).toEqual([]);
    const told = saving.next(uri);
    saving.notify('textDocument/didSave', { textDocument: { uri } });
    expect(codes(await told)).toEqual(['pin-base-image']);
  });

  it('heed the settings of now, when those of before arrive later', async () => {
    const client = await start({ capabilities: { workspace: { configuration: true } } });
    const answers: ((enable: boolean) => void)[] = [];
    client.connection.onRequest(
      'workspace/configuration',
      () => new Promise((resolve) => answers.push((enable) => resolve([{ enable }]))),
    );
    const uri = uriOf('Dockerfile');
    const opened = client.open(uri, 'dockerfile', 'FROM alpine\n');
    await vi.waitFor(() => expect(answers.length).toBe(1));
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await vi.waitFor(() => expect(answers.length).toBe(2));
    answers[1]?.(false);
    expect(await opened).toEqual([]);
    answers[0]?.(true);
    // An answer to something else comes after what the late answer set off.
    await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
    expect(await client.change(uri, 'FROM alpine\nMAINTAINER me\n')).toEqual([]);
  });
});

describe('code actions', () => {
  const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
  const ask = (client: LspClient, uri: string, range: unknown, only?: string[]) =>
    client.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], only },
    }) as Promise<CodeAction[]>;

  it('make and change files beside a document, where the editor can', async () => {
    const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const] };
    const text = 'FROM scratch\nCOPY . /\n';
    await mkdir(path.join(folder, 'node_modules'));
    await writeFile(path.join(folder, 'node_modules/a.js'), '');
    const offered = async (client: LspClient) => {
      const uri = uriOf('Dockerfile');
      if (!codes(await client.open(uri, 'dockerfile', text)).includes('dockerignore-file')) await client.next(uri);
      const actions = await ask(client, uri, at(1, 6));
      return actions.find(({ title }) => title === 'Leave it out with .dockerignore')?.edit?.documentChanges;
    };
    expect(await offered(await start())).toBeUndefined();
    const client = await start({ capabilities: { workspace: { workspaceEdit } } });
    const ignoreFile = uriOf('.dockerignore');
    expect(await offered(client)).toEqual([
      { kind: 'create', uri: ignoreFile, options: { ignoreIfExists: true } },
      {
        textDocument: { uri: ignoreFile, version: null },
        edits: [{ range: at(0, 0), newText: 'node_modules\n' }],
      },
    ]);
  });

  it('offer the fix, the suppressions and the documentation, in that order', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', dockerfile);
    const actions = await ask(client, uri, at(1, 3));
    expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
      ['Replace with LABEL', true],
      ['Disable maintainer-is-a-label for this line', undefined],
      ['Disable maintainer-is-a-label for this file', undefined],
      ['Show documentation for maintainer-is-a-label', undefined],
    ]);
    expect(applied(dockerfile, uri, actions[0])).toBe(
      dockerfile.replace('MAINTAINER me', 'LABEL org.opencontainers.image.authors="me"'),
    );
    const suppressed = applied(dockerfile, uri, actions[1]);
    expect(suppressed).toContain('\n# seaworthy-ignore-next-line maintainer-is-a-label\nMAINTAINER me\n');
    expect(codes(await client.change(uri, suppressed))).not.toContain('maintainer-is-a-label');
  });

  it('suppress in YAML at the right indentation, and below directives in a Dockerfile', async () => {
    const client = await start();
    const yaml = uriOf('web.yaml');
    await client.open(yaml, 'yaml', pod('nginx'));
    const [, line] = await ask(client, yaml, at(7, 14));
    expect(applied(pod('nginx'), yaml, line)).toContain(
      '\n      # seaworthy-ignore-next-line pin-image-tag\n      image: nginx\n',
    );
    const uri = uriOf('Dockerfile');
    const text = '# syntax=docker/dockerfile:1\nFROM alpine\n';
    await client.open(uri, 'dockerfile', text);
    const file = (await ask(client, uri, at(1, 6))).find(({ title }) => title.endsWith('this file'));
    expect(applied(text, uri, file)).toBe(
      '# syntax=docker/dockerfile:1\n# seaworthy-ignore-file pin-base-image\nFROM alpine\n',
    );
  });

  it('fix all that is safe, and nothing else, when asked for a source action', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', dockerfile);
    const [action, ...others] = await ask(client, uri, at(0, 0), ['source.fixAll']);
    expect(others).toEqual([]);
    expect(action?.kind).toBe('source.fixAll.seaworthy');
    expect(applied(dockerfile, uri, action)).toBe(
      dockerfile.replace('MAINTAINER me', 'LABEL org.opencontainers.image.authors="me"'),
    );
  });

  it('say why there is no fix where there usually is one', async () => {
    await writeFile(path.join(folder, 'package.json'), '{"workspaces": ["a"]}');
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', 'FROM node:24\nUSER node\nCOPY . .\nRUN npm ci\n');
    const [refused] = await ask(client, uri, at(2, 0));
    expect(refused?.disabled?.reason).toBe('package.json declares workspaces, so the install may need the sources.');
  });

  it('read the build context for a fix', async () => {
    await writeFile(path.join(folder, 'package.json'), '{}');
    await writeFile(path.join(folder, 'package-lock.json'), '{}');
    const client = await start();
    const uri = uriOf('Dockerfile');
    const text = 'FROM node:24\nUSER node\nCOPY . .\nRUN npm ci\n';
    await client.open(uri, 'dockerfile', text);
    const [fix] = await ask(client, uri, at(2, 0));
    expect(applied(text, uri, fix)).toBe(
      'FROM node:24\nUSER node\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
    );
  });
});

describe('hover', () => {
  it('explains what was found, and completes configuration files', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', 'FROM alpine\n');
    const hover = await client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 6 },
    });
    expect(hover.contents.value).toContain('hadolint/DL3006');
    expect(hover.range.start).toEqual({ line: 0, character: 5 });
    const config = uriOf('.seaworthy.yaml');
    await client.open(config, 'yaml', 'rules:\n  \n');
    const list = await client.request('textDocument/completion', {
      textDocument: { uri: config },
      position: { line: 1, character: 2 },
    });
    expect(list.items.map(({ label }: { label: string }) => label)).toContain('pin-base-image');
  });
});

describe('formatting', () => {
  const options = { tabSize: 4, insertSpaces: true };
  const text = '  FROM alpine:3.24\nRUN apk add \\\n  curl \\\n        git\nRUN <<EOF\n  echo\nEOF\n';

  it('indents what goes on over several lines, and leaves here-documents alone', async () => {
    const client = await start();
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', text);
    const edits = await client.request('textDocument/formatting', { textDocument: { uri }, options });
    expect(applied(text, uri, { title: '', edit: { changes: { [uri]: edits } } })).toBe(
      'FROM alpine:3.24\nRUN apk add \\\n    curl \\\n    git\nRUN <<EOF\n  echo\nEOF\n',
    );
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } };
    const some = await client.request('textDocument/rangeFormatting', { textDocument: { uri }, range, options });
    expect(some).toHaveLength(1);
  });

  it('is left to another extension that formats YAML', async () => {
    const client = await start({ initializationOptions: { hasYamlFormatter: true } });
    const uri = uriOf('web.yaml');
    await client.open(uri, 'yaml', pod('nginx'));
    expect(await client.request('textDocument/formatting', { textDocument: { uri }, options })).toEqual([]);
  });
});

describe('bad input', () => {
  const bomb = [
    'a: &a [x, x]',
    ...'bcdefghijk'.split('').map((letter, index) => `${letter}: &${letter} [${`*${'abcdefghij'[index]},`.repeat(9)}]`),
  ].join('\n');
  const nested = `apiVersion: v1\nkind: Pod\nspec: ${'{a: '.repeat(5000)}`;

  it.each<[string, string, string, string | undefined]>([
    ['a binary file', 'Dockerfile', '\0\u0001\u0002FROM\0', 'unknown-instruction'],
    ['an alias bomb', 'bomb.yaml', `apiVersion: v1\nkind: Pod\n${bomb}\nspec: *k\n`, undefined],
    ['braces without end', 'deep.yaml', nested, 'manifest-syntax'],
    ['an alias to itself', 'self.yaml', 'apiVersion: v1\nkind: Pod\nspec: &s\n  containers: [*s]\n', undefined],
    ['a dangling alias', 'alias.yaml', 'apiVersion: v1\nkind: Pod\nspec: *nowhere\n', 'manifest-syntax'],
    ['a broken JSON array', 'Dockerfile', "FROM alpine:3.24\nCMD ['a'\n", 'valid-exec-form'],
    ['an unknown instruction', 'Dockerfile', 'FROM alpine:3.24\nFOO bar\n', 'unknown-instruction'],
    ['a line half typed', 'Dockerfile', 'FROM alpine:3.24\nCOP', 'unknown-instruction'],
    [
      'a key half typed',
      'half.yaml',
      'apiVersion: v1\nkind: Pod\nspec:\n  contain\n  hostNetwork: true\n',
      'manifest-syntax',
    ],
    ['CRLF', 'Dockerfile', 'FROM alpine\r\nRUN a \\\r\n  b\r\n', 'pin-base-image'],
    ['a byte order mark', 'Dockerfile', '\uFEFFFROM alpine\n', 'pin-base-image'],
    ['tabs', 'tabs.yaml', 'apiVersion: v1\nkind: Pod\nspec:\n\tcontainers: []\n', 'manifest-syntax'],
    ['bytes that are no UTF-8', 'Dockerfile', 'FROM alpine:3.24\nLABEL a="\uFFFD"\n', 'valid-encoding'],
    ['a here-document without end', 'Dockerfile', 'FROM alpine:3.24\nRUN <<EOF\necho\n', 'dockerfile-syntax'],
    ['nothing', 'Dockerfile', '', undefined],
  ])('%s is told where it is, and the server goes on', async (_, name, text, code) => {
    const client = await start();
    const found = await client.open(uriOf(name), name.endsWith('.yaml') ? 'yaml' : 'dockerfile', text);
    if (code) expect(codes(found)).toContain(code);
    expect(codes(await client.open(uriOf('ok/Dockerfile'), 'dockerfile', 'FROM alpine\n'))).toEqual(['pin-base-image']);
  });

  it('of more than ten megabytes is left out, and the log says so', async () => {
    const client = await start();
    expect(await client.open(uriOf('big.yaml'), 'yaml', `${pod('nginx')}# ${'x'.repeat(10_000_000)}\n`)).toEqual([]);
    expect(client.logged).toEqual([`${uriOf('big.yaml')} is larger than 10 MB, and nothing is looked for in it`]);
    expect(codes(await client.open(uriOf('ok/Dockerfile'), 'dockerfile', 'FROM alpine\n'))).toEqual(['pin-base-image']);
  });

  it('of five megabytes is answered too', async () => {
    const client = await start();
    const big = `FROM alpine\n${'RUN echo "some words that fill the line" && true\n'.repeat(100_000)}`;
    expect(codes(await client.open(uriOf('Dockerfile'), 'dockerfile', big))).toContain('pin-base-image');
    const yaml = `${pod('nginx')}---\n`.repeat(25_000);
    expect((await client.open(uriOf('big.yaml'), 'yaml', yaml)).length).toBe(25_000);
    expect(codes(await client.open(uriOf('ok/Dockerfile'), 'dockerfile', 'FROM alpine\n'))).toEqual(['pin-base-image']);
  }, 240_000);
});

describe('ShellCheck', () => {
  const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;
  const script = 'FROM debian:13\nUSER 1000\nRUN [ -f *.c ]\n';

  it.skipIf(!isInstalled)(
    'is asked in a trusted workspace, and does not hold up the rest (skipped without it)',
    async () => {
      const client = await start({ initializationOptions: { isTrusted: true } });
      const uri = uriOf('Dockerfile');
      expect(codes(await client.open(uri, 'dockerfile', script))).not.toContain('shellcheck');
      expect(codes(await client.next(uri))).toContain('shellcheck');
      // What was said of a script holds as long as the script stays as it is.
      expect(codes(await client.change(uri, `${script}EXPOSE 80\n`))).toContain('shellcheck');
    },
  );

  it.each([
    ['in an untrusted workspace, whatever the settings say', { isTrusted: false }, { shellcheck: { enable: true } }],
    ['when a setting forbids it', { isTrusted: true }, { shellcheck: { enable: false } }],
    ['when nobody has said that the workspace is trusted', {}, undefined],
  ])('is not asked %s', async (_, initializationOptions, settings) => {
    const client = await start({
      initializationOptions,
      settings,
      capabilities: { workspace: { configuration: true } },
    });
    const uri = uriOf('Dockerfile');
    await client.open(uri, 'dockerfile', script);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(codes(await client.change(uri, `${script}EXPOSE 80\n`))).not.toContain('shellcheck');
  });
});
