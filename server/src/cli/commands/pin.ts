import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Engine, languageOfFile, languageOfNamedFile, type SourceFile } from '../../engine/engine.ts';
import { imagesToPin } from '../../ide/pins.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { type DiskText, encode, NoText, readSource } from '../../node/read-source.ts';
import { RegistryClient } from '../../node/registry/registry-client.ts';
import { RememberingHost } from '../../node/remembering-host.ts';
import { replaceFile } from '../../node/replace-file.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { ImageUse } from '../../workspace/pins/image-use.ts';
import { type Answers, askForDigests, isAskedFor, outcomeOf, withoutRepetition } from '../../workspace/pins/pins.ts';
import { type ConfigRequest, Configurations, Ignored } from '../configurations.ts';
import { Notes } from '../notes.ts';
import { type PinnedImage, type PinReport, pinJson, pinText } from '../pin-report.ts';
import { relativePath, type Surroundings } from '../surroundings.ts';
import { Progress } from '../terminal.ts';
import { walk } from '../walk.ts';

/** What was asked for on the command line. */
export interface PinRequest extends ConfigRequest {
  readonly paths: readonly string[];
  /** Only say what has no digest, or one that its tag no longer stands for. */
  readonly check: boolean;
  /** Write the digests anew whose tags have moved on. */
  readonly refresh: boolean;
  /** Only say what would be written. */
  readonly dryRun: boolean;
  readonly format: 'pretty' | 'json';
}

/** A file with images in it. */
interface FileWithImages {
  /** Absolute. */
  readonly path: string;
  readonly disk: DiskText;
  readonly source: SourceFile;
  readonly uses: readonly ImageUse[];
}

/**
 * Runs `seaworthy pin`. Nothing is written before all answers are in; then what could be found out is written, each file
 * in one go. Returns the exit status: 0; 1 where `--check` has something to say; 2 for what could not be read, asked or
 * written.
 */
export async function pin(request: PinRequest, around: Surroundings): Promise<number> {
  return new PinRun(request, around).run();
}

class PinRun {
  private readonly request: PinRequest;
  private readonly around: Surroundings;
  private readonly engine: Engine;
  private readonly configs: Configurations;
  private readonly notes: Notes;

  constructor(request: PinRequest, around: Surroundings) {
    this.request = request;
    this.around = around;
    const { workingFolder } = around;
    const disk = new DiskHost(
      () => [path.parse(workingFolder).root],
      () => this.given().map((one) => path.resolve(workingFolder, one)),
      around.resources,
    );
    const host = new RememberingHost(disk);
    this.engine = new Engine(host);
    this.notes = new Notes(around);
    this.configs = new Configurations(request, around, this.notes, host);
  }

  async run(): Promise<number> {
    if (!(await this.configs.loadGiven())) return 2;
    const files = await this.read();
    const answers = await this.ask(files.flatMap(({ uses }) => uses));
    const told: PinnedImage[] = [];
    for (const file of files) told.push(...(await this.conclude(file, answers)));
    return this.tell(told);
  }

  private given(): readonly string[] {
    return this.request.paths.length > 0 ? this.request.paths : ['.'];
  }

  private async read(): Promise<readonly FileWithImages[]> {
    const walked = await walk(this.given(), this.around.workingFolder);
    for (const problem of walked.problems) this.notes.complain(`${this.relative(problem.path)}: ${problem.reason}`);
    const named = new Set(this.given().map((one) => path.resolve(this.around.workingFolder, one)));
    const files: FileWithImages[] = [];
    for (const file of walked.files) {
      const read = await this.readFile(file, named.has(file));
      if (read && read.uses.length > 0) files.push(read);
    }
    return files;
  }

