import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { signalName } from '../../server/src/dockerfile/stop-signal.ts';
import { lacksUsers } from '../../server/src/dockerfile/users.ts';
import { workingFolderAt } from '../../server/src/dockerfile/working-folder.ts';
import { isOfKind, type LabelKind } from '../../server/src/image/label-values.ts';
import { madeUser, membership } from '../../server/src/shell/accounts.ts';
import type { ShellCommand } from '../../server/src/shell/command.ts';
import { worldWrite } from '../../server/src/shell/permissions.ts';
import { ShellScript } from '../../server/src/shell/script.ts';
import { listeningPort } from '../../server/src/shell/servers.ts';
import { verbatim } from '../../server/src/text/mapped.ts';

function command(text: string): ShellCommand {
  const [first] = new ShellScript(verbatim(text, 0)).commands;
  if (!first) throw new Error(`no command in ${text}`);
  return first;
}

describe('commands that make users', () => {
  it.each([
    ['useradd -rm -s /bin/bash -u 1000 app', 'app', '1000'],
    ['useradd -ms /bin/bash app', 'app', undefined],
    ['useradd --uid=1000 --gid app app', 'app', '1000'],
    ['adduser -S -D -H -u 10001 -G app app', 'app', '10001'],
    ['adduser --disabled-password --gecos "" app', 'app', undefined],
    ['adduser --system --group app', 'app', undefined],
  ])('%s makes %s', (text, name, id) => {
    const made = madeUser(command(text));
    expect([made?.name, made?.id]).toEqual([name, id]);
  });

  it.each(['adduser --group app', 'adduser app video', 'groupadd app', 'useradd "$NAME"', 'usermod -aG video app'])(
    '%s makes none that is known',
    (text) => expect(madeUser(command(text))).toBeUndefined(),
  );

  it.each([
    ['usermod -aG docker,video app', 'app', ['docker', 'video']],
    ['useradd -r -G docker app', 'app', ['docker']],
    ['gpasswd -a app docker', 'app', ['docker']],
    ['addgroup app docker', 'app', ['docker']],
  ])('%s puts %s into groups', (text, user, groups) => expect(membership(command(text))).toEqual({ user, groups }));
});

describe('signals', () => {
  it.each([
    ['15', 'SIGTERM'],
    ['quit', 'SIGQUIT'],
    ['SIGRTMIN+3', 'SIGRTMIN+3'],
    ['37', 'SIGRTMIN+3'],
    ['63', 'SIGRTMAX-1'],
    ['SIGCLD', 'SIGCLD'],
    ['0', undefined],
    ['65', undefined],
    ['RTMIN+16', undefined],
    ['SIGFOO', undefined],
  ])('%s is %s', (text, name) => expect(signalName(text)).toBe(name));
});

describe('modes', () => {
  it.each([
    ['777', '775'],
    ['0666', '0664'],
    ['2777', '2775'],
    ['a+rwX', undefined],
    ['o=rw', undefined],
    ['u+x,o+w', undefined],
  ])('%s lets everybody write', (mode, without) => expect(worldWrite(mode)).toEqual({ without }));

  it.each(['755', '1777', '3777', '+w', 'g+w', 'u=rwx,g=u', 'a+rx', 'a+rwxt', '$MODE'])('%s does not', (mode) =>
    expect(worldWrite(mode)).toBeUndefined(),
  );
});

describe('servers', () => {
  it.each([
    ['uvicorn app:app --host 0.0.0.0 --port 80', 80],
    ['uvicorn app:app --port 80', undefined],
    ['python -m uvicorn app:app --host=0.0.0.0 --port=8000', 8000],
    ['gunicorn --bind 0.0.0.0:8000 app', 8000],
    ['gunicorn --bind unix:/run/app.sock app', undefined],
    ['python manage.py runserver 8000', 8000],
    ['psql --port 5432', undefined],
  ])('%s listens on %s', (text, port) => expect(listeningPort(command(text))).toBe(port));
});

describe('the values of labels', () => {
  it.each<[LabelKind, string, boolean]>([
    ['spdx', 'MIT', true],
    ['spdx', '(Apache-2.0 OR GPL-2.0-or-later WITH Classpath-exception-2.0) AND LicenseRef-ours', true],
    ['spdx', 'GPL-2.0+', true],
    ['spdx', 'Apache 2.0', false],
    ['spdx', '(MIT', false],
    ['spdx', 'MIT OR', false],
    ['date', '2026-08-31T12:00:00Z', true],
    ['date', '2026-02-29T12:00:00Z', false],
    ['date', '2026-08-31', false],
    ['git-hash', '2dbfae9', true],
    ['git-hash', 'main', false],
    ['semver', '1.2.3-rc.1+5', true],
    ['semver', '1.2', false],
    ['email', 'team@example.com', true],
    ['email', 'Team <team@example.com>', false],
    ['url', 'https://example.com', true],
    ['url', 'example.com', false],
  ])('%s: %s is %s', (kind, value, expected) => expect(isOfKind(value, kind)).toBe(expected));
});

describe('stages', () => {
  it.each([
    ['FROM scratch\nCOPY app /usr/bin/\n', true],
    ['FROM scratch\nCOPY app /\nENTRYPOINT ["/app"]\n', true],
    ['FROM scratch\nCOPY rootfs /\nENTRYPOINT ["/app"]\n', false],
    ['FROM scratch\nWORKDIR /etc\nCOPY passwd .\n', false],
    ['FROM scratch\nADD rootfs.tar /\n', false],
    ['FROM scratch\nCOPY --from=busybox /bin /bin\nRUN adduser -D app\n', false],
    ['FROM alpine:3.24\n', false],
  ])('%j has no users: %s', (text, expected) => expect(lacksUsers(new Dockerfile(text).finalStage)).toBe(expected));

  it.each([
    ['FROM golang:1.27\nWORKDIR src\nWORKDIR ../bin\n', '/go/bin'],
    ['FROM alpine:3.24 AS base\nWORKDIR /srv\nFROM base\nWORKDIR app\n', '/srv/app'],
    ['FROM ghcr.io/acme/base:1.0\nWORKDIR app\n', undefined],
    ['FROM ghcr.io/acme/base:1.0\nWORKDIR $HOME\nWORKDIR app\n', undefined],
    ['FROM ghcr.io/acme/base:1.0\nWORKDIR $HOME\nWORKDIR /app\n', '/app'],
  ])('%j work in %s', (text, folder) => expect(workingFolderAt(new Dockerfile(text).finalStage)).toBe(folder));
});
