import { type Built, Refusal } from '../../core/fix.ts';
import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'quote-expansions',
  category: 'correctness',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Quote variables and what commands print',
  why: 'Without quotes the shell splits what a variable holds at blanks and puts file names in place of `*` and `?` in it. Where the value is a version or a path without blanks nothing happens; where one day it is not, the command gets other arguments than were meant. Variables that hold several arguments on purpose, as lists of packages do, are left alone when their name says so.',
  aliases: ['shellcheck/SC2086', 'hadolint/SC2086', 'shellcheck/SC2046', 'hadolint/SC2046'],
  fix: 'suggested',
  fixing:
    'Puts the whole word into double quotes. Where it is a variable alone whose value is not known, it may have been meant as several words, and the fix is left to a person.',
  examples: [
    {
      bad: 'FROM debian:13\nARG VERSION\nRUN tar xzf tool-$VERSION.tgz\n',
      fixed: 'FROM debian:13\nARG VERSION\nRUN tar xzf "tool-$VERSION.tgz"\n',
    },
    {
      bad: 'FROM debian:13\nRUN cd $(mktemp -d) && make\n',
      fixed: 'FROM debian:13\nRUN cd "$(mktemp -d)" && make\n',
    },
    { good: 'FROM debian:13\nARG VERSION\nRUN tar xzf "tool-$VERSION.tgz"\n' },
    { good: 'FROM debian:13\nENV buildDeps="gcc make"\nRUN apt-get purge -y $buildDeps\n' },
    { good: 'FROM debian:13\nRUN make -j$(nproc)\n', note: 'A number has no blanks.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      if ((run.script?.problems.length ?? 1) > 0) continue;
      for (const command of run.commands) {
        if (command.name === '' || exempt.has(command.name)) continue;
        for (const word of command.arguments) {
          const what = unquoted(word);
          if (!what) continue;
          report(word.span, `The shell splits ${what.text} at blanks: put it in double quotes`)
            .as(...what.aliases)
            .fix('Put it in double quotes', () => quote(command, word), isOneWord(run, word) ? 'suggested' : 'manual');
        }
      }
    }
  },
});

/** Commands that take lists of packages in variables, and declarations, in which Bash splits nothing. */
const exempt: ReadonlySet<string> = new Set(['apk', 'apt', 'apt-get', 'apt-mark', 'dnf', 'export', 'local', 'yum']);

/** Names that say that a variable holds several words, or a number. */
const severalWords =
  /(?:deps?|dependencies|packages|pkgs?|args|arguments|opts?|options|flags|modules|plugins|extensions|exts|list|files|dirs|paths|keys|mods|libs|tools|targets|config|features|params|extra\w*|[a-z]s)$/i;

/** Commands that print one word. */
const oneWord = /^\$\((?:nproc|arch|uname|id|dpkg|date|getconf|whoami|hostname)\b[^|]*\)$/;

function unquoted({
  text,
  value,
}: ShellWord): { readonly text: string; readonly aliases: readonly string[] } | undefined {
  if (value !== undefined || /["'\\`]/.test(text) || text.includes('{') !== text.includes('${')) return undefined;
  const variable = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/.exec(text);
  const substitution = /\$\((?!\()[^()]*\)/.exec(text)?.[0];
  if (substitution !== undefined) {
    const isSplitOnPurpose =
      text === substitution && /\b(?:cat|ls|find|grep|awk|xargs|tr|pkg-config|apt-mark)\b/.test(text);
    if (oneWord.test(substitution) || isSplitOnPurpose) return undefined;
    return { text: substitution, aliases: ['shellcheck/SC2046', 'hadolint/SC2046'] };
  }
  const name = variable?.[1] ?? variable?.[2];
  if (!variable || name === undefined || severalWords.test(name)) return undefined;
  return { text: variable[0], aliases: ['shellcheck/SC2086', 'hadolint/SC2086'] };
}

/** Whether a word can hardly have been meant as several: it is a path, or its only variable has a value without blanks. */
function isOneWord(run: RunInstruction, { text }: ShellWord): boolean {
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(text);
  if (!name) return true;
  const resolved = run.stage.scope.find(name[1] ?? name[2] ?? '', run.span.start)?.resolved;
  return typeof resolved === 'string' && resolved !== '' && !/\s/.test(resolved);
}

function quote(command: ShellCommand, { text, span }: ShellWord): Built {
  const refusal = refusalToEdit(command);
  if (refusal) return refusal;
  if (span.end - span.start !== text.length) return new Refusal('The word goes over several lines.');
  if (/[*?[~]/.test(text)) return new Refusal('The word holds a pattern, which must stay outside the quotes.');
  return [replace(span, `"${text}"`)];
}
