import {
  commands,
  type Disposable,
  type LogOutputChannel,
  l10n,
  type QuickPickItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ContainerizeParams,
  type ContainerizeResult,
  containerizeRequest,
} from '../../server/src/lsp/protocol.ts';
import * as names from './names.ts';
import { confirmNewFiles } from './new-files.ts';

/** What asks the server, and tells people what it said. */
interface Surroundings {
  readonly client: () => BaseLanguageClient | undefined;
  readonly output: LogOutputChannel;
}

/** Registers the commands that write files for an image. */
export function registerContainerizeCommands(around: Surroundings): Disposable[] {
  return [
    commands.registerCommand(names.containerizeFolderCommand, (uri: unknown) => containerizeFolder(around, asUri(uri))),
    commands.registerCommand(names.deployImageCommand, (uri: unknown) => deployImage(around, asUri(uri))),
  ];
}

/** From a menu comes a URI, from the server its text, from the palette nothing. */
function asUri(uri: unknown): Uri | undefined {
  return uri instanceof Uri ? uri : typeof uri === 'string' ? Uri.parse(uri, true) : undefined;
}

/** Writes what makes an image of a folder: of the one that is given or asked for. */
async function containerizeFolder(around: Surroundings, given: Uri | undefined): Promise<void> {
  const folder = given ?? (await openFolder());
  const client = around.client();
  if (!folder || !client) return;
  const uri = client.code2ProtocolConverter.asUri(folder);
  const wish = await window.showQuickPick(wishes(), {
    title: heading(),
    placeHolder: l10n.t('What is to be written'),
  });
  if (!wish) return;
  const { kubernetes } = wish;
  const found = await client.sendRequest(containerizeRequest, { uri, kubernetes });
  if (found.projects.length < 2) return write(found, around);
  const items = found.projects.map(({ language, title }) => ({ label: title, language }));
  const project = await window.showQuickPick(items, {
    title: heading(),
    placeHolder: l10n.t('The folder holds several projects: which one becomes an image?'),
  });
  if (!project) return;
  const { language } = project;
  const params: ContainerizeParams = { uri, kubernetes, language };
  await write(await client.sendRequest(containerizeRequest, params), around);
}

function heading(): string {
  return l10n.t('Containerize This Folder');
}

function wishes(): readonly (QuickPickItem & { readonly kubernetes: boolean })[] {
  const manifests = l10n.t('Deployment, Service and kustomization');
  return [
    { label: l10n.t('Dockerfile and .dockerignore'), kubernetes: false },
    { label: l10n.t('The same, and manifests of Kubernetes'), detail: manifests, kubernetes: true },
  ];
}

async function openFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await window.showWorkspaceFolderPick())?.uri;
  const [only] = folders;
  if (!only) void window.showInformationMessage(l10n.t('Open a folder first: its files say how the program is built.'));
  return only?.uri;
}

/** Writes manifests for the image of a Dockerfile: of the one that is given, or the one in the active editor. */
async function deployImage(around: Surroundings, given: Uri | undefined): Promise<void> {
  const file = given ?? window.activeTextEditor?.document.uri;
  const client = around.client();
  if (!file || !client) return;
  await write(
    await client.sendRequest(containerizeRequest, { uri: client.code2ProtocolConverter.asUri(file) }),
    around,
  );
}

/** Makes the files that are confirmed, shows the first of them, and says what is left to do. */
async function write({ edit, title, message, details, open }: ContainerizeResult, around: Surroundings): Promise<void> {
  const client = around.client();
  around.output.info(details);
  if (!edit || !client) {
    void window.showWarningMessage(message);
    return;
  }
  const entries = (await client.protocol2CodeConverter.asWorkspaceEdit(edit)).entries();
  const files = entries.map(([uri, edits]) => ({ uri, text: edits.map(({ newText }) => newText).join('') }));
  const [first] = await confirmNewFiles(title, files);
  if (!first) return;
  await window.showTextDocument(first.uri, { preview: false });
  const show = l10n.t('Show Details');
  const chosen = await (open > 0
    ? window.showWarningMessage(message, show)
    : window.showInformationMessage(message, show));
  if (chosen === show) around.output.show();
}
