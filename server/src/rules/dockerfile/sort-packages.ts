import { refusalToEdit } from '../../dockerfile/command-edits.ts';
import type { ShellWord } from '../../shell/command.ts';
import type { PackageAction, PackageManager } from '../../shell/package-managers/index.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'sort-packages',
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Sort the packages of an install',
  why: 'In a sorted list a package is found at a glance, none is named twice, and two people who add one each rarely conflict. Docker recommends it for lists of several lines, which this rule looks at under `strict`; lists on one line are a matter of `all`. The order makes no difference to what is installed.',
  aliases: ['tally/sort-packages'],
  fix: 'safe',
  fixing:
    'Puts the names in order and leaves lines, indentation and everything else where it is. Comments, blank lines, options, files and variables divide a list: each part is sorted by itself.',
  references: ['https://docs.docker.com/build/building/best-practices/#sort-multi-line-arguments'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    git \\\n    curl \\\n    ca-certificates \\\n && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    ca-certificates \\\n    curl \\\n    git \\\n && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    # for the build\n    make \\\n    gcc \\\n    # for the tests\n    curl \\\n && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    # for the build\n    gcc \\\n    make \\\n    # for the tests\n    curl \\\n && rm -rf /var/lib/apt/lists/*\n',
      note: 'Comments divide the list.',
    },
    {
      bad: 'FROM alpine:3.24\nRUN apk add --no-cache git=2.52.0-r0 curl\n',
      fixed: 'FROM alpine:3.24\nRUN apk add --no-cache curl git=2.52.0-r0\n',
      preset: 'all',
    },
    { good: 'FROM alpine:3.24\nRUN apk add --no-cache \\\n    curl \\\n    git\n' },
    { good: 'FROM alpine:3.24\nRUN apk add --no-cache git curl\n', note: 'On one line, only `all` asks for order.' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      for (const action of run.packageActions) {
        for (const part of listsOf(dockerfile.text, action)) {
          const sorted = part.toSorted(byName(action.manager));
          const at = part.findIndex((word, index) => word !== sorted[index]);
          const [word, instead] = [part[at], sorted[at]];
          if (!word || !instead) continue;
          const [first, last] = [part[0], part.at(-1)];
          const spansLines = dockerfile.text.slice(first?.span.start, last?.span.end).includes('\n');
          report(
            instead.span,
            `${instead.text} belongs before ${word.text}: a sorted list is easier to read and to change`,
          )
            .onlyIn(spansLines ? 'strict' : 'all')
            .fix('Sort the packages', () => {
              return (
                refusalToEdit(action.command) ??
                part.flatMap(({ span, text }, index) => {
                  const name = sorted[index]?.text ?? text;
                  return name === text ? [] : [replace(span, name)];
                })
              );
            });
        }
      }
    }
  },
});

/** The packages of an install, divided where something else stands between them. */
function listsOf(text: string, { kind, manager, packages, command }: PackageAction): readonly (readonly ShellWord[])[] {
  if (kind !== 'install' || !manager.request || !command.isEditable) return [];
  const lists: ShellWord[][] = [];
  let previous: ShellWord | undefined;
  for (const word of packages) {
    const isName = word.value !== undefined && manager.request(word.value)?.origin === 'index';
    const gap = previous ? text.slice(previous.span.end, word.span.start) : '';
    if (previous && isName && /^[\s\\`]*$/.test(gap) && !/\n[ \t]*\r?\n/.test(gap)) lists.at(-1)?.push(word);
    else if (isName) lists.push([word]);
    previous = isName ? word : undefined;
  }
  return lists.filter(({ length }) => length > 1);
}

/** Orders by name, upper and lower case alike, and then as written. */
function byName({ request }: PackageManager): (one: ShellWord, other: ShellWord) => number {
  const keyOf = ({ value = '' }: ShellWord) => (request?.(value)?.name ?? value).toLowerCase();
  return (one, other) => compare(keyOf(one), keyOf(other)) || compare(one.text, other.text);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
