import { cover, type Span } from '../text/span.ts';
import type { ShellCommand, ShellWord } from './command.ts';
import { downloadOf, isLocal } from './downloads.ts';
import { type GivenOption, given } from './options.ts';

/** Something in a command that switches the verification of TLS certificates off. */
export interface TlsBypass {
  /** Who no longer verifies: `curl`, `pip`, `git`. */
  readonly program: string;
  /** What says so, as a person would write it. */
  readonly what: string;
  readonly span: Span;
  /**
   * What has to go: one option of a download, words of the command, or the whole command, whose only purpose it is.
   * Undefined when an assignment has to go.
   */
  readonly remedy: GivenOption | 'words' | 'command' | undefined;
}

/** Options that are enough by themselves, by program (their manuals, August 2026). */
const options: Readonly<Record<string, RegExp>> = {
  aws: /^--no-verify-ssl$/,
  helm: /^--insecure-skip-tls-verify(?:=true)?$/,
  kubectl: /^--insecure-skip-tls-verify(?:=true)?$/,
  npm: /^(?:--strict-ssl=false|--no-strict-ssl)$/,
  pnpm: /^(?:--strict-ssl=false|--no-strict-ssl)$/,
  yarn: /^(?:--strict-ssl=false|--no-strict-ssl)$/,
};

/** Settings that a command stores, by program: the name, and the values that switch verification off. */
const settings: Readonly<Record<string, { readonly name: RegExp; readonly off: RegExp }>> = {
  bundle: { name: /^ssl_verify_mode$/, off: /^0$/ },
  composer: { name: /^disable-tls$/, off: /^(?:true|1)$/ },
  conda: { name: /^ssl_verify$/, off: /^(?:false|no|0)$/i },
  git: { name: /^http\.(?:.+\.)?sslverify$/i, off: /^(?:false|no|off|0)$/i },
  npm: { name: /^strict-ssl$/, off: /^false$/ },
  pnpm: { name: /^strict-ssl$/, off: /^false$/ },
  yarn: { name: /^(?:strict-ssl|enableStrictSsl)$/, off: /^false$/ },
};

/** The programs whose words are looked at. */
const programs: ReadonlySet<string> = new Set([
  ...Object.keys(options),
  ...Object.keys(settings),
  ...['curl', 'export', 'uv', 'wget'],
]);
const python = /^(?:pip[\d.]*|python[\d.]*|pipx)$/;

/** What in a command switches the verification of certificates off. */
export function tlsBypasses(command: ShellCommand): readonly TlsBypass[] {
  const { name: program } = command;
  if (command.assignments.length === 0 && !programs.has(program) && !python.test(program)) return [];
  const found: TlsBypass[] = [];
  const assignments = command.name === 'export' ? command.arguments : command.assignments;
  for (const { text, value, span } of assignments) {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    const said = (value ?? text).slice(equals + 1).replace(/^(['"])(.*)\1$/, '$2');
    const program = equals === -1 ? undefined : bypassedBy(name, said);
    if (program !== undefined) found.push({ program, what: `${name}=${said}`, span, remedy: undefined });
  }
  const download = downloadOf(command);
  if (download && !isLocal(download)) {
    const insecure =
      download.program === 'curl'
        ? given(download.line, '-k', '--insecure', '--proxy-insecure')
        : given(download.line, '--no-check-certificate');
    if (insecure) {
      found.push({ program: download.program, what: insecure.name, span: insecure.span, remedy: insecure });
    }
  }
  return [...found, ...inWords(command)];
}

function inWords(command: ShellCommand): TlsBypass[] {
  const { name, arguments: words } = command;
  const alone = Object.hasOwn(options, name) ? options[name] : undefined;
  const single = words.find(({ text }) => alone?.test(text));
  if (single) return [{ program: name, what: single.text, span: single.span, remedy: 'words' }];
  if (name === 'uv' || python.test(name)) return trustedHosts(name, words);
  const stored = storedSetting(name, words);
  return stored ? [{ program: name, ...stored }] : [];
}

function trustedHosts(name: string, words: readonly ShellWord[]): TlsBypass[] {
  return words.flatMap((word, at) => {
    if (!/^--(?:trusted-host|allow-insecure-host)(?:=|$)/.test(word.text)) return [];
    const next = words[at + 1];
    const span = !word.text.includes('=') && next ? cover(word.span, next.span) : word.span;
    const what = word.text.replace(/=.*/, '');
    return [{ program: name.startsWith('uv') ? 'uv' : 'pip', what, span, remedy: 'words' }];
  });
}

function storedSetting(
  name: string,
  words: readonly ShellWord[],
): Pick<TlsBypass, 'what' | 'span' | 'remedy'> | undefined {
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (!setting) return undefined;
  for (const [at, word] of words.entries()) {
    const [key = '', value] = (word.value ?? word.text).split('=');
    if (!setting.name.test(key)) continue;
    const next = value === undefined ? words[at + 1] : undefined;
    if (!setting.off.test(value ?? next?.value ?? '')) continue;
    const what = `${key}${value === undefined ? ' ' : '='}${value ?? next?.value}`;
    const before = words[at - 1];
    // `git -c name=value clone ...` holds for the one command.
    if (name === 'git' && before?.text === '-c') return { what, span: cover(before.span, word.span), remedy: 'words' };
    return { what, span: cover(word.span, next?.span ?? word.span), remedy: 'command' };
  }
  return undefined;
}

const no = /^(?:0|false|no|off)$/i;
const yes = /^(?:1|true|yes|on)$/i;
const any = /./;

/** Environment variables that switch verification off: the program, and the values that do. */
const variables: Readonly<Record<string, readonly [program: string, off: RegExp]>> = {
  BUNDLE_SSL_VERIFY_MODE: ['bundler', /^0$/],
  CONDA_SSL_VERIFY: ['conda', no],
  GIT_SSL_NO_VERIFY: ['git', yes],
  GOINSECURE: ['go', any],
  NODE_TLS_REJECT_UNAUTHORIZED: ['Node.js', /^0$/],
  NPM_CONFIG_STRICT_SSL: ['npm', no],
  PERL_LWP_SSL_VERIFY_HOSTNAME: ['Perl', /^0$/],
  PIP_TRUSTED_HOST: ['pip', any],
  PYTHONHTTPSVERIFY: ['Python', /^0$/],
  UV_INSECURE_HOST: ['uv', any],
  YARN_ENABLE_STRICT_SSL: ['yarn', no],
  YARN_STRICT_SSL: ['yarn', no],
};

/** Whether an environment variable may switch verification off. */
export function isTlsVariable(name: string): boolean {
  return Object.hasOwn(variables, nameOfVariable(name));
}

/** The program that an environment variable of this value keeps from verifying certificates. */
export function bypassedBy(name: string, value: string): string | undefined {
  const key = nameOfVariable(name);
  const known = Object.hasOwn(variables, key) ? variables[key] : undefined;
  return known?.[1].test(value) ? known[0] : undefined;
}

/** npm reads its variables in any case. */
function nameOfVariable(name: string): string {
  return /^npm_config_/i.test(name) ? name.toUpperCase() : name;
}
