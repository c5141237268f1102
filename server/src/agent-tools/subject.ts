import { URI, Utils } from 'vscode-uri';
import { ConfigLoader } from '../config/config-loader.ts';
import type { Finding } from '../core/finding.ts';
import type { Preset } from '../core/preset.ts';
import type { Settings } from '../core/settings.ts';
import { languageOfNamedFile, type SourceFile } from '../engine/engine.ts';
import { registry } from '../rules/index.ts';
import { Unanswerable, type Workbench } from './agent-tool.ts';
import { locate } from './locate.ts';

/** A file that a tool is asked about, read. */
export interface Subject {
  /** As the folder has it, which is how it is told of. */
  readonly path: string;
  readonly source: SourceFile;
  readonly settings: Settings;
}

/** What is asked about a file. */
export interface SubjectRequest {
  readonly path: string;
  /** What it shall say, when that is not what it says now. */
  readonly text?: string | undefined;
  readonly preset?: Preset | undefined;
}

/** Reads the files that tools are asked about, each with the configuration that holds for it. */
export class Subjects {
  private readonly bench: Workbench;
  private readonly configs: ConfigLoader;

  constructor(bench: Workbench, preset: Preset | undefined) {
    this.bench = bench;
    this.configs = new ConfigLoader(bench.host, registry, { preset });
  }

  /** One file. Throws `Unanswerable` when there is none, or none of ours. */
  async one({ path, text }: SubjectRequest): Promise<Subject> {
    const candidates = locate(path, this.bench.folders);
    for (const uri of candidates) {
      const said = text ?? (await this.bench.host.readText(uri));
      if (said === undefined) continue;
      const subject = await this.read(uri, said);
      if (subject instanceof Unanswerable) throw subject;
      return subject;
    }
    throw new Unanswerable(`There is no file ${path} in the workspace, or it cannot be read as text.`);
  }

  /** A file with what it says; the reason when it is not to be looked at. */
  async read(uri: string, text: string): Promise<Subject | Unanswerable> {
    const { engine, folders } = this.bench;
    const path = pathIn(folders, uri);
    const language = languageOfNamedFile(Utils.basename(URI.parse(uri)), text);
    if (!language) return new Unanswerable(`${path} is neither a Dockerfile nor a Kubernetes manifest.`);
    const root = folders.find((folder) => uri.startsWith(`${folder}/`)) ?? '';
    const { config } = await this.configs.forFolder(Utils.dirname(URI.parse(uri)).toString(), root);
    if (config.ignores(uri)) return new Unanswerable(`${path} is left out by the configuration of Seaworthy.`);
    return { path, source: engine.read(uri, language, text), settings: config.settingsFor(uri) };
  }
}

/** What is found in a file, by what stands in it and around it. */
export async function findingsIn({ source, settings }: Subject, { engine }: Workbench): Promise<readonly Finding[]> {
  await engine.lookAround(source, settings);
  return engine.lint(source, settings).findings;
}

/** A file or folder as it is told of: its path from the innermost folder it lies in. */
export function pathIn(folders: readonly string[], uri: string): string {
  const above = folders.filter((folder) => uri === folder || uri.startsWith(`${folder}/`));
  const innermost = above.sort((a, b) => b.length - a.length)[0] ?? '';
  return decodeURIComponent(uri.slice(innermost.length + 1)) || '.';
}
