import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { GitIgnores } from '../../server/src/workspace/ignoring/gitignore.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'seaworthy-ignored-')));
  git(['init', '-q']);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(words: readonly string[], input = ''): string {
  // What somebody ignores everywhere is none of the repository's business.
  const settings = ['-c', 'core.excludesFile=/dev/null', '-c', 'core.ignoreCase=false'];
  return spawnSync('git', [...settings, ...words], { cwd: folder, encoding: 'utf8', input }).stdout;
}

/** Which of some files git ignores in a repository, given by its folder. */
function ignoredByGit(paths: readonly string[], repository = '.'): readonly string[] {
  const words = ['-C', repository, 'check-ignore', '--no-index', '-z', '--stdin'];
  const ignored = new Set(git(words, paths.map((name) => `${name}\0`).join('')).split('\0'));
  return paths.filter((name) => ignored.has(name));
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** The files that lie in many repositories, in several folders. */
const names = ['a.log', 'A.LOG', 'keep.log', 'build/x', 'Build/x', 'out/b/x.o', '#c', '!d', 'e ', 'f[1]', 'dist/.keep'];
const files = ['', 'api/', 'api/v1/'].flatMap((below) => names.map((name) => below + name));

/** Which files are ignored by what we read, and which by git itself. */
async function both(ignoring: Readonly<Record<string, string>>, paths: readonly string[] = files) {
  write({ ...Object.fromEntries(paths.map((name) => [name, ''])), ...ignoring });
  const ignored = GitIgnores.around(
    pathToFileURL(path.join(folder, 'Dockerfile')).toString(),
    new DiskHost(() => [folder]),
  );
  const ours: string[] = [];
  for (const name of paths) {
    const uri = pathToFileURL(path.join(folder, name)).toString();
    if (await ignored.isIgnored(uri, 'file')) ours.push(name);
  }
  return { ours, theirs: ignoredByGit(paths) };
}

it.each<[string, Readonly<Record<string, string>>]>([
  ['names at any depth', { '.gitignore': '*.log\nbuild\n' }],
  ['cases that differ', { '.gitignore': 'BUILD/\n*.Log\nbuild/\n' }],
  ['what is anchored', { '.gitignore': '/build\n/api/a.log\nv1/build\n' }],
  ['folders alone', { '.gitignore': 'a.log/\nbuild/\n' }],
  ['what is brought back', { '.gitignore': '*.log\n!keep.log\ndist/*\n!dist/.keep\n' }],
  ['nothing brought back from a folder that is ignored', { '.gitignore': 'build\n!build/x\nout/\n!out/b/x.o\n' }],
  ['deeper files first', { '.gitignore': '*.log\n', 'api/.gitignore': '!a.log\n', 'api/v1/.gitignore': 'a.log\n' }],
  ['folders by files beside them', { 'api/.gitignore': '/build\nout/b\n', 'api/v1/.gitignore': '/dist\n' }],
  ['nothing above a file', { 'api/.gitignore': '/a.log\n../keep.log\n*.o\n' }],
  [
    'what lies outside of an ignored folder with a file of its own',
    { '.gitignore': 'api/\n', 'api/.gitignore': '!*\n' },
  ],
  ['any depth with stars', { '.gitignore': '**/out/**\napi/**/x\n**/v1\n' }],
  ['one level with a star', { '.gitignore': 'api/*/x\n*/a.log\nout/*/*.o\n' }],
  ['signs that mean themselves', { '.gitignore': '\\#c\n\\!d\ne\\ \nf\\[1\\]\n' }],
  ['blanks at the end', { '.gitignore': 'e \nbuild   \n' }],
  ['sets of signs', { '.gitignore': '[aA].log\nf[[]1]\n[!k]*.log\n' }],
  ['question marks', { '.gitignore': '?.log\n?uild\n' }],
  ['lines of Windows', { '.gitignore': '\uFEFF*.log\r\n!keep.log\r\n# build\r\n' }],
  ['what is written for one clone', { '.git/info/exclude': '*.log\nbuild\n', '.gitignore': '!keep.log\n' }],
])('reads %s as git does', async (_, ignoring) => {
  const { ours, theirs } = await both(ignoring);
  expect(ours).toEqual(theirs);
});

it('leaves what lies in a repository of its own to that', async () => {
  git(['init', '-q', 'vendor/lib']);
  const { ours } = await both({ '.gitignore': '*.o\n', 'vendor/lib/.gitignore': '*.log\n' }, [
    'a.o',
    'vendor/lib/a.o',
    'vendor/lib/a.log',
  ]);
  expect(ours).toEqual(['a.o', 'vendor/lib/a.log']);
  expect(ignoredByGit(['a.o', 'a.log'], 'vendor/lib')).toEqual(['a.log']);
});
