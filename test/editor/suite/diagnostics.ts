import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, findings, found, gone, numbers, open, ruleOf, type } from './support.ts';

describe('findings', () => {
  afterEach(closeAll);

  it('appear on a Dockerfile, with rule, link, source, place, severity and tag', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER Platform Team\n');
    const { range, severity, source, code, message, tags } = await found(document, 'maintainer-is-a-label');
    equal(source, 'seaworthy');
    equal(numbers(range), [1, 0, 1, 24]);
    equal(severity, vscode.DiagnosticSeverity.Warning);
    equal(tags, [vscode.DiagnosticTag.Deprecated]);
    equal(message, 'MAINTAINER is deprecated: use LABEL org.opencontainers.image.authors');
    const { target } = code as { target: vscode.Uri };
    equal(target.toString(), 'https://github.com/seaworthy/seaworthy/blob/main/docs/rules/maintainer-is-a-label.md');
  });

  it('appear on a manifest', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  name: api\n';
    const { document } = await open('manifest.yaml', text);
    const { range, severity } = await found(document, 'manifest-syntax');
    equal(numbers(range).slice(0, 2), [4, 2]);
    equal(severity, vscode.DiagnosticSeverity.Error);
  });

  it('appear on build definitions, whatever the editor calls them', async () => {
    const compose = await open('compose.yaml', 'services: {web: {build: nowhere}}\n');
    equal(numbers((await found(compose.document, 'build-finds-dockerfile')).range), [0, 11, 0, 14]);
    const bake = await open('docker-bake.hcl', 'target "web" {\n');
    equal(numbers((await found(bake.document, 'build-definition-syntax')).range), [0, 13, 0, 14]);
  });

  it('do not appear on a YAML file that is no manifest', async () => {
    const { document } = await open('values.yaml', 'name: web\nname: api\n');
    const other = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    // What was opened later has been answered: so has what was opened before.
    await found(other.document, 'maintainer-is-a-label');
    equal(findings(document), []);
  });

  it('follow what is typed', async () => {
    const editor = await open('Dockerfile', 'FROM alpine:3.24\n');
    await type(editor, new vscode.Position(1, 0), 'COPPY app /app');
    const { range } = await found(editor.document, 'unknown-instruction');
    equal(numbers(range), [1, 0, 1, 5]);
    await type(editor, new vscode.Position(0, 0), '# a comment\n');
    await eventually('the finding to move', () =>
      findings(editor.document).some((one) => ruleOf(one) === 'unknown-instruction' && one.range.start.line === 2),
    );
    editor.selection = new vscode.Selection(2, 0, 2, 5);
    await vscode.commands.executeCommand('type', { text: 'COPY' });
    await gone(editor.document, 'unknown-instruction');
  });

  it('appear on a document that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: 'FORM alpine:3.24\n' });
    await vscode.window.showTextDocument(document);
    await found(document, 'unknown-instruction');
  });

  it('do not appear on old versions, which nobody can mend', async () => {
    const old = vscode.workspace.registerFileSystemProvider(
      'old-version',
      new OneFile('FROM alpine\nMAINTAINER me\n'),
      {
        isReadonly: true,
      },
    );
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('old-version:/Dockerfile'));
    await vscode.window.showTextDocument(document);
    const other = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    await found(other.document, 'maintainer-is-a-label');
    equal([document.languageId, findings(document).length], ['dockerfile', 0]);
    old.dispose();
  });
});

describe('the language of a file', () => {
  afterEach(closeAll);
  const expected = {
    Dockerfile: 'dockerfile',
    'Dockerfile.dev': 'dockerfile',
    'Dockerfile-prod': 'dockerfile',
    'api.dockerfile': 'dockerfile',
    Containerfile: 'dockerfile',
    'Containerfile.test': 'dockerfile',
    'Dockerfile.dockerignore': 'ignore',
    'Dockerfile-prod.dockerignore': 'ignore',
    'Dockerfile.md': 'markdown',
  };
  for (const [name, language] of Object.entries(expected)) {
    it(`${name} is ${language}`, async () => {
      const { document } = await open(name, '# nothing\n');
      equal(document.languageId, language);
    });
  }
});

/** A file system in which every file says the same. */
class OneFile implements vscode.FileSystemProvider {
  private readonly content: Uint8Array;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(text: string) {
    this.content = new TextEncoder().encode(text);
  }

  stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.length });
  readFile = () => this.content;
  readDirectory = () => [];
  watch = () => new vscode.Disposable(() => undefined);
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
