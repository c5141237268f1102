import * as vscode from 'vscode';

/** Fails with both values when they are not equal, however deep the difference. */
export function equal(actual: unknown, expected: unknown): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value, undefined, 2));
  if (is !== should) throw new Error(`expected\n${should}\nbut it is\n${is}`);
}

/** How many milliseconds a test waits for something that ought to happen at once. */
const patience = 30_000;

/** Asks until the answer is neither undefined nor false. */
export async function eventually<T>(
  what: string,
  ask: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An open folder of the workspace. */
export function workspaceFolder(index = 0): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[index];
  if (!folder) throw new Error(`there is no folder ${index}`);
  return folder.uri;
}

let folders = 0;

/** The address of a folder that no other test uses. */
export function freshFolder(within = workspaceFolder()): vscode.Uri {
  folders++;
  return vscode.Uri.joinPath(within, `test-${folders}`);
}

/** Writes a file past the editor. */
export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** Writes a file and opens it in the editor. */
export async function open(name: string, text: string, folder = freshFolder()): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(folder, name);
  await write(uri, text);
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** Everything Seaworthy says about a document. */
export function findings({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'seaworthy');
}

/** Waits until a rule says something about a document. */
export function found(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return eventually(`${rule} in ${document.uri}`, () => findings(document).find((one) => ruleOf(one) === rule));
}

/** Waits until a rule says nothing about a document any more. */
export async function gone(document: vscode.TextDocument, rule: string): Promise<void> {
  await eventually(`${rule} to leave ${document.uri}`, () => !findings(document).some((one) => ruleOf(one) === rule));
}

export function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** A range as numbers, zero-based. */
export function numbers({ start, end }: vscode.Range): number[] {
  return [start.line, start.character, end.line, end.character];
}

/** Puts a text into a document as if it were typed. */
export async function type(editor: vscode.TextEditor, at: vscode.Position, text: string): Promise<void> {
  editor.selection = new vscode.Selection(at, at);
  await vscode.commands.executeCommand('type', { text });
}

/** Replaces a text wherever it stands in a document. */
export async function replace({ document, edit }: vscode.TextEditor, text: string, by: string): Promise<void> {
  await edit((builder) => {
    const written = document.getText();
    for (let at = written.indexOf(text); at >= 0; at = written.indexOf(text, at + text.length))
      builder.replace(new vscode.Range(document.positionAt(at), document.positionAt(at + text.length)), by);
  });
}

/** What the light bulb offers at a diagnostic. */
export function offered(document: vscode.TextDocument, { range }: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  return actionsAt(document, range, vscode.CodeActionKind.QuickFix);
}

/** The code actions of a kind at a place. */
export async function actionsAt(
  { uri }: vscode.TextDocument,
  range: vscode.Range,
  { value }: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, value);
}

/** What hovers over a place, as Markdown. */
export async function hoverAt({ uri }: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
  return contents.map(({ value }) => value).join('\n');
}

/** Closes every editor, throwing away what was not saved. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor?.document.isDirty) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
