import type { Host } from '../../core/host.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';

/** One document of a file, as a build reads it. */
export interface SourceDocument {
  readonly uri: string;
  /** The offset of the document in its file. */
  readonly start: number;
  readonly document: YamlDocument;
}

/** Reads files into documents, and remembers what it read as long as the text stays the same. */
export class Sources {
  private readonly host: Host;
  private readonly known = new Map<string, { readonly text: string; readonly documents: readonly SourceDocument[] }>();

  constructor(host: Host) {
    this.host = host;
  }

  /** The text of a file; undefined when it cannot be read. */
  text(uri: string): Promise<string | undefined> {
    return this.host.readText(uri);
  }

  /** Whether there is such a folder. */
  async isFolder(uri: string): Promise<boolean> {
    return (await this.host.listFolder(uri)) !== undefined;
  }

  /** The documents of a file, empty ones left out; undefined when it cannot be read. */
  async documents(uri: string): Promise<readonly SourceDocument[] | undefined> {
    const text = await this.host.readText(uri);
    if (text === undefined) return undefined;
    const known = this.known.get(uri);
    if (known?.text === text) return known.documents;
    const documents = splitDocuments(text)
      .map(({ text, start }) => ({ uri, start, document: new YamlDocument(text) }))
      .filter(({ document }) => document.root.exists || document.problems.length > 0);
    this.known.set(uri, { text, documents });
    return documents;
  }
}
