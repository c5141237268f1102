import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import { type Download, downloadOf } from '../../shell/downloads.ts';
import type { GivenOption } from '../../shell/options.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'one-downloader',
  category: 'image-size',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Download with curl or with wget, not with both',
  why: 'They do the same here, and each is one more package with libraries of its own, one more thing to update, and one more tool for whoever breaks in. Stages that do not ship are reported under `all` only.',
  lesson: 'small-images',
  aliases: ['hadolint/DL4001', 'trivy/DS-0014', "kics/Run Using 'wget' and 'curl'", 'droast/DF058'],
  fix: 'suggested',
  fixing:
    'Rewrites plain downloads with the program that the stage uses first. Refused for options whose meaning the other has not.',
  examples: [
    {
      bad: 'FROM node:24\nRUN curl -fsSL -o a.txt https://example.com/a\nRUN wget -q https://example.com/b.txt\n',
      fixed: 'FROM node:24\nRUN curl -fsSL -o a.txt https://example.com/a\nRUN curl -fsSLO https://example.com/b.txt\n',
    },
    {
      bad: 'FROM node:24\nRUN wget -nv https://example.com/a.txt\nRUN curl -fsSL https://example.com/b.tgz | tar xz\n',
      fixed:
        'FROM node:24\nRUN wget -nv https://example.com/a.txt\nRUN wget -nv -O - https://example.com/b.tgz | tar xz\n',
    },
    { good: 'FROM node:24\nRUN curl -fsSLO https://example.com/a\nRUN curl -fsSLO https://example.com/b\n' },
    {
      good: 'FROM node:24 AS build\nRUN wget -q https://example.com/a\nFROM node:24\nRUN curl -fsSLO https://example.com/b\n',
    },
  ],
  check({ dockerfile, report }) {
    const seen = new Map<object, Download['program']>();
    const mixed = new Set<object>();
    for (const { run, command } of dockerfile.commandsNamed('curl', 'wget')) {
      const download = downloadOf(command);
      const program = command.words[0];
      if (!download || !program) continue;
      const first = seen.get(run.stage);
      if (first === undefined) seen.set(run.stage, download.program);
      if (first !== undefined && first !== download.program) mixed.add(run.stage);
      if (!mixed.has(run.stage)) continue;
      const other = download.program === 'curl' ? 'wget' : 'curl';
      const found = report(
        program.span,
        `${download.program} here and ${other} elsewhere in this stage: one of them is enough`,
      );
      const isSecond = first !== undefined && first !== download.program;
      if (!isSecond || !dockerfile.isShipped(run.stage)) found.onlyIn('all').grade('hint');
      if (isSecond) found.fix(`Use ${other}`, () => translate(download));
    }
  },
});

function translate(download: Download): Built {
  const { command, line, urls } = download;
  const [program, last] = [command.words[0], command.words.at(-1)];
  const [url] = urls;
  const refusal = refusalToEdit(command);
  if (refusal || !program || !last) return refusal ?? new Refusal('The program is not known.');
  if (!url || urls.length > 1) return new Refusal('It does not fetch just one thing.');
  if (command.writesTo.some(({ span }) => span.start < last.span.start)) {
    return new Refusal('A redirection stands among the words.');
  }
  const strange = line.options.find((option) => !isPlain(option, download.program));
  if (strange) return new Refusal(`What ${strange.name} means has no counterpart.`);
  const output = line.options.find(
    ({ name }) => /^(?:-o|--output|-O|--output-document)$/.test(name) && !isRemoteName(name, download),
  );
  const file = output?.valueWord?.text ?? output?.value;
  const words = download.program === 'wget' ? curlWords(file, url.text) : wgetWords(file, url.text, download);
  return [replace({ start: program.span.start, end: last.span.end }, words)];
}

function curlWords(file: string | undefined, url: string): string {
  if (file === '-') return `curl -fsSL ${url}`;
  return file === undefined ? `curl -fsSLO ${url}` : `curl -fsSL -o ${file} ${url}`;
}

function wgetWords(file: string | undefined, url: string, { target }: Download): string {
  if (file !== undefined) return `wget -nv -O ${file} ${url}`;
  return target === 'remote-name' ? `wget -nv ${url}` : `wget -nv -O - ${url}`;
}

function isRemoteName(name: string, { program }: Download): boolean {
  return program === 'curl' && name === '-O';
}

/** Options that both have, or that say how much is written to the log. */
const plain = {
  curl: /^(?:-[fsSLo#O]|--(?:fail|silent|show-error|location|output|remote-name|progress-bar|no-progress-meter))$/,
  wget: /^(?:-[qO]|--(?:quiet|output-document|progress|no-verbose|show-progress))$/,
};

function isPlain({ name, value }: GivenOption, program: Download['program']): boolean {
  return plain[program].test(name) || (program === 'wget' && name === '-n' && value === 'v');
}
