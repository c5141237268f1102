import type { Connection } from 'vscode-languageserver';
import { URI, Utils } from 'vscode-uri';
import { ConfigLoader, type LoadedConfig } from '../config/config-loader.ts';
import { configFileNames } from '../config/schema.ts';
import type { Host } from '../core/host.ts';
import type { Registry } from '../core/registry.ts';
import { defaultEditorSettings, type EditorSettings } from './protocol.ts';

/** The folders that are open, and what is configured in them. */
export class Workspace {
  /** The URIs of the open folders, without a slash at the end. */
  private folders: readonly string[] = [];
  private readonly connection: Connection;
  private readonly configs: ConfigLoader;
  private readonly editorSettings = new Map<string, Promise<EditorSettings>>();
  private asksForSettings = false;

  constructor(connection: Connection, host: Host, registry: Registry) {
    this.connection = connection;
    this.configs = new ConfigLoader(host, registry, {});
  }

  setFolders(uris: readonly string[]): void {
    this.folders = uris.map((uri) => uri.replace(/\/$/, ''));
    this.forget();
  }

  get folderUris(): readonly string[] {
    return this.folders;
  }

  /** Whether the client can be asked for its settings. */
  setAsksForSettings(can: boolean): void {
    this.asksForSettings = can;
  }

  /** The configuration that holds for a file. Files outside the open folders get only what lies beside them. */
  configFor(uri: string): Promise<LoadedConfig> {
    const folder = Utils.dirname(URI.parse(uri)).toString();
    return this.configs.forFolder(folder, this.rootOf(folder) ?? folder);
  }

  /** The settings of the editor for a file; in a multi-root workspace each folder may have its own. */
  settingsFor(uri: string): Promise<EditorSettings> {
    const known = this.editorSettings.get(uri);
    if (known) return known;
    const asked = this.askSettings(uri);
    this.editorSettings.set(uri, asked);
    return asked;
  }

  /** Forgets what was read, because settings or configuration files have changed. */
  forget(): void {
    this.configs.forget();
    this.editorSettings.clear();
  }

  /** Whether a file is one of Seaworthy's own configuration files. */
  isConfigFile(uri: string): boolean {
    const name = Utils.basename(URI.parse(uri));
    return (configFileNames as readonly string[]).includes(name);
  }

  private rootOf(folder: string): string | undefined {
    const above = this.folders.filter((root) => folder === root || folder.startsWith(`${root}/`));
    return above.sort((a, b) => b.length - a.length)[0];
  }

  private async askSettings(uri: string): Promise<EditorSettings> {
    if (!this.asksForSettings) return defaultEditorSettings;
    const answer = await this.connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'seaworthy' })
      .catch(() => undefined);
    return withDefaults(answer);
  }
}

/** Settings as a client may send them: partial, or null when it knows none. */
function withDefaults(answer: unknown): EditorSettings {
  const given = (answer ?? {}) as Partial<EditorSettings>;
  const action = given.codeAction;
  const fallback = defaultEditorSettings;
  return {
    enable: given.enable ?? fallback.enable,
    run: given.run === 'onSave' ? 'onSave' : fallback.run,
    shellcheck: { enable: given.shellcheck?.enable ?? fallback.shellcheck.enable },
    completion: { enable: given.completion?.enable ?? fallback.completion.enable },
    hover: { enable: given.hover?.enable ?? fallback.hover.enable },
    schemas: Array.isArray(given.schemas) ? given.schemas.filter((path) => typeof path === 'string') : fallback.schemas,
    yaml: { format: { enable: given.yaml?.format?.enable ?? fallback.yaml.format.enable } },
    codeLens: { ...fallback.codeLens, ...given.codeLens },
    inlayHints: { ...fallback.inlayHints, ...given.inlayHints },
    codeAction: {
      disableRuleComment: { enable: action?.disableRuleComment?.enable ?? true },
      showDocumentation: { enable: action?.showDocumentation?.enable ?? true },
    },
  };
}
