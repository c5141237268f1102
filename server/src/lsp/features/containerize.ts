import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { Refusal } from '../../core/fix.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { type Containerized, containerize, deployDockerfile } from '../../workspace/containerize/containerize.ts';
import { told } from '../../workspace/containerize/told.ts';
import { type Language, languages } from '../../workspace/project/project.ts';
import type { ActionsAsked, Feature, Server } from '../feature.ts';
import { type ContainerizeParams, type ContainerizeResult, containerizeRequest } from '../protocol.ts';
import { toNewFiles } from '../workspace-edit.ts';

/** The server's own command, for clients that bring none; its one argument are `ContainerizeParams`. */
const containerizeCommand = 'seaworthy.containerize';

/** Makes an image of a folder, and a Deployment of the image of a Dockerfile: files that nobody has written yet. */
export const containerizing: Feature = {
  commands: ({ options }) => (options.deployImageCommand === undefined ? [containerizeCommand] : []),
  serve(server) {
    const { connection } = server;
    connection.onRequest(containerizeRequest, (params) => answer(params, server));
    server.offerActions(async (asked) => deployActions(asked, server));
    server.onCommand(containerizeCommand, async ([given]) => {
      const params = paramsOf(given);
      if (!params) return;
      const { edit, message, details } = await answer(params, server);
      connection.console.info(details);
      const { applied } = edit
        ? await connection.workspace.applyEdit({ label: l10n.t('Containerize'), edit })
        : { applied: false };
      const type = applied ? MessageType.Info : MessageType.Warning;
      await connection.sendNotification(ShowMessageNotification.type, { type, message });
    });
  },
};

/** Other clients write the argument themselves; some hand over the URI alone. */
function paramsOf(given: unknown): ContainerizeParams | undefined {
  if (typeof given === 'string') return { uri: given };
  const { uri, language, kubernetes } = (given ?? {}) as Partial<ContainerizeParams>;
  if (typeof uri !== 'string') return undefined;
  return { uri, ...(language !== undefined && { language }), kubernetes: kubernetes === true };
}

async function answer(params: ContainerizeParams, server: Server): Promise<ContainerizeResult> {
  const uri = params.uri.replace(/\/$/, '');
  const plan = await planFor({ ...params, uri }, server);
  if (plan instanceof Refusal) {
    return { edit: null, title: '', message: plan.reason, details: plan.reason, open: 0, projects: [] };
  }
  const { files, standing, remarks, project, others } = plan;
  const folder = plan.isFolder ? uri : uri.slice(0, uri.lastIndexOf('/'));
  const uriOf = (path: string) => `${folder}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const doubt = plan.isFolder
    ? l10n.t('New files for the image of {0}', nameOf(uri))
    : l10n.t('New files for the Deployment of {0}', nameOf(uri));
  const edit = toNewFiles(
    files.map(({ path, text }) => ({ uri: uriOf(path), text, doubt })),
    server.client,
  );
  return {
    edit: files.length > 0 && edit ? edit : null,
    title: doubt,
    message: messageFor(plan, edit !== undefined),
    details: [
      told(plan, (path) => path),
      ...standing.map((path) => `${path} is there already and left as it is.`),
    ].join('\n'),
    open: remarks.length,
    projects: [...(project ? [project] : []), ...others].map(({ language, title }) => ({ language, title })),
  };
}

type Planned = Containerized & { readonly isFolder: boolean };

async function planFor({ uri, language, kubernetes }: ContainerizeParams, server: Server): Promise<Planned | Refusal> {
  const { sharedHost } = server.engine;
  // A Dockerfile is a file, and may be open and not saved.
  const text = server.documents.get(uri)?.text.getText() ?? (await sharedHost.readText(uri));
  const known = languages.find((one): one is Language => one === language);
  const plan =
    text === undefined
      ? await containerize(uri, sharedHost, { language: known, kubernetes })
      : await deployDockerfile(uri, text, sharedHost);
  return plan instanceof Refusal ? plan : { ...plan, isFolder: text === undefined };
}

function messageFor({ files, standing, project, remarks }: Containerized, canMake: boolean): string {
  if (!canMake) return l10n.t('This editor cannot make files: use `seaworthy init` on the command line.');
  if (files.length === 0) return l10n.t('Nothing is written over what is there already: {0}.', standing.join(', '));
  const what = project ? `${project.title}: ` : '';
  const left = remarks.length;
  const open =
    left === 0 ? '' : left === 1 ? l10n.t('One thing is left to you.') : l10n.t('{0} things are left to you.', left);
  return `${what}${files.map(({ path }) => path).join(', ')}. ${open}`.trim();
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

/** Offers a Deployment at the FROM of the stage that becomes the image of a Dockerfile. */
async function deployActions({ judged, at, wants }: ActionsAsked, server: Server): Promise<readonly CodeAction[]> {
  const { source } = judged;
  if (!wants(CodeActionKind.RefactorRewrite) || source.language !== 'dockerfile') return [];
  const model = source.units[0]?.unit.model;
  const from = model instanceof Dockerfile ? model.finalStage?.from : undefined;
  if (!from || from.span.start > at.end || at.start > from.span.end) return [];
  const title = l10n.t('Create a Deployment for this image');
  const command = server.client.options.deployImageCommand ?? containerizeCommand;
  return [{ title, kind: CodeActionKind.RefactorRewrite, command: { title, command, arguments: [source.uri] } }];
}
