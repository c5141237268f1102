import type { ShellCommand } from './command.ts';
import { isTrivial } from './processes.ts';

/** Programs that look at things or prepare them, and end at once (POSIX, coreutils, findutils, util-linux, gettext). */
const tools: ReadonlySet<string> = new Set(
  (
    '[[ awk basename chgrp command compgen compopt cut declare df dirname du env envsubst eval expr file find fold gawk ' +
    'getent getopt getopts grep egrep fgrep gunzip gzip head hash hostname id install jq kill killall let local logger ' +
    'ls md5sum mktemp mount mountpoint nproc od paste pgrep pidof pkill popd printenv ps pushd pwd readlink readonly ' +
    'realpath rev rmdir sed seq sha1sum sha256sum shopt sort split stat stty sync tac tail tar tee tr tty type typeset ' +
    'umount uname uniq unzip wc which whoami xargs yes yq zcat addgroup adduser groupadd groupmod useradd usermod ' +
    'deluser delgroup passwd chpasswd ip iptables sysctl alias unalias history disown jobs fg bg times enable bind ' +
    'break continue nc ncat ping nslookup dig host openssl base64 cmp diff dd truncate rsync ldconfig update-ca-certificates'
  ).split(' '),
);

/** Whether a command only prepares something or finds something out: nothing that a container is started for. */
export function isChore(command: ShellCommand): boolean {
  const { name } = command;
  if (name === 'tail') return !command.has('-f', '-F', '--follow');
  return isTrivial(command) || tools.has(name);
}
