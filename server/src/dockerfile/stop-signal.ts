/** The signals of Linux by number, as x86 and ARM count them (signal(7)); all that builders know by name. */
const names: Readonly<Record<number, string>> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  4: 'ILL',
  5: 'TRAP',
  6: 'ABRT',
  7: 'BUS',
  8: 'FPE',
  9: 'KILL',
  10: 'USR1',
  11: 'SEGV',
  12: 'USR2',
  13: 'PIPE',
  14: 'ALRM',
  15: 'TERM',
  16: 'STKFLT',
  17: 'CHLD',
  18: 'CONT',
  19: 'STOP',
  20: 'TSTP',
  21: 'TTIN',
  22: 'TTOU',
  23: 'URG',
  24: 'XCPU',
  25: 'XFSZ',
  26: 'VTALRM',
  27: 'PROF',
  28: 'WINCH',
  29: 'IO',
  30: 'PWR',
  31: 'SYS',
  34: 'RTMIN',
  64: 'RTMAX',
};

/** Other names of the same signals. */
const synonyms: ReadonlySet<string> = new Set(['CLD', 'IOT', 'POLL']);

const known: ReadonlySet<string> = new Set([...Object.values(names), ...synonyms]);

/** All signals by their full names, real-time ones left out. */
export const signalNames: readonly string[] = Object.values(names).map((name) => `SIG${name}`);

/**
 * The full name of a signal that STOPSIGNAL names in one of the ways builders take: `SIGTERM`, `TERM`, `sigterm`, `15`,
 * `SIGRTMIN+3` (github.com/moby/sys/signal). Undefined for what is none.
 */
export function signalName(text: string): string | undefined {
  if (/^\d+$/.test(text)) return nameOfNumber(Number(text));
  const name = text.toUpperCase().replace(/^SIG/, '');
  const [, sign, distance] = /^RTM(?:IN(\+)|AX-)(\d{1,2})$/.exec(name) ?? [];
  const limit = sign ? 15 : 14;
  const isRealTime = distance !== undefined && Number(distance) >= 1 && Number(distance) <= limit;
  return known.has(name) || isRealTime ? `SIG${name}` : undefined;
}

function nameOfNumber(number: number): string | undefined {
  const name = names[number];
  if (name) return `SIG${name}`;
  if (number > 34 && number < 50) return `SIGRTMIN+${number - 34}`;
  return number >= 50 && number < 64 ? `SIGRTMAX-${64 - number}` : undefined;
}

/** How a program is stopped gracefully. */
export interface GracefulStop {
  readonly signal: string;
  /** What the program does on `SIGTERM` instead. */
  readonly onTerm: string;
}

const graceful: Readonly<Record<string, GracefulStop>> = {
  nginx: { signal: 'SIGQUIT', onTerm: 'drops open connections' },
  openresty: { signal: 'SIGQUIT', onTerm: 'drops open connections' },
  'php-fpm': { signal: 'SIGQUIT', onTerm: 'drops running requests' },
  httpd: { signal: 'SIGWINCH', onTerm: 'drops running requests' },
  'httpd-foreground': { signal: 'SIGWINCH', onTerm: 'drops running requests' },
  'apache2-foreground': { signal: 'SIGWINCH', onTerm: 'drops running requests' },
  systemd: { signal: 'SIGRTMIN+3', onTerm: 'starts itself anew and goes on' },
};

/**
 * How a program stops gracefully, when that is not on `SIGTERM` (nginx.org/en/docs/control.html, php-fpm(8),
 * httpd.apache.org/docs/2.4/stopping.html, systemd(1)).
 */
export function gracefulStop(program: string): GracefulStop | undefined {
  return Object.hasOwn(graceful, program) ? graceful[program] : undefined;
}
