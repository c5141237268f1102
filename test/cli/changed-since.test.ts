import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/node/git-changes.ts';
import { Desk, told } from '../support/command-line.ts';

const desk = new Desk();
const hasGit = spawnSync('git', ['--version']).status === 0;

/** Commits everything there is. */
function commit(...files: readonly string[]): void {
  desk.git('add', ...(files.length > 0 ? files : ['-A']));
  desk.git('commit', '-qm', 'one');
}

const since = (revision: string, ...more: string[]) => told(desk.json(['--changed-since', revision, ...more]));
const complaint = (...args: string[]) => {
  const { status, stderr, stdout } = desk.seaworthy(['lint', ...args]);
  return [status, stdout, stderr.trim()];
};

describe.runIf(hasGit)('--changed-since', () => {
  beforeEach(() => {
    desk.git('init', '-q', '-b', 'main');
    desk.write({ Dockerfile: 'FROM alpine\nMAINTAINER me\nUSER 1000\n', 'b/Dockerfile': 'FROM debian\nUSER 1000\n' });
    commit();
  });

  it('tells only of lines that changed, committed or not', () => {
    expect(since('HEAD')).toEqual([]);
    desk.write({ Dockerfile: '# a\nFROM alpine\nMAINTAINER you\nUSER 1000\n' });
    expect(since('HEAD')).toEqual(['Dockerfile:3 maintainer-is-a-label']);
    desk.git('add', '-A');
    expect(since('HEAD')).toEqual(['Dockerfile:3 maintainer-is-a-label']);
    commit();
    expect(since('HEAD~1')).toEqual(['Dockerfile:3 maintainer-is-a-label']);
    expect(since('HEAD')).toEqual([]);
    expect(desk.seaworthy(['lint', '--changed-since', 'HEAD']).status).toBe(0);
    expect(desk.seaworthy(['lint', '--changed-since', 'HEAD~1']).status).toBe(1);
  });

  it('compares with where the branches part, as a pull request does', () => {
    desk.git('checkout', '-qb', 'feature');
    desk.write({ 'c/Dockerfile': 'FROM fedora\nUSER 1000\n' });
    commit();
    desk.git('checkout', '-q', 'main');
    desk.write({ Dockerfile: 'FROM busybox\nMAINTAINER us\nUSER 1000\n' });
    commit();
    desk.git('checkout', '-q', 'feature');
    expect(since('main')).toEqual(['c/Dockerfile:1 pin-base-image']);
  });

  it('takes what git does not know for new, also below a folder and with odd names', () => {
    desk.write({
      'new/Dockerfile': 'FROM alpine\nUSER 1000\n',
      'b/ä "x"\t*/Dockerfile': 'FROM alpine\nUSER 1000\n',
      '.gitignore': 'left-out\n',
      'left-out/Dockerfile': 'FROM alpine\nUSER 1000\n',
    });
    expect(since('HEAD')).toEqual(['b/ä "x"\t*/Dockerfile:1 pin-base-image', 'new/Dockerfile:1 pin-base-image']);
    expect(since('HEAD', 'left-out/Dockerfile')).toEqual(['left-out/Dockerfile:1 pin-base-image']);
    const below = desk.seaworthy(['lint', '--format', 'json', '--changed-since', 'HEAD', '.', '../new'], { cwd: 'b' });
    expect(told(JSON.parse(below.stdout))).toEqual([
      'ä "x"\t*/Dockerfile:1 pin-base-image',
      '../new/Dockerfile:1 pin-base-image',
    ]);
    commit();
    expect(since('HEAD')).toEqual([]);
    desk.write({ 'b/ä "x"\t*/Dockerfile': 'FROM alpine\nMAINTAINER me\nUSER 1000\n' });
    expect(since('HEAD')).toEqual(['b/ä "x"\t*/Dockerfile:2 maintainer-is-a-label']);
  });

  it('follows renames', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `RUN step-${index}\n`).join('');
    desk.write({ 'old/Dockerfile': `FROM alpine\n${lines}USER 1000\n` });
    commit();
    desk.git('mv', 'old', 'other name');
    expect(since('HEAD', '--preset', 'recommended')).toEqual([]);
    desk.write({ 'other name/Dockerfile': `FROM alpine\n${lines}MAINTAINER me\nUSER 1000\n` });
    expect(since('HEAD')).toEqual(['other name/Dockerfile:22 maintainer-is-a-label']);
    renameSync(path.join(desk.folder, 'b'), path.join(desk.folder, 'moved'));
    expect(since('HEAD')).toContain('moved/Dockerfile:1 pin-base-image');
  });

  it('counts a finding when a place that explains it changed', () => {
    desk.write({ Dockerfile: 'FROM alpine:3.24\nCMD ["a"]\nUSER 1000\n' });
    commit();
    desk.write({ Dockerfile: 'FROM alpine:3.24\nCMD ["a"]\nUSER 1000\nCMD ["b"]\n' });
    const report = desk.json([]);
    const [finding] = report.files[0]?.findings ?? [];
    expect(finding).toMatchObject({ range: { start: { line: 1 } }, related: [{ range: { start: { line: 3 } } }] });
    expect(since('HEAD')).toEqual([`Dockerfile:2 ${finding?.rule}`]);
  });

  it('says in one line why it cannot be done, and ends with 2', () => {
    expect(complaint('--changed-since', 'nowhere')).toEqual([
      2,
      '',
      'seaworthy: --changed-since nowhere: git knows no such revision',
    ]);
    expect(complaint('--changed-since', '--output=x')).toEqual([
      2,
      '',
      'seaworthy: --changed-since --output=x: git knows no such revision',
    ]);
    expect(complaint('--changed-since', 'HEAD', '--fix')).toEqual([
      2,
      '',
      "seaworthy: option '--changed-since <revision>' cannot be used with option '--fix'",
    ]);
    desk.git('checkout', '-q', '--orphan', 'other');
    desk.write({ other: 'so that the commit is another one' });
    commit();
    expect(complaint('--changed-since', 'main')[2]).toMatch(
      /^seaworthy: --changed-since main: it has no commit in common/,
    );
    const without = desk.seaworthy(['lint', '--changed-since', 'HEAD'], { env: { PATH: desk.folder } });
    expect(without).toEqual({
      status: 2,
      stdout: '',
      stderr: 'seaworthy: --changed-since HEAD: git is not installed\n',
    });
  });

  it('runs nothing that the repository asks for', () => {
    desk.write({ 'bin/evil.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\ncat\n' });
    const evil = path.join(desk.folder, 'bin/evil.sh');
    chmodSync(evil, 0o755);
    desk.write({ '.gitattributes': 'Dockerfile filter=evil diff=evil\n' });
    commit();
    for (const key of ['filter.evil.clean', 'filter.evil.smudge', 'diff.evil.command', 'diff.evil.textconv']) {
      desk.git('config', key, evil);
    }
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'core.hooksPath'])
      desk.git('config', key, evil);
    desk.git('config', 'filter.evil.required', 'true');
    desk.git('config', 'diff.noprefix', 'true');
    desk.git('config', 'color.ui', 'always');
    desk.write({ Dockerfile: 'FROM alpine\nMAINTAINER you\nUSER 1000\n' });
    expect(since('HEAD')).toEqual(['Dockerfile:2 maintainer-is-a-label']);
    expect(existsSync(path.join(desk.folder, 'bin/ran'))).toBe(false);
    desk.write({ '.gitattributes': 'Dockerfile -diff\n' });
    expect(since('HEAD')).toEqual(['Dockerfile:2 maintainer-is-a-label']);
  });
});

it('--changed-since says so where there is no repository', () => {
  desk.write({ Dockerfile: 'FROM alpine\n' });
  const reason = hasGit ? 'the folder is in no git repository' : 'git is not installed';
  expect(complaint('--changed-since', 'HEAD')).toEqual([2, '', `seaworthy: --changed-since HEAD: ${reason}`]);
});

it('reads from a patch which lines are new, and where some were taken away', () => {
  const patch = [
    'diff --git a/a b/a',
    '--- a/a',
    '+++ b/a',
    '@@ -1 +1,2 @@ FROM',
    '-a',
    '\\ No newline at end of file',
    '+++ b/looks like a header',
    '+@@ -1 +7 @@',
    '@@ -9,2 +8,0 @@',
    '--- a/looks like another',
    '-x',
    'diff --git "a/\\tb" "b/\\tb"',
    '--- /dev/null',
    '+++ "b/\\t\\001ä \\\\"',
    '@@ -0,0 +1 @@',
    '+a',
  ];
  expect([...readPatch(patch.join('\n'))]).toEqual([
    ['a', { ranges: [{ first: 1, last: 2 }], seams: [8] }],
    ['\t\u0001ä \\', { ranges: [{ first: 1, last: 1 }], seams: [] }],
  ]);
});
