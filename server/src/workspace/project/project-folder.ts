import type { FolderEntry, Host } from '../../core/host.ts';

/** More than this is no file in which somebody wrote how a project is built. */
const longestText = 2_000_000;

/** A folder that may hold a project, read through the host; each file and folder once. */
export class ProjectFolder {
  /** Its URI, without a slash at the end. */
  readonly uri: string;
  private readonly host: Pick<Host, 'readText' | 'listFolder'>;
  private readonly texts = new Map<string, Promise<string | undefined>>();
  private readonly lists = new Map<string, Promise<readonly FolderEntry[]>>();

  constructor(uri: string, host: Pick<Host, 'readText' | 'listFolder'>) {
    this.uri = uri.replace(/\/$/, '');
    this.host = host;
  }

  /** The name of the folder. */
  get name(): string {
    return decodeURIComponent(this.uri.slice(this.uri.lastIndexOf('/') + 1));
  }

  /** The text of a file by its path from here, without a byte order mark; undefined when there is none. */
  read(path: string): Promise<string | undefined> {
    return remembered(this.texts, path, async () => {
      if (!(await this.has(path))) return undefined;
      const text = await this.host.readText(this.uriOf(path));
      return text === undefined || text.length > longestText ? undefined : text.replace(/^\uFEFF/, '');
    });
  }

  /** A JSON file that holds an object; comments and trailing commas are passed over. */
  async readJson(path: string): Promise<JsonObject | undefined> {
    const text = await this.read(path);
    return text === undefined ? undefined : parseObject(text);
  }

  /** What is in it, or in a folder of it, in the order of the alphabet. */
  entries(path = ''): Promise<readonly FolderEntry[]> {
    return remembered(this.lists, path, async () => {
      const entries = (await this.host.listFolder(path === '' ? this.uri : this.uriOf(path))) ?? [];
      return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    });
  }

  /** The names of the files in it, or in a folder of it, that a pattern fits. */
  async files(pattern: RegExp, path = ''): Promise<readonly string[]> {
    return (await this.entries(path)).flatMap(({ name, kind }) => (kind === 'file' && pattern.test(name) ? name : []));
  }

  /** The names of the folders in it, or in a folder of it; those that begin with a dot are left out. */
  async folders(path = ''): Promise<readonly string[]> {
    return (await this.entries(path)).flatMap(({ name, kind }) => (kind === 'folder' && !/^\./.test(name) ? name : []));
  }

  /** Whether there is a file of that path. */
  async has(path: string): Promise<boolean> {
    const { folder, name } = divided(path);
    return (await this.entries(folder)).some((entry) => entry.kind === 'file' && entry.name === name);
  }

  /** The first of some paths at which there is a file. */
  async first(paths: readonly string[]): Promise<string | undefined> {
    for (const path of paths) if (await this.has(path)) return path;
    return undefined;
  }

  /** One of its folders, as a project of its own. */
  folder(name: string): ProjectFolder {
    return new ProjectFolder(this.uriOf(name), this.host);
  }

  /** The URI of what is at a path from here. */
  uriOf(path: string): string {
    return `${this.uri}/${path.split('/').map(encodeURIComponent).join('/')}`;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The objects that a path of keys leads to; an empty one where there is none. */
export function objectIn(value: JsonObject | undefined, key: string): JsonObject {
  const found = value?.[key];
  return isObject(found) ? found : {};
}

/** The text that stands under a key; undefined for anything else. */
export function textIn(value: JsonObject | undefined, key: string): string | undefined {
  const found = value && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

function parseObject(text: string): JsonObject | undefined {
  const plain = text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
  try {
    const value: unknown = JSON.parse(plain);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function divided(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

function remembered<T>(answers: Map<string, Promise<T>>, question: string, ask: () => Promise<T>): Promise<T> {
  const before = answers.get(question);
  if (before) return before;
  const answer = ask();
  answers.set(question, answer);
  return answer;
}
