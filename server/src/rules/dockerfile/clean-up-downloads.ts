import { type Built, Refusal } from '../../core/fix.ts';
import { appendCommand } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { downloadsOf } from '../../dockerfile/downloads.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { type Download, plainText } from '../../shell/downloads.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'clean-up-downloads',
  category: 'image-size',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Remove archives once they are unpacked',
  why: 'A downloaded archive or package that has been unpacked or installed is of no use to a running program, and stays in the layer for good: an `rm` in a later RUN only hides it. It has to go in the RUN that fetched it, or never become a file: `curl ... | tar xz`. Stages that do not ship are reported under `all` only.',
  lesson: 'small-images',
  aliases: ['dockerfile-doctor/DD016'],
  fix: 'suggested',
  fixing: 'Ends the RUN with `rm`. Refused when the RUN changes the folder between download and end.',
  examples: [
    {
      bad: 'FROM debian:13\nRUN curl -fsSL -o /tmp/tool.tgz https://example.com/tool.tgz && tar xzf /tmp/tool.tgz -C /opt\n',
      fixed:
        'FROM debian:13\nRUN curl -fsSL -o /tmp/tool.tgz https://example.com/tool.tgz && tar xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz\n',
    },
    {
      bad: 'FROM debian:13\nRUN wget -q https://example.com/tool.deb \\\n && dpkg -i tool.deb\n',
      fixed: 'FROM debian:13\nRUN wget -q https://example.com/tool.deb \\\n && dpkg -i tool.deb \\\n && rm tool.deb\n',
    },
    { good: 'FROM debian:13\nRUN curl -fsSL https://example.com/tool.tgz | tar xz -C /opt\n' },
    {
      good: 'FROM debian:13\nRUN wget -q https://example.com/tool-1.2.tgz && tar xf tool-1.2.tgz && rm -f tool-*.tgz\n',
    },
    {
      good: 'FROM debian:13\nRUN --mount=type=tmpfs,target=/tmp curl -fsSL -o /tmp/tool.tgz https://example.com/tool.tgz && tar xzf /tmp/tool.tgz -C /opt\n',
    },
  ],
  check({ dockerfile, report }) {
    for (const { run, download } of downloadsOf(dockerfile)) {
      const isShipped = dockerfile.isShipped(run.stage);
      for (const file of download.files) {
        const unpacked = run.commands.find((command) => usesUp(command, file, download));
        if (!unpacked || isRemoved(run, file) || run.mountsOver([file])) continue;
        report(download.command.span, `${file} stays in the image although it is unpacked: end the RUN with rm ${file}`)
          .onlyIn(isShipped ? 'recommended' : 'all')
          .grade(isShipped ? 'warning' : 'hint')
          .relate(unpacked.span, 'It is unpacked here')
          .fix(`Remove ${file} in the end`, () => removeFile(dockerfile, run, download, file));
      }
    }
  },
});

/** Commands that take out of an archive, or install from a package, what is wanted of it. gunzip and its like remove it. */
function usesUp(command: ShellCommand, file: string, { command: download }: Download): boolean {
  if (command.span.start <= download.span.start) return false;
  const names = command.arguments.map(plainText);
  const isNamed = names.some((name) => name === file || name === `./${file}` || file === `./${name}`);
  if (!isNamed) return false;
  switch (command.name) {
    case 'tar':
      return /^-{0,2}[a-zA-Z]*x|^--extract$|^--get$/.test(names[0] ?? '') || command.has('-x', '--extract');
    case 'unzip':
    case '7z':
    case 'bsdtar':
      return true;
    case 'dpkg':
    case 'rpm':
      return command.has('-i', '--install', '-U', '-ivh', '-Uvh');
    case 'apt-get':
    case 'apt':
    case 'dnf':
    case 'yum':
      return names.includes('install') || names.includes('localinstall');
    default:
      return false;
  }
}

/** Whether a RUN may remove a file: by its name, by a pattern, with a folder, or by a name that a variable makes. */
function isRemoved(run: RunInstruction, file: string): boolean {
  return run.commands.some((command) => {
    if (command.name === 'find') return command.has('-delete', '-exec');
    if (command.name === 'mv') return command.arguments.some((word) => plainText(word) === file);
    if (command.name !== 'rm' && command.name !== 'unlink') return false;
    return command.operandWords().some((word) => mayMean(plainText(word), file));
  });
}

function mayMean(removed: string, file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (removed === file || removed.endsWith(`/${name}`) || file.endsWith(`/${removed}`)) return true;
  if (/[*?[{$`]/.test(removed)) return true;
  // A folder, the file's own or, for a name without one, whichever it was.
  return !file.includes('/') || file.startsWith(`${removed.replace(/\/+$/, '')}/`);
}

function removeFile(dockerfile: Dockerfile, run: RunInstruction, { command }: Download, file: string): Built {
  const later = run.commands.filter(({ span }) => span.start > command.span.start);
  if (!file.startsWith('/') && later.some(({ name }) => name === 'cd' || name === 'pushd')) {
    return new Refusal('The RUN changes the folder after the download.');
  }
  if (/[^\w./+@~-]/.test(file)) return new Refusal('A variable decides what the file is called.');
  if (command.place.conditional || run.script?.functions.length !== 0) {
    return new Refusal('The download happens only under a condition.');
  }
  const edit = appendCommand(dockerfile, run, `rm ${file}`);
  return edit instanceof Refusal ? edit : [edit];
}
