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

/** A file as it was read. */
interface KnownFile {
  readonly text: string;
  readonly documents: readonly SourceDocument[];
}

/** Files that were read before, by URI: what stayed the same is not parsed again. */
export class KnownFiles {
  readonly byUri = new Map<string, KnownFile>();
}

/** Reads files into documents. */
export class Sources {
  private readonly host: Host;
  readonly known: KnownFiles;
  private readonly own: { readonly uri: string; readonly text: string } | undefined;

  /** `own` is a file that is newer than the host has it, as one that is being edited. */
  constructor(host: Host, known = new KnownFiles(), own?: { readonly uri: string; readonly text: string }) {
    this.host = host;
    this.known = known;
    this.own = own;
  }

  /** The text of a file; undefined when it cannot be read. */
  async text(uri: string): Promise<string | undefined> {
    return uri === this.own?.uri ? this.own.text : this.host.readText(uri);
  }

  /** The documents of a file, empty ones left out; undefined when it cannot be read. */
  async documents(uri: string): Promise<readonly SourceDocument[] | undefined> {
    const text = await this.text(uri);
    if (text === undefined) return undefined;
    const known = this.known.byUri.get(uri);
    if (known?.text === text) return known.documents;
    const documents = splitDocuments(text)
      .map((part) => ({ uri, start: part.start, document: new YamlDocument(part.text) }))
      .filter(({ document }) => document.root.exists || document.problems.length > 0);
    this.known.byUri.set(uri, { text, documents });
    return documents;
  }
}
