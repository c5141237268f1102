import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Demands } from '../config/config.ts';
import { ConfigLoader, type LoadedConfig } from '../config/config-loader.ts';
import type { Host } from '../core/host.ts';
import type { Settings } from '../core/settings.ts';
import { registry } from '../rules/index.ts';
import { LineMap } from '../text/lines.ts';
import type { Notes } from './notes.ts';
import { relativePath, type Surroundings } from './surroundings.ts';

/** What is demanded of the configuration on the command line. */
export interface ConfigRequest extends Demands {
  /** A path, or false for none at all. */
  readonly config?: string | boolean | undefined;
}

/** Finds the configuration that holds for each file, and says what is wrong with it. */
export class Configurations {
  private readonly request: ConfigRequest;
  private readonly around: Surroundings;
  private readonly notes: Notes;
  private readonly loader: ConfigLoader;
  private given: LoadedConfig | undefined;

  constructor(request: ConfigRequest, around: Surroundings, notes: Notes, host: Host) {
    this.request = request;
    this.around = around;
    this.notes = notes;
    this.loader = new ConfigLoader(host, registry, request);
  }

  /** What holds for a file. Throws `Ignored` when it is not to be looked at. */
  async settingsFor(file: string, uri: string): Promise<Settings> {
    const loaded = this.given ?? (await this.nearestConfig(file));
    if (loaded.config.ignores(uri)) throw new Ignored();
    return loaded.config.settingsFor(uri);
  }

  private async nearestConfig(file: string): Promise<LoadedConfig> {
    const folder = pathToFileURL(path.dirname(file)).toString();
    const loaded = await this.loader.forFolder(folder, pathToFileURL(path.parse(file).root).toString());
    this.tellConfigProblems(loaded);
    return loaded;
  }

  /** Loads the configuration that was named. False when it cannot be used. */
  async loadGiven(): Promise<boolean> {
    const { config } = this.request;
    if (config === false) this.given = this.loader.withoutFiles();
    if (typeof config !== 'string') return true;
    const file = path.resolve(this.around.workingFolder, config);
    const root = pathToFileURL(path.parse(file).root).toString();
    this.given = await this.loader.fromFile(pathToFileURL(file).toString(), root);
    if (!this.given) this.notes.complain(`${config}: there is no such configuration file`);
    else this.tellConfigProblems(this.given);
    return this.given !== undefined;
  }

  private tellConfigProblems({ files }: LoadedConfig): void {
    for (const { uri, text, problems } of files) {
      for (const { message, span } of problems) {
        const { line, character } = new LineMap(text).positionAt(span.start);
        const told = `${relativePath(fileURLToPath(uri), this.around)}:${line + 1}:${character + 1}: ${message}`;
        this.notes.complainOfAll(told);
      }
    }
  }
}

/** The configuration says that a file is not to be looked at. */
export class Ignored extends Error {}