  private async readFile(file: string, isNamed: boolean): Promise<FileWithImages | undefined> {
    const name = path.basename(file);
    try {
      const disk = await readSource(file);
      const language = isNamed ? languageOfNamedFile(name, disk.text) : languageOfFile(name);
      if (!language) return undefined;
      const uri = pathToFileURL(file).toString();
      const settings = await this.configs.settingsFor(file, uri);
      const source = this.engine.read(uri, language, disk.text);
      return { path: file, disk, source, uses: await imagesToPin(source, settings, this.engine.sharedHost) };
    } catch (error) {
      const isNone = error instanceof Ignored || (error instanceof NoText && !languageOfFile(name));
      if (!isNone) this.notes.complain(`${this.relative(file)}: ${(error as Error).message}`);
      return undefined;
    }
  }

  private async ask(uses: readonly ImageUse[]): Promise<Answers> {
    const { check, refresh } = this.request;
    // What has no digest is wanting already: for that nobody is asked.
    const asked = uses.filter((use) =>
      check ? use.digest !== undefined && isAskedFor(use, 'all') : isAskedFor(use, refresh ? 'all' : 'unpinned'),
    );
    const count = new Set(asked.map(({ image }) => image)).size;
    const progress = new Progress(this.around.stderr, count, 'asking about', 'images');
    const registry = new RegistryClient({ environment: this.around.environment });
    const answers = await askForDigests(asked, registry, undefined, ({ done }) => progress.update(done));
    progress.finish();
    return answers;
  }

  /** What became of the images of a file, once it has been written where something was to be written. */
  private async conclude(file: FileWithImages, answers: Answers): Promise<readonly PinnedImage[]> {
    const edits: TextEdit[] = [];
    const told = file.uses.map((use): PinnedImage => {
      const { image, digest, span } = use;
      const place = { path: this.relative(file.path), lines: file.source.lines, span, image, digest };
      const outcome = outcomeOf(use, answers);
      switch (outcome.kind) {
        case 'kept':
          return { ...place, outcome: this.request.check && digest === undefined ? 'unpinned' : 'kept' };
        case 'skipped':
        case 'unresolved':
          return { ...place, outcome: outcome.kind, reason: outcome.reason };
        case 'refused':
          // Whether it could be written is no matter where nothing is written.
          if (this.request.check) return { ...place, outcome: 'moved', newDigest: outcome.digest };
          return { ...place, outcome: outcome.kind, reason: outcome.reason };
        default:
          edits.push(...outcome.edits);
          return { ...place, outcome: outcome.kind, newDigest: outcome.digest };
      }
    });
    if (edits.length === 0 || !this.writes) return told;
    const failure = await this.write(file, withoutRepetition(edits));
    if (failure === undefined) return told;
    this.notes.complain(`${this.relative(file.path)}: not written: ${failure}`);
    return told.map(({ newDigest: _, ...one }) =>
      one.outcome === 'pinned' || one.outcome === 'moved'
        ? { ...one, outcome: 'refused', reason: `The file was not written: ${failure}.` }
        : one,
    );
  }

  private get writes(): boolean {
    return !this.request.dryRun && !this.request.check;
  }

  /** Writes a file; returns why that was not possible. */
  private async write({ path: file, disk }: FileWithImages, edits: readonly TextEdit[]): Promise<string | undefined> {
    if (!disk.isFaithful) return 'it is not valid UTF-8';
    try {
      // The answers may have taken a while, in which somebody has gone on writing.
      if ((await readSource(file)).text !== disk.text) return 'it has changed in the meantime';
      await replaceFile(file, encode({ ...disk, text: applyEdits(disk.text, edits) }));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private tell(images: readonly PinnedImage[]): number {
    const { check, dryRun, format } = this.request;
    const report: PinReport =
      format === 'json' ? pinJson(images) : pinText(images, { isCheck: check, isDryRun: dryRun });
    for (const note of report.notes) this.notes.note(note);
    this.around.stdout.write(report.output);
    if (this.notes.failed || images.some(({ outcome }) => outcome === 'unresolved')) return 2;
    return check && images.some(({ outcome }) => outcome === 'unpinned' || outcome === 'moved') ? 1 : 0;
  }

  private relative(file: string): string {
    return relativePath(file, this.around);
  }
}
