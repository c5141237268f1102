import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a program printed, and how it ended. */
export interface Outcome {
  readonly output: string;
  /** The end of what it said of its errors, for people to read. */
  readonly errors: string;
  readonly status: number | null;
}

/** A step of a build: the instruction, and whether its result was remembered. */
export interface BuiltStep {
  readonly text: string;
  readonly isCached: boolean;
}

/** What an image says about how it is run. */
interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly User?: string;
}

/** A container that runs. */
export interface Running {
  /** What it has printed. */
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  stop(): Promise<void>;
}

/** Debian's buildah, working in a chroot, with a store of its own below a folder. */
export class Buildah {
  private readonly options: readonly string[];
  /** Where buildah keeps cache mounts. */
  private readonly temporary: string;

  constructor(folder: string) {
    const [root, runroot] = ['images', 'run'].map((name) => path.join(folder, name));
    this.temporary = path.join(folder, 'temporary');
    mkdirSync(this.temporary, { recursive: true });
    const store = ['--root', root ?? '', '--runroot', runroot ?? ''];
    // Overlay file systems are much faster, but not every kernel lets them be mounted here.
    const driver = this.try([...store, '--storage-driver', 'overlay', 'from', 'scratch']) ? 'overlay' : 'vfs';
    this.options = [...store, '--storage-driver', driver];
  }

  static isThere(): boolean {
    return spawnSync('buildah', ['--version']).status === 0 && process.getuid?.() === 0;
  }

  /** Makes an image of a folder, which becomes its root. */
  importFolder(folder: string, tag: string): void {
    const container = this.call('from', 'scratch');
    this.call('add', '-q', container, `${folder}/`, '/');
    this.call('config', '--cmd', 'bash', container);
    this.call('commit', '-q', '--rm', container, tag);
  }

  /** Builds a Dockerfile, or one of its stages; throws with the end of what buildah printed when that fails. */
  build(tag: string, context: string, dockerfile: string, target?: string): void {
    const file = path.join(context, '.Dockerfile.test');
    writeFileSync(file, dockerfile);
    const options = target === undefined ? [] : ['--target', target];
    this.call('bud', '--isolation', 'chroot', '--layers', '--pull-never', ...options, '-t', tag, '-f', file, context);
  }

  /** Builds a Dockerfile and says of each step whether its result was remembered from a build before. */
  steps(context: string, file: string, options: readonly string[]): readonly BuiltStep[] {
    const output = this.call(
      'bud',
      '--isolation',
      'chroot',
      '--layers',
      '--pull-never',
      ...options,
      '-f',
      file,
      context,
    );
    const steps: BuiltStep[] = [];
    for (const part of output.split(/^(?=(?:\[\d+\/\d+\] )?STEP )/m)) {
      const [, text] = /^(?:\[\d+\/\d+\] )?STEP \d+\/\d+: (.*)/.exec(part) ?? [];
      if (text !== undefined) steps.push({ text, isCached: /^--> Using cache /m.test(part) });
    }
    return steps;
  }

  /** Runs what an image starts, with more arguments, and waits for it to end. */
  run(tag: string, ...more: readonly string[]): Outcome {
    const config = this.config(tag);
    return this.runCommand(tag, [...(config.Entrypoint ?? []), ...(more.length > 0 ? more : (config.Cmd ?? []))]);
  }

  /** Runs a command in a container of an image, and waits for it to end. */
  runCommand(tag: string, command: readonly string[]): Outcome {
    const container = this.call('from', '--pull-never', tag);
    const { stdout, stderr, status } = this.spawn(['run', '--isolation', 'chroot', container, '--', ...command]);
    this.call('rm', container);
    return { output: stdout, errors: stderr.slice(-1000), status };
  }

  /** Starts what an image starts. It shares the network of this machine. */
  start(tag: string): Running {
    const { Entrypoint = [], Cmd = [] } = this.config(tag);
    const container = this.call('from', '--pull-never', tag);
    const words = [...this.options, 'run', '--isolation', 'chroot', container, '--', ...Entrypoint, ...Cmd];
    // With a group of its own, all that it starts can be ended: a server's own processes live on when the first one is.
    const child = spawn('buildah', words, { env: this.environment, detached: true });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    return {
      output: () => printed,
      hasEnded,
      stop: async () => {
        if (!hasEnded()) {
          child.kill('SIGTERM');
          await once(child, 'exit');
        }
        endGroup(child.pid);
        this.call('rm', container);
      },
    };
  }

  /** As whom an image runs. */
  userOf(tag: string): string {
    return this.config(tag).User ?? '';
  }

  /** The size of an image's files, in megabytes of 10^6 bytes. */
  size(tag: string): number {
    const container = this.call('from', '--pull-never', tag);
    const folder = this.call('mount', container);
    const kilobytes = spawnSync('du', ['-s', '--apparent-size', '--block-size=1000', folder], { encoding: 'utf8' });
    this.call('umount', container);
    this.call('rm', container);
    return Number.parseInt(kilobytes.stdout, 10) / 1000;
  }

  /** Takes down all containers and images, so that the folder can be removed. */
  cleanUp(): void {
    this.spawn(['rm', '--all']);
    this.spawn(['rmi', '--all', '--force']);
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, TMPDIR: this.temporary };
  }

  private config(tag: string): ImageConfig {
    return JSON.parse(this.call('inspect', '--type', 'image', tag)).OCIv1.config;
  }

  private call(...words: readonly string[]): string {
    const { stdout, stderr, status } = this.spawn(words);
    if (status !== 0) throw new Error(`buildah ${words[0]} failed:\n${`${stdout}${stderr}`.slice(-3000)}`);
    return stdout.trim();
  }

  private try(words: readonly string[]): boolean {
    return spawnSync('buildah', words).status === 0;
  }

  private spawn(words: readonly string[]) {
    const { options, environment } = this;
    return spawnSync('buildah', [...options, ...words], { encoding: 'utf8', maxBuffer: 1 << 28, env: environment });
  }
}

/** Ends what is left of a group of processes. */
function endGroup(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
