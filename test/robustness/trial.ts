import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dist } from '../support/built.ts';

/** Something that is tried: says what came of it, and throws where that is not as promised. */
export interface Trial {
  readonly name: string;
  readonly run: () => Promise<string>;
}

/** Numbers that look random and are the same in every run with the same seed (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

export const seed = Number(process.env.SEAWORTHY_SEED ?? 1);

/** Throws with what was expected, unless it holds. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Runs something in a folder of its own, which is gone afterwards. */
export async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T> | T,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-robust-'));
  try {
    write(folder, files);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

interface How {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly seconds?: number;
}

/** Runs the command line that ships in a folder. It must end in time, with a status of its own, and without a trace. */
export function seaworthy(folder: string, words: readonly string[], { env, uid, seconds = 60 }: How = {}): Ran {
  const started = performance.now();
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, 'cli.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    timeout: seconds * 1000,
    maxBuffer: 1 << 28,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const took = (performance.now() - started) / 1000;
  must(signal === null, `seaworthy ${words.join(' ')} was ended by ${signal} after ${took.toFixed(1)} s`);
  must(status !== null && status <= 2, `seaworthy ${words.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  must(!/^\s+at .*\.js:\d+/m.test(stderr), `a stack trace: ${stderr.slice(0, 1000)}`);
  return { status, stdout, stderr, seconds: took };
}

/** The rules that spoke in a run with `--format json`. */
export function rulesIn(stdout: string): readonly string[] {
  return [...stdout.matchAll(/"rule(?:Id)?":\s*"([\w/-]+)"/g)].map(([, rule]) => rule ?? '');
}
