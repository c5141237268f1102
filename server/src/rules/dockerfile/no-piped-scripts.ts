import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import { type ShellCommand, shells } from '../../shell/command.ts';
import { type Download, downloadOf, plainText } from '../../shell/downloads.ts';
import type { Pipeline } from '../../shell/script.ts';
import { replace } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-piped-scripts',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Look at a script before running it',
  why: 'What a server hands out today is run as root today, whatever it is: a new version, a page of an intermediary, or what somebody put there last night. Nothing in the file says which script was meant, so nothing notices, and an interrupted download runs half of it. Fetch it to a file, compare its checksum and run it then; or `ADD --checksum`; or install the package that the script would have installed.',
  lesson: 'supply',
  aliases: ['droast/DF021', 'dockerfile-doctor/DD054'],
  fix: 'manual',
  fixing: 'Fetches the script to a file and compares its checksum, which is left to fill in, before running it.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN curl -fsSL https://example.com/install.sh | sh -s -- --yes\n',
      fixed:
        'FROM debian:13\nRUN curl -fsSL -o /tmp/install.sh https://example.com/install.sh && echo "SHA256-OF-THE-SCRIPT  /tmp/install.sh" | sha256sum -c - && sh /tmp/install.sh --yes && rm /tmp/install.sh\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN wget -qO- https://example.com/install.sh | sh -e\n',
      fixed:
        'FROM alpine:3.24\nRUN wget -q -O /tmp/install.sh https://example.com/install.sh && echo "SHA256-OF-THE-SCRIPT  /tmp/install.sh" | sha256sum -c - && sh -e /tmp/install.sh && rm /tmp/install.sh\n',
    },
    { bad: 'FROM debian:13\nRUN bash -c "$(curl -fsSL https://example.com/install.sh)"\n' },
    {
      good: 'FROM debian:13\nADD --checksum=sha256:24454f830c https://example.com/install.sh /tmp/\nRUN sh /tmp/install.sh\n',
    },
    { good: 'FROM debian:13\nRUN curl -fsSL https://example.com/tool.tgz | tar xz\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const scripts = [run.script, ...run.commands.map(({ script }) => script)];
      for (const pipeline of scripts.flatMap((script) => script?.pipelines ?? [])) {
        const download = downloadIn(pipeline.members[0]?.command);
        const shell = pipeline.members.slice(1).find(({ command }) => command && readsScript(command))?.command;
        if (!download || !shell) continue;
        report(pipeline.span, messageFor(download, shell.name)).fix('Check the script before running it', () =>
          viaFile(pipeline, download, shell),
        );
      }
      const substituted = run.commands
        .filter(({ place }) => place.substituted)
        .sort((one, other) => one.span.start - other.span.start);
      if (substituted.length === 0) continue;
      for (const command of run.commands) {
        if (!(shells.has(command.name) || ['eval', 'source', '.'].includes(command.name))) continue;
        const inner = firstWithin(command.span, substituted);
        const download = downloadIn(inner);
        if (download) report(command.span, messageFor(download, command.name));
      }
    }
  },
});

/** The first of some commands, which are in the order of their beginnings, that stands inside a span. */
function firstWithin(outer: Span, commands: readonly ShellCommand[]): ShellCommand | undefined {
  let low = 0;
  let high = commands.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((commands[middle]?.span.start ?? 0) <= outer.start) low = middle + 1;
    else high = middle;
  }
  for (let inner = commands[low]; inner && inner.span.start < outer.end; inner = commands[++low]) {
    if (inner.span.end < outer.end) return inner;
  }
  return undefined;
}

function messageFor({ urls }: Download, shell: string): string {
  const host = /^https?:\/\/([\w.:-]+)/.exec(urls[0] ? plainText(urls[0]) : '')?.[1] ?? 'the server';
  return `${shell} runs whatever ${host} sends that day: fetch the script to a file and compare its checksum first`;
}

function downloadIn(command: ShellCommand | undefined): Download | undefined {
  const download = command && downloadOf(command);
  return download?.target === 'stdout' ? download : undefined;
}

/** Whether a command is an interpreter that reads its script from its input. */
function readsScript({ name, arguments: words }: ShellCommand): boolean {
  const isShell = shells.has(name);
  if (!isShell && !/^(?:python[\d.]*|perl|ruby|node|php)$/.test(name)) return false;
  const first = words.find(({ text }) => !/^-[a-z]*[exuls]+$/.test(text));
  return (
    first === undefined ||
    first.text === '-' ||
    first.text === '--' ||
    words.some(({ text }) => isShell && text === '-s')
  );
}

function viaFile({ span, members, place }: Pipeline, { line, command, urls }: Download, shell: ShellCommand): Built {
  const [url] = urls;
  const last = members.at(-1)?.command;
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  const isPlain = members.length === 2 && last === shell;
  if (!isPlain || !url || urls.length > 1 || !shells.has(shell.name))
    return new Refusal('The pipe does more than that.');
  if (place.tested || place.conditional || command.hasRedirections || shell.hasRedirections) {
    return new Refusal('The pipe is part of something larger.');
  }
  const file = '/tmp/install.sh';
  const output = line.options.find(({ name }) => name === '-O' || name === '-o');
  const fetching = command.words
    .filter((word) => word !== url && word !== output?.valueWord)
    .map((word) => (word === output?.word ? word.text.replace(/[Oo]-?$/, '') : word.text))
    .filter((text) => text !== '-');
  const [own, passed] = splitArguments(shell.arguments.map(({ text }) => text));
  const invocation = [...shellWords(shell), ...own, file, ...passed].join(' ');
  const target = `${command.name === 'curl' ? '-o' : '-O'} ${file}`;
  return [
    replace(
      span,
      `${fetching.join(' ')} ${target} ${url.text} && echo "SHA256-OF-THE-SCRIPT  ${file}" | sha256sum -c - && ${invocation} && rm ${file}`,
    ),
  ];
}

/** The arguments of a shell that reads its input: its own options, and what it passes to the script. */
function splitArguments(words: readonly string[]): readonly [own: readonly string[], passed: readonly string[]] {
  const first = words.findIndex((word) => word === '-' || word === '-s' || word === '--');
  if (first === -1) return [words, []];
  return [words.slice(0, first), words.slice(first).filter((word) => !['-', '-s', '--'].includes(word))];
}

/** The words that start a shell, with what stands before it. */
function shellWords({ allWords, words }: ShellCommand): readonly string[] {
  const upTo = words[0] ? allWords.indexOf(words[0]) + 1 : 0;
  return allWords.slice(0, upTo).map(({ text }) => text);
}
