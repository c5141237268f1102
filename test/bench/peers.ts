import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../scripts/editor/programs.ts';
import { runOf } from './measures.ts';

/** Files to look at: all of them lie below a folder. */
export interface Files {
  readonly root: string;
  readonly all: readonly string[];
}

/** A program to compare with, and how it is run. */
interface Contender {
  readonly name: string;
  /** What it says of itself. */
  readonly version: readonly string[];
  readonly command: (files: Files) => readonly string[];
  /** What has to be known to compare, where that is not the same work. */
  readonly remark?: string | undefined;
}

/** Where kubeconform finds the schemas of Kubernetes, in its own notation: no run of ours downloads any. */
const schemas = process.env.SEAWORTHY_KUBECONFORM_SCHEMAS;

const ofDockerfiles: readonly Contender[] = [
  {
    name: 'hadolint',
    version: ['--version'],
    command: ({ all }) => ['--no-color', '--format', 'json', ...all],
  },
];

const ofManifests: readonly Contender[] = [
  {
    name: 'kube-linter',
    version: ['version'],
    command: ({ root }) => ['lint', '--format', 'json', root],
  },
  {
    name: 'kube-score',
    version: ['version'],
    command: ({ all }) => ['score', '--output-format', 'json', ...all],
  },
  {
    name: 'kubeconform',
    version: ['-v'],
    command: ({ root }) => [
      ...['-output', 'json', '-kubernetes-version', '1.36.0'],
      ...(schemas
        ? ['-schema-location', schemas]
        : ['-schema-location', path.join(root, 'none'), '-ignore-missing-schemas']),
      root,
    ],
    remark: schemas ? undefined : 'without schemas it reads files and holds them against nothing',
  },
];

/** One line of a comparison. */
interface Line {
  readonly name: string;
  /** Seconds for all files, and for one. */
  readonly all: number;
  readonly one: number;
  /** At most, for all files, in megabytes. */
  readonly memory: number;
}

/**
 * Holds the command line of a build against others of its kind that are on the path: how many files a second, how long one
 * file takes, start included, and how much memory all of them. As ratios, for they are all that stays the same from one
 * machine to the next. Yields the lines of a table and what has to be said beside it.
 */
export function compareWithPeers(build: string, what: 'Dockerfiles' | 'manifests', files: Files): readonly string[] {
  const [first = ''] = files.all;
  const single: Files = { root: path.dirname(first), all: [first] };
  const measure = (name: string, command: (files: Files) => readonly string[]): Line => {
    const all = runOf(command(files));
    return { name, all: all.seconds, one: runOf(command(single)).seconds, memory: all.megabytes };
  };
  const cli = ['node', path.join(build, 'cli.js'), 'lint', '--no-config', '--format', 'json'];
  const kept = path.join(path.dirname(files.root), `kept-${what}.json`);
  const ours = measure('Seaworthy', ({ root }) => [...cli, root]);
  const lines = [
    ours,
    measure('Seaworthy in two threads', ({ root }) => [...cli, '--jobs', '2', root]),
    // The first of the runs of which the faster one counts fills the cache.
    measure('Seaworthy, nothing changed since', ({ root }) => [...cli, '--cache-location', kept, root]),
  ];
  const remarks: string[] = [];
  for (const { name, version, command, remark } of what === 'Dockerfiles' ? ofDockerfiles : ofManifests) {
    const program = findProgram(name);
    if (!program) {
      remarks.push(`${name} is not on the path, and not compared.`);
      continue;
    }
    const said = spawnSync(program, version, { encoding: 'utf8' });
    const number = /\d+\.\d+\.\d+/.exec(`${said.stdout}${said.stderr}`)?.[0] ?? '';
    lines.push(measure(`${name} ${number}`.trim(), (given) => [program, ...command(given)]));
    if (remark) remarks.push(`${name}: ${remark}.`);
  }
  const count = files.all.length;
  const row = ({ name, all, one, memory }: Line) => [
    name,
    (count / all).toFixed(0),
    `${(all / ours.all).toFixed(2)} times as long`,
    `${(one * 1000).toFixed(0)} ms`,
    (one / ours.one).toFixed(2),
    `${memory.toFixed(0)} MB`,
    (memory / ours.memory).toFixed(2),
  ];
  const heads = [`${count} ${what}`, 'files a second', 'all of them', 'one file', 'ratio', 'memory at most', 'ratio'];
  const table = [heads, heads.map(() => '---'), ...lines.map(row)].map((cells) => `| ${cells.join(' | ')} |`);
  return [...table, ...remarks.map((remark) => `\n${remark}`)];
}

/** Copies files into a folder of their own, for a repository in which nothing else lies. */
export function asRepository(folder: string, files: readonly string[]): Files {
  mkdirSync(path.join(folder, '.git'), { recursive: true });
  writeFileSync(path.join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  const all = files.map((file) => {
    const copy = path.join(folder, path.basename(path.dirname(file)), path.basename(file));
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(file));
    return copy;
  });
  return { root: folder, all };
}
