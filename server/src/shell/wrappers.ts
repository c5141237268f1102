import type { ShellWord } from './command.ts';

/** How to find the command that a wrapper runs. */
interface Wrapper {
  /** Options whose value is the next word. */
  readonly takingValue?: readonly string[];
  /** How many words stand between the wrapper's options and the command: `timeout 5 cmd` has one. */
  readonly operands?: number;
  /** Whether `NAME=value` words may stand before the command. */
  readonly assignments?: boolean;
  /** Whether it is there to run the command as another user. */
  readonly choosesUser?: boolean;
}

/** Programs that only run another program, each as its manual page describes it. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: {
    takingValue: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-D', '--user', '--group'],
    assignments: true,
    choosesUser: true,
  },
  doas: { takingValue: ['-u', '-C'], choosesUser: true },
  env: { takingValue: ['-u', '-C', '-S', '--unset', '--chdir'], assignments: true },
  exec: { takingValue: ['-a'] },
  command: {},
  builtin: {},
  nohup: {},
  setsid: {},
  time: { takingValue: ['-f', '-o'] },
  nice: { takingValue: ['-n', '--adjustment'] },
  ionice: { takingValue: ['-c', '-n', '-p'] },
  chrt: { operands: 1 },
  stdbuf: { takingValue: ['-i', '-o', '-e'] },
  timeout: { takingValue: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  xargs: {
    takingValue: [
      ...['-I', '-L', '-n', '-P', '-d', '-s', '-a', '-E'],
      ...['--max-args', '--max-lines', '--max-procs', '--max-chars', '--delimiter', '--arg-file', '--replace'],
    ],
  },
  chroot: { operands: 1 },
  gosu: { operands: 1, choosesUser: true },
  'su-exec': { operands: 1, choosesUser: true },
  setpriv: { takingValue: ['--reuid', '--regid', '--groups'], choosesUser: true },
  runuser: { takingValue: ['-u', '--user', '-g', '-G'], choosesUser: true },
  faketime: { operands: 1 },
  eatmydata: {},
  fakeroot: { takingValue: ['-l', '-f', '-i', '-s', '-b'] },
  catchsegv: {},
  // Init shims for PID 1: they run one child, pass signals on and reap zombies.
  tini: { takingValue: ['-p', '-e'] },
  'tini-static': { takingValue: ['-p', '-e'] },
  'docker-init': { takingValue: ['-p', '-e'] },
  'dumb-init': { takingValue: ['--rewrite', '-r'] },
  catatonit: {},
};

/** A command taken out of its wrappers. */
interface Unwrapped {
  /** The programs that stand before it. */
  readonly wrappers: readonly string[];
  /** The words of those that choose the user, without the variables they set. */
  readonly userChoice: readonly ShellWord[];
  /** The command's own words. */
  readonly words: readonly ShellWord[];
}

export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const seen: string[] = [];
  const userChoice: ShellWord[] = [];
  let rest = words;
  for (;;) {
    const name = programName(rest[0]);
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    const inner = wrapper && innerCommand(rest.slice(1), wrapper);
    // A wrapper that wraps nothing is the command itself: `exec`, `env`, `time`.
    if (!inner || inner.length === 0) return { wrappers: seen, userChoice, words: rest };
    seen.push(name);
    if (wrapper.choosesUser) {
      const own = rest.slice(0, rest.length - inner.length);
      userChoice.push(...own.filter(({ text }) => !/^[A-Za-z_]\w*=/.test(text)));
    }
    rest = inner;
  }
}

function innerCommand(words: readonly ShellWord[], wrapper: Wrapper): readonly ShellWord[] {
  let at = 0;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--') {
      at++;
      break;
    }
    if (text.startsWith('-') && text.length > 1) {
      if (wrapper.takingValue?.includes(text)) at++;
    } else if (!(wrapper.assignments && /^[A-Za-z_]\w*=/.test(text))) {
      break;
    }
  }
  return words.slice(at + (wrapper.operands ?? 0));
}

/** The name of the program that a word starts, without its folder; empty when it cannot be known. */
export function programName(word: ShellWord | undefined): string {
  const path = word?.value ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}
