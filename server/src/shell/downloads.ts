import type { ShellCommand, ShellWord } from './command.ts';
import { type CommandLine, given, type OptionTable, readOptions } from './options.ts';

/** A command that fetches something from the network, by curl or wget. */
export interface Download {
  readonly program: 'curl' | 'wget';
  readonly command: ShellCommand;
  readonly line: CommandLine;
  /** The words that say what is fetched. */
  readonly urls: readonly ShellWord[];
  /** Where it goes: standard output, a file that is named, or one that the URL or the server names. */
  readonly target: 'stdout' | 'named' | 'remote-name';
  /** The files it makes, as they are written, as far as they are known. */
  readonly files: readonly string[];
}

/** Options of curl that take a value (curl(1), 8.15). */
const curlOptions: OptionTable = {
  short: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  long: [
    '--output',
    '--output-dir',
    '--header',
    '--data',
    '--data-raw',
    '--data-binary',
    '--data-urlencode',
    '--json',
    '--request',
    '--user',
    '--user-agent',
    '--referer',
    '--cookie',
    '--cookie-jar',
    '--cacert',
    '--capath',
    '--cert',
    '--key',
    '--proxy',
    '--proxy-user',
    '--retry',
    '--retry-delay',
    '--retry-max-time',
    '--connect-timeout',
    '--max-time',
    '--max-redirs',
    '--form',
    '--upload-file',
    '--write-out',
    '--config',
    '--range',
    '--url',
    '--resolve',
    '--proto',
    '--proto-redir',
    '--ciphers',
    '--dump-header',
    '--interface',
    '--unix-socket',
    '--limit-rate',
    '--speed-limit',
    '--speed-time',
    '--oauth2-bearer',
    '--netrc-file',
  ],
};

/** Options of GNU wget that take a value (wget(1), 1.25). BusyBox has some of them, with the same meaning. */
const wgetOptions: OptionTable = {
  short: 'aABDeGiIlnoOPQRtTUwX',
  long: [
    '--output-document',
    '--output-file',
    '--append-output',
    '--directory-prefix',
    '--header',
    '--user',
    '--password',
    '--user-agent',
    '--tries',
    '--timeout',
    '--wait',
    '--post-data',
    '--post-file',
    '--body-data',
    '--method',
    '--input-file',
    '--progress',
    '--ca-certificate',
    '--ca-directory',
    '--accept',
    '--reject',
    '--level',
    '--execute',
    '--load-cookies',
    '--save-cookies',
    '--referer',
  ],
};

/** What a command downloads; undefined when it is neither curl nor wget, or only asked for its version. */
export function downloadOf(command: ShellCommand): Download | undefined {
  const { name } = command;
  if (name !== 'curl' && name !== 'wget') return undefined;
  const line = readOptions(command.arguments, name === 'curl' ? curlOptions : wgetOptions);
  if (given(line, '--version', '--help') || (name === 'curl' && given(line, '-V', '-h'))) return undefined;
  const named = line.options.find(({ name: option }) => option === '--url')?.valueWord;
  const urls = named ? [named, ...line.operands] : line.operands;
  return { program: name, command, line, urls, ...(name === 'curl' ? curlTarget : wgetTarget)(command, line, urls) };
}

type Target = Pick<Download, 'target' | 'files'>;

function curlTarget(command: ShellCommand, line: CommandLine, urls: readonly ShellWord[]): Target {
  const outputs = line.options.filter(({ name }) => name === '-o' || name === '--output');
  if (outputs.length > 0) {
    const [first] = outputs;
    if (first?.value === '-' || first?.value === '/dev/stdout') return { target: 'stdout', files: [] };
    return { target: 'named', files: outputs.flatMap((output) => writtenValue(output) ?? []) };
  }
  if (given(line, '-O', '--remote-name', '--remote-name-all', '-J')) {
    return { target: 'remote-name', files: namesOf(urls) };
  }
  return redirected(command);
}

function wgetTarget(command: ShellCommand, line: CommandLine, urls: readonly ShellWord[]): Target {
  const output = given(line, '-O', '--output-document');
  if (output?.value === '-' || output?.value === '/dev/stdout') return redirected(command);
  if (output) return { target: 'named', files: [writtenValue(output) ?? []].flat() };
  const folder = given(line, '-P', '--directory-prefix');
  const prefix = folder ? `${writtenValue(folder)?.replace(/\/$/, '')}/` : '';
  return { target: 'remote-name', files: namesOf(urls).map((name) => prefix + name) };
}

/** What goes to standard output goes to a file after all when that is redirected. */
function redirected({ writesTo }: ShellCommand): Target {
  const files = writesTo.map(plainText).filter((file) => !file.startsWith('/dev/') && !file.startsWith('&'));
  return files.length > 0 ? { target: 'named', files } : { target: 'stdout', files: [] };
}

function writtenValue({ valueWord, value }: CommandLine['options'][number]): string | undefined {
  return valueWord ? plainText(valueWord) : value;
}

/** The last segments of URLs, which both programs take for the names of files. */
function namesOf(urls: readonly ShellWord[]): string[] {
  return urls.flatMap((url) => {
    const text = plainText(url).replace(/[?#].*$/, '');
    return /^[a-z]+:\/\/[^/]+\/.*[^/]$/i.test(text) ? text.slice(text.lastIndexOf('/') + 1) : [];
  });
}

/** A word without the quotes around it, variables as they are written: two words that read alike mean the same. */
export function plainText({ text, value }: ShellWord): string {
  return value ?? text.replace(/"/g, '').replace(/\$\{(\w+)\}/g, '$$$1');
}

/** Whether all that is fetched comes from the machine itself: a server that is tested, not a download. */
export function isLocal({ urls }: Download): boolean {
  return (
    urls.length > 0 &&
    urls.every((url) =>
      /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)(?=[:/]|$)/.test(plainText(url)),
    )
  );
}
