import { Refusal } from '../../core/fix.ts';
import type { Part } from './part.ts';

/**
 * Programs that others reach through files, or that work on the files of others, and what that is (their documentation).
 */
const throughFiles: readonly (readonly [RegExp, string])[] = [
  [/^(?:confd|consul-template|envconsul|dockerize|gomplate)$/, 'writes the configuration of other programs'],
  [/^(?:inotifywait|fswatch|watchman|entr|incrond)$/, 'watches files of other programs'],
  [
    /^(?:certbot|acme\.sh|lego|git-sync|rsync|lsyncd|syncthing|logrotate|mc|rclone)$/,
    'reads and writes files of other programs',
  ],
  [
    /^(?:mysqld|mysqld_safe|mariadbd|mariadbd-safe|postgres|postmaster|pg_ctl)$/,
    'is reached through a socket file unless its clients are told otherwise',
  ],
  [/^(?:rsyslogd|syslogd|syslog-ng)$/, 'is reached through /dev/log'],
  [
    /^(?:Xvfb|Xorg|X|x11vnc|Xvnc|vncserver|pulseaudio|fluxbox|openbox|xfce4-session)$/i,
    'shares a display with other programs through files',
  ],
  [
    /^(?:dbus-daemon|avahi-daemon|fcgiwrap|spawn-fcgi|rpcbind|rpc\..*|nscd|libvirtd|virtlogd|dockerd|containerd|udevd|systemd.*|saslauthd|opendkim|postfix|master|dovecot|clamd|spamd|amavisd.*|cupsd|gpg-agent|ssh-agent|bluetoothd)$/,
    'is reached through files',
  ],
];

/** Programs that work on other processes, or show them to somebody (their documentation). */
const throughProcesses: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:sshd|dropbear|telnetd|ttyd|wetty|gotty|shellinaboxd|vsftpd|proftpd|pure-ftpd|smbd|nmbd)$/,
    'shows the files of its container to whoever logs in',
  ],
  [/^(?:monit|god|bluepill|watchdog|superlance|crashmail|memmon|httpok)$/, 'looks after other processes'],
  [/^(?:docker|kubectl|supervisorctl|s6-.*|runsv|sv)$/, 'controls other processes'],
  [/^(?:kill|pkill|killall|pidof|pgrep|nsenter|gdb|strace)$/, 'looks for other processes'],
];

/**
 * The first process that works on others, and why that is one; where all that is written is in volumes that all of them
 * have, files are no matter.
 */
export function meddlerAmong(parts: readonly Part[], areFilesShared: boolean): Refusal | undefined {
  const known = areFilesShared ? throughProcesses : [...throughProcesses, ...throughFiles];
  for (const { name, programs } of parts) {
    const reason = known.find(([pattern]) => programs.some((program) => pattern.test(program)))?.[1];
    if (reason !== undefined) return new Refusal(`${name} ${reason}.`);
  }
  return undefined;
}
