import { Disposable, LanguageStatusSeverity, l10n, languages, type Uri, window, workspace } from 'vscode';
import { diagnosticSource, restartCommand } from './names.ts';
import { selector } from './selection.ts';

type ServerState = 'starting' | 'running' | 'stopped';

/** The entry in the language status, beside the name of the language: whether the server runs and what it found. */
export class Status {
  private readonly item = languages.createLanguageStatusItem('seaworthy.status', selector);
  private readonly subscriptions: Disposable;
  private state: ServerState = 'starting';
  private version: string | undefined;
  private stops = 0;

  constructor() {
    this.item.name = 'Seaworthy';
    this.subscriptions = Disposable.from(
      this.item,
      window.onDidChangeActiveTextEditor(() => this.update()),
      workspace.onDidChangeConfiguration(() => this.update()),
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === activeUri()?.toString())) this.update();
      }),
    );
    this.update();
  }

  starting(): void {
    this.enter('starting');
  }

  running(version: string | undefined): void {
    this.version = version;
    this.enter('running');
  }

  /** The server has stopped though nobody asked it to. The client starts it again, unless it stops time and again. */
  stopped(): void {
    this.stops++;
    this.enter('stopped');
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private enter(state: ServerState): void {
    this.state = state;
    this.update();
  }

  private update(): void {
    const { item, state } = this;
    item.busy = state === 'starting';
    item.severity = state === 'stopped' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    if (state === 'running') {
      item.text = `Seaworthy: ${summaryOf(activeUri())}`;
      item.detail = this.detail();
      item.command = { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' };
    } else {
      item.text = state === 'starting' ? l10n.t('Seaworthy is starting') : l10n.t('Seaworthy has stopped');
      item.detail = state === 'stopped' ? l10n.t('The output says why') : '';
      item.command = { title: l10n.t('Restart'), command: restartCommand };
    }
  }

  private detail(): string {
    const version = this.version ?? '';
    if (this.stops === 0) return l10n.t('language server {0}', version);
    if (this.stops === 1) return l10n.t('language server {0}, restarted after it stopped once', version);
    return l10n.t('language server {0}, restarted after it stopped {1} times', version, this.stops);
  }
}

function activeUri(): Uri | undefined {
  return window.activeTextEditor?.document.uri;
}

function summaryOf(uri: Uri | undefined): string {
  if (!uri) return l10n.t('ready');
  if (!workspace.getConfiguration('seaworthy', uri).get('enable', true)) return l10n.t('switched off');
  const count = languages.getDiagnostics(uri).filter(({ source }) => source === diagnosticSource).length;
  if (count === 0) return l10n.t('no findings');
  return count === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', count);
}
