import { Disposable, LanguageStatusSeverity, languages, type Uri, window, workspace } from 'vscode';
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
      item.command = { title: 'Show Problems', command: 'workbench.actions.view.problems' };
    } else {
      item.text = state === 'starting' ? 'Seaworthy is starting' : 'Seaworthy has stopped';
      item.detail = state === 'stopped' ? 'The output says why' : '';
      item.command = { title: 'Restart', command: restartCommand };
    }
  }

  private detail(): string {
    const server = `language server ${this.version ?? ''}`.trimEnd();
    if (this.stops === 0) return server;
    return `${server}, restarted after it stopped ${this.stops === 1 ? 'once' : `${this.stops} times`}`;
  }
}

function activeUri(): Uri | undefined {
  return window.activeTextEditor?.document.uri;
}

function summaryOf(uri: Uri | undefined): string {
  if (!uri) return 'ready';
  if (!workspace.getConfiguration('seaworthy', uri).get('enable', true)) return 'switched off';
  const count = languages.getDiagnostics(uri).filter(({ source }) => source === diagnosticSource).length;
  if (count === 0) return 'no findings';
  return count === 1 ? '1 finding' : `${count} findings`;
}
