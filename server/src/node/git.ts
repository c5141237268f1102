import { spawn } from 'node:child_process';
import type { Commit, History, NoHistory } from '../core/history.ts';

/** How many commits are looked at. */
const mostCommits = 200;
/** What git says beyond this is not read, in bytes: thousands of commits name no more files. */
const mostOutput = 16_000_000;
/** How long git may take, in milliseconds. */
const longestRun = 10_000;

/**
 * What is set so that a repository has no say in what is run: no hooks, monitors, pagers, signatures and helpers, and
 * nothing that is fetched (git's manual, "git-config", and gitprotocol-v2 for lazy fetching in partial clones).
 */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.quotePath=false',
  'log.showSignature=false',
  'log.follow=false',
  'diff.orderFile=/dev/null',
  'protocol.allow=never',
  'credential.helper=',
].flatMap((setting) => ['-c', setting]);

/** Asks git about the history of folders: by reading what is there, without a lock, the network or a prompt. */
export class Git {
  private readonly program: string;
  private readonly patience: number;

  /** `patience` is how long the program may take, in milliseconds. */
  constructor(program = 'git', patience = longestRun) {
    this.program = program;
    this.patience = patience;
  }

  /**
   * The last commits that changed something in a folder of the disk, without that with which it came to be; or why nothing
   * is known of them.
   */
  async history(folder: string): Promise<History | NoHistory> {
    const [log, shallow] = await Promise.all([
      this.ask(folder, [
        'log',
        // One more, which is the build before.
        `--max-count=${mostCommits + 1}`,
        // A merge counts as one change: what it brought into the branch.
        ...['--first-parent', '--diff-merges=first-parent'],
        ...['--name-only', '-z', '--no-renames', '--relative', '--no-ext-diff', '--no-textconv'],
        '--format=%x01%H%x02%ct%x02%s',
        ...['--', '.'],
      ]),
      this.ask(folder, ['rev-parse', '--is-shallow-repository']),
    ]);
    if (log.failure !== undefined) return { reason: log.failure };
    // The first one makes all there is, also in a shallow clone, and nothing was built before it; cut off, it lacks files.
    const commits = readCommits(log.output).slice(0, -1);
    const isShort = commits.length < mostCommits && shallow.output.trim() === 'true';
    return { commits, limit: log.isCut ? 'size' : isShort ? 'shallow' : undefined };
  }

  /** Runs git in a folder with the settings above. */
  ask(folder: string, words: readonly string[]): Promise<Answer> {
    return new Promise((resolve) => {
      const child = spawn(this.program, ['--no-pager', '--no-optional-locks', ...settings, ...words], {
        cwd: folder,
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const parts: Buffer[] = [];
      let [size, said, isCut, isLate] = [0, '', false, false];
      const timer = setTimeout(() => {
        isLate = true;
        end();
      }, this.patience);
      // Whatever it has started may keep the pipes open: they are not waited for.
      const end = () => {
        child.kill('SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
      };
      child.stdout.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= mostOutput) parts.push(part);
        else if (!isCut) {
          isCut = true;
          end();
        }
      });
      child.stderr.on('data', (part: Buffer) => {
        if (said.length < 1000) said += part.toString();
      });
      const settle = (failure: string | undefined) => {
        clearTimeout(timer);
        resolve({ output: Buffer.concat(parts).toString(), isCut, failure });
      };
      child.on('error', (error: NodeJS.ErrnoException) =>
        settle(error.code === 'ENOENT' ? 'git is not installed' : `git could not be started: ${error.message}`),
      );
      child.on('close', (code) => {
        if (isLate) settle(`git took longer than ${this.patience / 1000} seconds`);
        else settle(code === 0 || isCut ? undefined : failureIn(said));
      });
    });
  }
}

/** What git said on standard output, and half a sentence when it failed. */
export interface Answer {
  readonly output: string;
  readonly isCut: boolean;
  readonly failure: string | undefined;
}

/** The variables of this process without those that tell git of another repository, and with those that keep it quiet. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    LC_ALL: 'C',
  };
}

/** What git says of why it failed, as half a sentence. */
function failureIn(said: string): string {
  const line = said.split('\n').find((one) => /^(?:fatal|error): /.test(one)) ?? said.trim().split('\n')[0] ?? '';
  if (/not a git repository/.test(line)) return 'the folder is in no git repository';
  if (/does not have any commits/.test(line)) return 'there are no commits yet';
  if (/dubious ownership/.test(line)) return 'the repository belongs to somebody else, and git does not read it';
  return `git failed: ${line.replace(/^(?:fatal|error): /, '')}`;
}

function readCommits(output: string): readonly Commit[] {
  const commits: { readonly id: string; readonly time: number; readonly subject: string; readonly files: string[] }[] =
    [];
  for (const part of output.split('\0')) {
    const [, id, time, subject] = commitLine.exec(part) ?? [];
    if (id !== undefined) commits.push({ id, time: Number(time), subject: subject ?? '', files: [] });
    else if (part !== '') commits.at(-1)?.files.push(part.replace(/^\n/, ''));
  }
  return commits;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what stands between the parts, as no text has them
const commitLine = /^\x01([0-9a-f]{40,64})\x02(\d+)\x02(.*)$/s;
