import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ShellCheck } from '../../server/src/node/shellcheck.ts';
import { readRemarks } from '../../server/src/node/shellcheck-report.ts';
import { Judgement, preset } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;
if (!isInstalled) console.warn('shellcheck is not installed: the tests that run it are skipped');

/** What ShellCheck says, with the text it says it of. */
async function told(text: string): Promise<string[]> {
  const judged = await Judgement.around(
    'Dockerfile',
    text,
    preset('all'),
    new MemoryHost({}),
    new ShellCheck().checker(),
  );
  const own = judged.findings.filter(({ rule }) => rule.id === 'shellcheck');
  return own.map(({ aliases, span }) => `${aliases[0]} ${text.slice(span.start, span.end)}`);
}

describe('the report of ShellCheck', () => {
  const place = { line: 2, endLine: 2, column: 3, endColumn: 4 };

  it('is read with its columns, which count characters', () => {
    const comment = { ...place, code: 1, level: 'info', message: 'm', fix: null, file: '-' };
    const [remark] = readRemarks(JSON.stringify({ comments: [comment] }), 'a\n𝒳bcd\n') ?? [];
    expect(remark).toMatchObject({ start: 5, end: 6, replacements: undefined });
  });

  it('is read with what it would write instead', () => {
    const replacement = { ...place, insertionPoint: 'afterEnd', precedence: 1, replacement: '"' };
    const comment = { ...place, code: 1, level: 'info', message: 'm', fix: { replacements: [replacement] } };
    const [remark] = readRemarks(JSON.stringify({ comments: [comment] }), 'a\nbcd\n') ?? [];
    expect(remark?.replacements).toEqual([{ start: 4, end: 5, text: '"' }]);
  });

  it('is nothing when it is something else', () => {
    expect(readRemarks('Unknown shell: busybox', 'a')).toBeUndefined();
    expect(readRemarks('{}', 'a')).toBeUndefined();
  });
});

describe('without ShellCheck', () => {
  it('nothing is said, and nothing breaks', async () => {
    const program = new ShellCheck('/nowhere/shellcheck');
    expect(await program.checker().check('echo $a', 'sh')).toBeUndefined();
    expect(program.isMissing).toBe(true);
  });

  it('an inquiry comes to an end', async () => {
    const inquiry = new ShellCheck('/nowhere/shellcheck').inquiry(new AbortController().signal);
    expect(await inquiry.check('echo $a', 'sh')).toBeUndefined();
    expect(inquiry.isWaiting).toBe(true);
    await inquiry.settled();
    expect(inquiry.isWaiting).toBe(false);
  });
});

describe.skipIf(!isInstalled)('with ShellCheck', () => {
  it('what it says stands at the words it speaks of', async () => {
    expect(await told('FROM debian:13\nRUN true \\\n  # why\n && [ -f *.c ] && make\n')).toEqual([
      'shellcheck/SC2144 *.c',
    ]);
    expect(await told('FROM debian:13\nRUN <<EOF\n#!/bin/bash -e\n[ -f *.c ]\nEOF\n')).toEqual([
      'shellcheck/SC2144 *.c',
    ]);
    expect(await told('FROM debian:13\nONBUILD RUN [ -f *.c ]\n')).toEqual(['shellcheck/SC2144 *.c']);
  });

  it('other shells and the exec form are left alone', async () => {
    expect(await told('FROM debian:13\nRUN ["sh", "-c", "[ -f *.c ]"]\n')).toEqual([]);
    expect(await told('FROM debian:13\nSHELL ["pwsh", "-c"]\nRUN [ -f *.c ]\n')).toEqual([]);
  });

  it('variables of the Dockerfile are known', async () => {
    expect(await told('FROM debian:13\nARG foo=bar\nRUN echo "$foo"\n')).toEqual([]);
    expect(await told('FROM debian:13\nRUN echo "$foo"\n')).toEqual(['shellcheck/SC2154 $foo']);
  });

  it('comments for hadolint hold for it', async () => {
    expect(await told('FROM debian:13\n# hadolint ignore=SC2144\nRUN [ -f *.c ]\n')).toEqual([]);
  });

  it('its fixes can be applied', async () => {
    const text = 'FROM debian:13\nRUN tar xf "`ls /tmp/a.tgz`"\n';
    const checker = new ShellCheck().checker();
    const judged = await Judgement.around('Dockerfile', text, preset('all'), new MemoryHost({}), checker);
    expect(await judged.fixed(['suggested'])).toContain('RUN tar xf "$(ls /tmp/a.tgz)"\n');
  });

  it('an inquiry answers at once, and knows more later', async () => {
    const program = new ShellCheck();
    const inquiry = program.inquiry(new AbortController().signal);
    expect(await inquiry.check('[ -f *.c ]', 'sh')).toBeUndefined();
    expect(await inquiry.settled()).toBe(true);
    expect((await inquiry.check('[ -f *.c ]', 'sh'))?.map(({ code }) => code)).toEqual([2144]);
  });

  it('what is cancelled is not waited for', async () => {
    const cancel = new AbortController();
    const inquiry = new ShellCheck().inquiry(cancel.signal);
    await inquiry.check('[ -f *.c ]', 'sh');
    cancel.abort();
    expect(await inquiry.settled()).toBe(false);
  });
});
