import { URI, Utils } from 'vscode-uri';
import type { Host } from '../core/host.ts';
import { isPreset } from '../core/preset.ts';
import type { Registry } from '../core/registry.ts';
import { Config, type Demands, uriAsCompared } from './config.ts';
import { type ConfigFile, type ConfigProblem, ConfigReader } from './config-file.ts';
import { configFileNames } from './schema.ts';

/** A configuration and the files it was read from, with what is wrong with them. */
export interface LoadedConfig {
  readonly config: Config;
  /** The nearest file last, those it builds upon before it; none when there is no configuration. */
  readonly files: readonly ConfigFile[];
}

/** How many files may build upon one another, and how many may be read in all, before that is taken for a mistake. */
const deepest = 16;
const most = 64;

/** Finds and reads the configuration that holds for a folder. Remembers what it read until `forget` is called. */
export class ConfigLoader {
  private readonly host: Host;
  private readonly registry: Registry;
  private readonly demands: Demands;
  private readonly reader: ConfigReader;
  private byFolder = new Map<string, Promise<LoadedConfig>>();
  private byFile = new Map<string, Promise<LoadedConfig>>();

  constructor(host: Host, registry: Registry, demands: Demands) {
    this.host = host;
    this.registry = registry;
    this.demands = demands;
    this.reader = new ConfigReader(registry);
  }

  /** The configuration for files in a folder: the nearest one between the folder and `root`, which is above it. */
  forFolder(folder: string, root: string): Promise<LoadedConfig> {
    const key = `${root} ${folder}`;
    const known = this.byFolder.get(key);
    if (known) return known;
    const loading = this.search(uriAsCompared(folder), uriAsCompared(root));
    this.byFolder.set(key, loading);
    return loading;
  }

  /** The configuration that begins with a given file; undefined when there is no such file. */
  async fromFile(uri: string, root: string): Promise<LoadedConfig | undefined> {
    const text = await this.host.readText(uri);
    return text === undefined ? undefined : this.load(uriAsCompared(uri), text, uriAsCompared(root));
  }

  /** The configuration when no file is asked for one. */
  withoutFiles(): LoadedConfig {
    return { config: new Config(this.registry, [], this.demands), files: [] };
  }

  /** Forgets what was read, because files have changed. */
  forget(): void {
    // New maps: what is being read at this moment goes into the old ones.
    this.byFolder = new Map();
    this.byFile = new Map();
  }

  private async search(folder: string, root: string): Promise<LoadedConfig> {
    const { byFile } = this;
    for (const name of configFileNames) {
      const uri = Utils.joinPath(URI.parse(folder), name).toString();
      const text = await this.host.readText(uri);
      if (text === undefined) continue;
      const known = byFile.get(uri) ?? this.load(uri, text, root);
      byFile.set(uri, known);
      return known;
    }
    const parent = Utils.dirname(URI.parse(folder)).toString();
    const isTop = folder === root || parent === folder || !isWithin(folder, root);
    return isTop ? this.withoutFiles() : this.forFolder(parent, root);
  }

  private async load(uri: string, text: string, root: string): Promise<LoadedConfig> {
    const files: ConfigFile[] = [];
    await this.collect(uri, text, root, [], files);
    return { config: new Config(this.registry, files, this.demands), files };
  }

  /** Adds a file behind those it builds upon. */
  private async collect(
    uri: string,
    text: string,
    root: string,
    above: readonly string[],
    into: ConfigFile[],
  ): Promise<void> {
    const file = this.reader.read(uri, text, above.length > 0);
    const problems: ConfigProblem[] = [...file.problems];
    for (const name of [file.content.extends ?? []].flat()) {
      if (isPreset(name)) continue;
      const base = Utils.resolvePath(Utils.dirname(URI.parse(uri)), name).toString();
      const fault = this.faultOf(base, uri, root, above, into.length);
      const baseText = fault === undefined ? await this.host.readText(base) : undefined;
      if (baseText !== undefined) await this.collect(base, baseText, root, [...above, uri], into);
      else
        problems.push({
          message: `extends: ${fault ?? `there is no preset and no file "${name}"`}`,
          span: placeOf(text, name),
        });
    }
    into.push({ ...file, problems });
  }

  private faultOf(
    base: string,
    uri: string,
    root: string,
    above: readonly string[],
    count: number,
  ): string | undefined {
    if (base === uri || above.includes(base)) return 'the files build upon one another in a circle';
    if (above.length >= deepest || count >= most) return 'too many files build upon one another';
    return isWithin(base, root) ? undefined : 'the file lies outside the workspace and is not read';
  }
}

function isWithin(uri: string, root: string): boolean {
  return uri === root || uri.startsWith(root.endsWith('/') ? root : `${root}/`);
}

function placeOf(text: string, name: string) {
  const start = Math.max(0, text.indexOf(name));
  return { start, end: Math.min(text.length, start + name.length) };
}
