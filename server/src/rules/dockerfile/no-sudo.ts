import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { programName } from '../../shell/wrappers.ts';
import { remove } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-sudo',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Choose the user with USER, not with sudo',
  why: 'A RUN is root until USER says otherwise, so sudo in it changes nothing but the environment, of which it drops most. Where the user is another, sudo needs a package and a rule that lets the user become root without a password, and both are still there when the container runs. `USER root` before the instruction and `USER app` after it leave nothing behind.',
  lesson: 'unprivileged',
  aliases: [
    'hadolint/DL3004',
    'trivy/DS-0010',
    'checkov/CKV2_DOCKER_1',
    'kics/Run Using Sudo',
    'dockerfilelint/sudo_usage',
    'droast/DF010',
    'dockerfile-doctor/DD021',
  ],
  fix: 'suggested',
  fixing: 'Removes sudo and its options where the user is root already. What runs as another user is left to a person.',
  examples: [
    {
      bad: 'FROM debian:13\nRUN sudo apt-get update && sudo -E make install\n',
      fixed: 'FROM debian:13\nRUN apt-get update && make install\n',
    },
    { bad: 'FROM debian:13\nUSER app\nRUN sudo make install\n', preset: 'strict' },
    { bad: 'FROM registry.example.com/base:1\nRUN sudo make install\n', preset: 'all' },
    { good: 'FROM debian:13\nUSER root\nRUN make install\nUSER app\n' },
    { good: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends sudo\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const command of run.commands) {
        if (!command.wrappers.includes('sudo') && command.name !== 'sudo') continue;
        const at = command.allWords.findIndex((word) => programName(word) === 'sudo');
        const word = command.allWords[at];
        if (!word) continue;
        const options = readSudo(command.allWords.slice(at + 1));
        const user = run.stage.userAt(run.span.start);
        if (options.user !== 'root') {
          report(word.span, `sudo becomes ${options.user ?? 'another user'} for one command: use USER, setpriv or gosu`)
            .onlyIn('strict')
            .grade('info');
        } else if (user.isRoot) {
          report(word.span, 'The user is root already, and sudo drops the environment: remove it').fix(
            'Remove sudo',
            () => removeSudo(command, word, options.command),
          );
        } else if (user.text !== undefined) {
          report(
            word.span,
            `sudo lets ${user.text} become root, in the container too: put the RUN between USER root and USER ${user.text}`,
          )
            .onlyIn('strict')
            .grade('info');
        } else {
          report(word.span, 'sudo lets the user of the base image become root, in the container too: use USER root')
            .onlyIn('all')
            .grade('info');
        }
      }
    }
  },
});

interface SudoOptions {
  /** Who the command runs as; undefined when a variable decides. */
  readonly user: string | undefined;
  /** The first word of the command; undefined when there is none, as with `sudo -i`. */
  readonly command: ShellWord | undefined;
}

/** Options with a value (sudo(8), 1.9). */
const takingValue = /^-(?:[ugUhpCrtDRT]|-(?:user|group|other-user|host|prompt|close-from|role|type|chdir|chroot))$/;

function readSudo(words: readonly ShellWord[]): SudoOptions {
  let user: string | undefined = 'root';
  let at = 0;
  for (; at < words.length; at++) {
    const { text, value } = words[at] as ShellWord;
    if (!text.startsWith('-')) break;
    if (text === '--') {
      at++;
      break;
    }
    if (/^-[is]$|^--(?:login|shell|edit|list|validate)$/.test(text)) return { user, command: undefined };
    if (text === '-u' || text === '--user') user = words[at + 1]?.value;
    else if (/^-u.|^--user=/.test(text)) user = value?.replace(/^-u|^--user=/, '');
    if (takingValue.test(text)) at++;
  }
  return { user: user === '#0' || user === '0' ? 'root' : user, command: words[at] };
}

function removeSudo(command: ShellCommand, sudo: ShellWord, inner: ShellWord | undefined): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (!inner) return new Refusal('sudo starts a shell here.');
  if (/^[A-Za-z_]\w*=/.test(inner.text) && command.allWords[0] !== sudo) {
    return new Refusal('Variables are set between sudo and the command.');
  }
  return [remove({ start: sudo.span.start, end: inner.span.start })];
}
