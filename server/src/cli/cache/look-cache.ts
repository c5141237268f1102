import path from 'node:path';
import { cacheFolder, pruneUnused } from '../../node/cache-folder.ts';
import { inOrder } from '../in-order.ts';
import type { Job } from '../jobs/helper.ts';
import type { ToldFile } from '../jobs/team.ts';
import type { Looker, LookRequest } from '../looker.ts';
import { fromPlain, type PlainFile, toPlain } from '../plain-report.ts';
import { relativePath, type Surroundings } from '../surroundings.ts';
import { type CacheContent, type CacheEntry, digestOf, readCache, writeCache } from './cache-file.ts';
import { JoinedLedger, type LookLedger, Recall } from './ledgers.ts';

/** What was asked for on the command line. */
export interface CacheRequest extends LookRequest {
  /** The file to keep it in. */
  readonly cacheLocation?: string | undefined;
}

/** How many files are looked for in the cache together. */
const atOnce = 32;

/**
 * What was found in files the last time. It holds for a file when its text, its settings, the program and every answer
 * that its findings rest upon, texts and lists of folders, are what they were; all else is looked at anew. It is data that
 * is read and never run, and anything odd in it makes it no cache at all.
 */
export class LookCache {
  private readonly file: string;
  /** Whether it lies in our own folder, and not where somebody said. */
  private readonly isOurs: boolean;
  private readonly key: string;
  private readonly around: Surroundings;
  private readonly looker: Looker;
  private content: CacheContent | undefined;
  /** The entries that hold, which are kept. */
  private readonly recalled = new Map<string, CacheEntry>();

  private constructor(
    { file, isOurs }: { readonly file: string; readonly isOurs: boolean },
    key: string,
    around: Surroundings,
    looker: Looker,
  ) {
    this.file = file;
    this.isOurs = isOurs;
    this.key = key;
    this.around = around;
    this.looker = looker;
  }

  /** Opens the cache of a folder; a reason, as a phrase, where there is no place for one. */
  static async open(request: CacheRequest, around: Surroundings, looker: Looker): Promise<LookCache | string> {
    const { workingFolder, environment } = around;
    const folder = cacheFolder(environment);
    const own = folder && path.join(folder, 'lint', `${digestOf(workingFolder)}.json`);
    const given = request.cacheLocation;
    const file = given === undefined ? own : path.resolve(workingFolder, given);
    if (file === undefined) return 'there is no folder for caches here; name a file with --cache-location';
    const key = digestOf([await around.fingerprint?.(), workingFolder, request.paths, process.platform]);
    const cache = new LookCache({ file, isOurs: given === undefined }, key, around, looker);
    cache.content = await readCache(file, key);
    return cache;
  }

  /** What is known of files, by their paths. */
  async recall(jobs: readonly Job[]): Promise<ReadonlyMap<string, ToldFile>> {
    const told = new Map<string, ToldFile>();
    const { content } = this;
    if (!content) return told;
    const entries = new Map(content.files);
    const recall = new Recall(content, async (question) => digestOf(await this.looker.answerTo(question)));
    const find = async (job: Job): Promise<readonly [string, ToldFile] | undefined> => {
      const entry = entries.get(job.file);
      const found = entry && (await this.find(job, entry, recall).catch(() => undefined));
      return found && [job.file, found];
    };
    await inOrder(jobs, atOnce, find, (found) => {
      if (found) told.set(...found);
    });
    return told;
  }

  /** Writes down what was found, and what of the old is still so. */
  async keep(fresh: ReadonlyMap<string, ToldFile>, ledgers: readonly LookLedger[]): Promise<void> {
    const joined = new JoinedLedger();
    const files: [string, CacheEntry][] = [];
    if (this.content) {
      const number = joined.from(this.content);
      for (const [file, entry] of this.recalled) {
        files.push([file, { ...entry, restsUpon: entry.restsUpon.map(number) }]);
      }
    }
    for (const ledger of ledgers) {
      const number = joined.from(ledger);
      for (const [file, { text, settings, language, restsUpon }] of ledger.files) {
        const told = fresh.get(file);
        // What had to be said on standard error is to be said again.
        if (!told || told.hasFailed || told.isPassedOver || told.notes.length > 0) continue;
        const plain = told.reported && toPlain(told.reported);
        files.push([
          file,
          {
            ...{ text, settings, language },
            ...(plain && { toldAs: plain.language, findings: plain.findings as CacheEntry['findings'] }),
            others: (plain?.others ?? []).map((other) => ({ uri: other.uri, text: digestOf(other.text) })),
            restsUpon: restsUpon.map(number),
          },
        ]);
      }
    }
    const { questions, made } = joined;
    await writeCache(this.file, { key: this.key, questions, made, files });
    // Folders come and go, and what was kept of them stays.
    if (this.isOurs) pruneUnused(path.dirname(this.file));
  }

  /** What is told of a file when its entry holds. */
  private async find(job: Job, entry: CacheEntry, recall: Recall): Promise<ToldFile | undefined> {
    const terms = await this.looker.terms(job.file, job.isNamed);
    if (!terms || terms.text !== entry.text || terms.settings !== entry.settings) return undefined;
    if (terms.language !== entry.language) return undefined;
    for (const number of entry.restsUpon) if (!(await recall.holds(number))) return undefined;
    const others: { uri: string; text: string }[] = [];
    for (const { uri, text: digest } of entry.others) {
      const text = await this.looker.answerTo(`text ${uri}`);
      if (typeof text !== 'string' || digestOf(text) !== digest) return undefined;
      others.push({ uri, text });
    }
    const { language, toldAs = language } = entry;
    const reported =
      entry.findings && this.report(job.file, { source: terms.source, language: toldAs }, entry.findings, others);
    if (entry.findings && !reported) return undefined;
    this.recalled.set(job.file, entry);
    return { reported, notes: [], hasFailed: false, isPassedOver: false };
  }

  private report(
    file: string,
    { source, language }: { readonly source: string; readonly language: PlainFile['language'] },
    findings: NonNullable<CacheEntry['findings']>,
    others: PlainFile['others'],
  ): ToldFile['reported'] {
    const isOther = (other: number | undefined) => other === undefined || other < others.length;
    const isWithin = findings.every(
      ({ span, related }) => span.end <= source.length && related.every(({ other }) => isOther(other)),
    );
    if (!isWithin) return undefined;
    const plain = { path: relativePath(file, this.around), language, text: source, findings, others };
    return fromPlain(plain as PlainFile, this.around);
  }
}
