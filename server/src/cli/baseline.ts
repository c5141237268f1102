import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { type Fingerprint, fingerprintOf } from './fingerprints.ts';
import type { ReportedFile } from './report.ts';
import type { Surroundings } from './surroundings.ts';

const shape = z.object({
  version: z.literal(1),
  findings: z.array(z.object({ path: z.string(), rule: z.string(), text: z.string(), context: z.string() })),
});

/** Why a baseline cannot be used, as half a sentence. */
export interface Unusable {
  readonly reason: string;
  readonly isMissing: boolean;
}

/**
 * The findings that a repository knows of and lives with. They are known again by rule, file and the text they are
 * about, so that lines may move; of equal texts by the lines around. Paths are relative to the baseline's own folder.
 */
export class Baseline {
  private readonly folder: string;
  private readonly known: readonly Fingerprint[];

  private constructor(folder: string, known: readonly Fingerprint[]) {
    this.folder = folder;
    this.known = known;
  }

  /** Reads a baseline; `file` is an absolute path. */
  static async read(file: string): Promise<Baseline | Unusable> {
    try {
      const { findings } = shape.parse(JSON.parse(await readFile(file, 'utf8')));
      return new Baseline(path.dirname(file), findings);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof z.ZodError) {
        return { reason: 'it is no baseline', isMissing: false };
      }
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return { reason: isMissing ? 'there is no such baseline' : (error as Error).message, isMissing };
    }
  }

  /** One with nothing in it, for a file that is still to be written. */
  static empty(file: string): Baseline {
    return new Baseline(path.dirname(file), []);
  }

  /** The files without the findings that are known, and the known ones that are there no more. */
  without(
    files: readonly ReportedFile[],
    around: Surroundings,
  ): { readonly files: readonly ReportedFile[]; readonly gone: readonly Fingerprint[] } {
    const left = new Map<string, Fingerprint[]>();
    for (const one of this.known) {
      const key = keyOf(one);
      const others = left.get(key);
      if (others) others.push(one);
      else left.set(key, [one]);
    }
    /** Takes away a known finding with this text; when strict, one with these lines around it. */
    const take = (print: Fingerprint, isStrict: boolean): boolean => {
      const candidates = left.get(keyOf(print)) ?? [];
      const at = candidates.findIndex(({ context }) => !isStrict || context === print.context);
      if (at !== -1) candidates.splice(at, 1);
      return at !== -1;
    };
    const prints = files.map((file) => this.fingerprintsOf(file, around));
    const exact = prints.map((ofFile) => ofFile.map((print) => take(print, true)));
    const remaining = files.map((file, index) => ({
      ...file,
      findings: file.findings.filter((_, at) => {
        const print = prints[index]?.[at];
        return !exact[index]?.[at] && !(print && take(print, false));
      }),
    }));
    return { files: remaining, gone: [...left.values()].flat().filter(this.judged(files, around)) };
  }

  /** The text of a baseline with what was found; what is known of files that were not looked at is kept. */
  rewritten(files: readonly ReportedFile[], around: Surroundings): string {
    const isJudged = this.judged(files, around);
    const kept = this.known.filter((one) => !isJudged(one));
    const found = files.flatMap((file) => this.fingerprintsOf(file, around));
    const lines = [...kept, ...found].map((one) => JSON.stringify(one)).sort();
    const findings = lines.map((line, index) => `    ${line}${index + 1 < lines.length ? ',' : ''}\n`).join('');
    return `{\n  "version": 1,\n  "findings": [\n${findings}  ]\n}\n`;
  }

  /** Those of the known findings of which it is known what became: their file was looked at, or is there no more. */
  private judged(files: readonly ReportedFile[], around: Surroundings): (known: Fingerprint) => boolean {
    const lookedAt = new Set(files.map((file) => this.pathOf(file, around)));
    return ({ path: known }) => lookedAt.has(known) || !existsSync(path.join(this.folder, known));
  }

  private fingerprintsOf(file: ReportedFile, around: Surroundings): readonly Fingerprint[] {
    const own = this.pathOf(file, around);
    return file.findings.map(({ finding }) => ({ ...fingerprintOf(finding, file), path: own }));
  }

  private pathOf(file: ReportedFile, { workingFolder }: Surroundings): string {
    return path.relative(this.folder, path.resolve(workingFolder, file.path)).split(path.sep).join('/');
  }
}

function keyOf({ path: file, rule, text }: Fingerprint): string {
  return [file, rule, text].join('\0');
}
