import * as l10n from '@vscode/l10n';
import type { CancellationToken, Position } from 'vscode-languageserver';
import type { ImageRegistry } from '../core/image-registry.ts';
import type { Settings } from '../core/settings.ts';
import { languageOfFile, type SourceFile } from '../engine/engine.ts';
import type { FileEdits } from '../ide/assistant.ts';
import { imagesToPin } from '../ide/pins.ts';
import type { ImageUse } from '../workspace/pins/image-use.ts';
import {
  type Answers,
  type AskingProgress,
  askForDigests,
  isAskedFor,
  outcomeOf,
  withoutRepetition,
} from '../workspace/pins/pins.ts';
import { workspaceFiles } from '../workspace/workspace-files.ts';
import type { Server } from './feature.ts';
import type { PinParams } from './protocol.ts';
import { toWorkspaceEdit } from './workspace-edit.ts';

/** The images of a file that somebody wants to have digests. */
interface Wanted {
  readonly file: SourceFile;
  readonly uses: readonly ImageUse[];
}

/** What came of pinning. */
export interface Pinned {
  /** How many places got a digest, and how many another one. */
  readonly pinned: number;
  readonly moved: number;
  /** Why others did not: a line each, without a full stop. */
  readonly reasons: readonly string[];
}

/**
 * Writes digests into what is open and into the files of the workspace, as one edit that is undone as one. Nothing is
 * changed before all registries have answered, nor once it was cancelled.
 */
export class Pinning {
  private readonly server: Server;
  private readonly registry: ImageRegistry;

  constructor(server: Server, registry: ImageRegistry) {
    this.server = server;
    this.registry = registry;
  }

  /** Undefined when it was cancelled. */
  async run(
    params: PinParams,
    progress: (progress: AskingProgress) => void,
    token: CancellationToken,
  ): Promise<Pinned | undefined> {
    const scope = params.refresh ? 'all' : 'unpinned';
    const wanted = await this.wanted(params);
    const asked = wanted.flatMap(({ uses }) => uses).filter((use) => isAskedFor(use, scope));
    const cancelling = new AbortController();
    const listening = token.onCancellationRequested(() => cancelling.abort());
    const answers = await askForDigests(asked, this.registry, cancelling.signal, progress);
    listening.dispose();
    if (token.isCancellationRequested) return undefined;
    return this.apply(params, wanted, answers);
  }

  /** Somebody may have typed while registries were asked; what they said is true of the text as it is now. */
  private async apply(params: PinParams, before: readonly Wanted[], answers: Answers): Promise<Pinned> {
    const reasons = new Set<string>();
    const counts = { pinned: 0, moved: 0 };
    const changes: FileEdits[] = [];
    for (const { file, uses } of await this.wanted(params, before)) {
      const edits = uses.flatMap((use) => {
        const outcome = outcomeOf(use, answers);
        switch (outcome.kind) {
          case 'kept':
          case 'skipped':
            return [];
          case 'refused':
          case 'unresolved':
            reasons.add(`${use.image}: ${outcome.reason.replace(/\.$/, '')}`);
            return [];
          default:
            counts[outcome.kind]++;
            return outcome.edits;
        }
      });
      if (edits.length > 0) changes.push({ file, edits: withoutRepetition(edits) });
    }
    if (changes.length === 0) return { ...counts, reasons: [...reasons] };
    const label = params.refresh ? l10n.t('Refresh digests') : l10n.t('Pin to digests');
    const edit = toWorkspaceEdit(changes, this.server);
    const { applied } = await this.server.connection.workspace.applyEdit({ label, edit });
    if (applied) return { ...counts, reasons: [...reasons] };
    return { pinned: 0, moved: 0, reasons: ['the editor has not made the change', ...reasons] };
  }

  /** What is meant, or what has become of it since. */
  private async wanted({ uri, position }: PinParams, before?: readonly Wanted[]): Promise<readonly Wanted[]> {
    if (uri === undefined) return this.everywhere();
    const read = await this.read(uri);
    if (!read || position === undefined) return read ? [read] : [];
    const [was] = before?.[0]?.uses ?? [];
    const one = was ? nearest(read.uses, was) : useAt(read, position);
    return one ? [{ ...read, uses: [one] }] : [];
  }

  private async everywhere(): Promise<readonly Wanted[]> {
    const { engine, workspace } = this.server;
    const found: Wanted[] = [];
    for (const root of workspace.folderUris) {
      const { dockerfiles, yamlFiles } = await workspaceFiles(root, engine.sharedHost);
      for (const uri of [...dockerfiles, ...yamlFiles]) {
        const read = await this.read(uri);
        if (read && read.uses.length > 0) found.push(read);
      }
    }
    return found;
  }

  private async read(uri: string): Promise<Wanted | undefined> {
    const { engine, documents } = this.server;
    const document = documents.get(uri);
    const open = document && (await documents.current(document));
    const settings = open ? document?.terms?.settings : await this.settingsOf(uri);
    const file = open ?? (await this.readClosed(uri));
    return file && settings && { file, uses: await imagesToPin(file, settings, engine.sharedHost) };
  }

  private async readClosed(uri: string): Promise<SourceFile | undefined> {
    const { engine } = this.server;
    const language = languageOfFile(uri.replace(/^.*\//, ''));
    const text = language && (await engine.sharedHost.readText(uri));
    return text === undefined ? undefined : engine.read(uri, language as NonNullable<typeof language>, text);
  }

  private async settingsOf(uri: string): Promise<Settings | undefined> {
    const { config } = await this.server.workspace.configFor(uri);
    return config.ignores(uri) ? undefined : config.settingsFor(uri);
  }
}

function useAt({ file, uses }: Wanted, position: Position): ImageUse | undefined {
  const at = file.lines.offsetAt(position);
  return uses.find(({ span }) => span.start <= at && at <= span.end);
}

/** The same image where it most likely is now. */
function nearest(uses: readonly ImageUse[], was: ImageUse): ImageUse | undefined {
  const distance = ({ span }: ImageUse) => Math.abs(span.start - was.span.start);
  return uses
    .filter(({ image, digest }) => image === was.image && digest === was.digest)
    .sort((one, other) => distance(one) - distance(other))[0];
}
