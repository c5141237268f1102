import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach } from 'vitest';
import { dist } from './built.ts';

/** The folder of a test, made before and taken away after each, and the command line in it. */
export class Desk {
  folder = '';

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-cli-'));
    });
    afterEach(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Writes files by path below the folder. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** Runs the command line as people do. */
  seaworthy(
    args: readonly string[],
    more: { readonly input?: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(dist, 'cli.js'), ...args], {
      cwd: path.join(this.folder, more.cwd ?? '.'),
      encoding: 'utf8',
      input: more.input,
      env: { ...process.env, NO_COLOR: '1', ...more.env },
      maxBuffer: 100_000_000,
    });
    return { status, stdout, stderr };
  }

  /** Runs the command line while the test itself goes on, as one that answers what is asked over the network. */
  async running(args: readonly string[], env: NodeJS.ProcessEnv = {}, interrupt?: AbortSignal): Promise<CommandResult> {
    const child = spawn(process.execPath, [path.join(dist, 'cli.js'), ...args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    interrupt?.addEventListener('abort', () => child.kill('SIGINT'));
    const [[status], stdout, stderr] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    return { status, stdout, stderr };
  }

  /** What `lint --format json` says. */
  json(args: readonly string[] = []): Report {
    return JSON.parse(this.seaworthy(['lint', '--format', 'json', ...args]).stdout);
  }

  /** Runs git in the folder, as somebody whose settings do not count. */
  git(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false', ...args],
      { cwd: this.folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } },
    );
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }
}

interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly range: { readonly start: { readonly line: number } };
    }[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

/** What was found, as `path:line rule`, the lines counted from one. */
export function told({ files }: Report): string[] {
  return files.flatMap(({ path: file, findings }) =>
    findings.map(({ rule, range }) => `${file}:${range.start.line + 1} ${rule}`),
  );
}
