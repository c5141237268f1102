/** What programs do on the signals that people stop them with (signal(7)). */
const signals: Readonly<Record<string, string>> = {
  SIGTERM: 'asks a program to end; what containers get unless said otherwise',
  SIGINT: 'asks a program to end, as Ctrl+C does',
  SIGQUIT: 'asks a program to end; nginx and php-fpm finish what they are doing first',
  SIGHUP: 'tells that the terminal is gone; many servers read their settings anew and go on',
  SIGKILL: 'ends a program at once, which cannot do anything about it',
  SIGUSR1: 'means what the program says it means',
  SIGUSR2: 'means what the program says it means',
  SIGWINCH: 'tells that the size of the terminal has changed; httpd ends gracefully on it',
};

/** A signal, by its full name, as Markdown; undefined for those of which there is nothing to tell. */
export function describeSignal(name: string | undefined): string | undefined {
  if (name === undefined || !Object.hasOwn(signals, name)) return undefined;
  return `**\`${name}\`** ${signals[name]}.`;
}
