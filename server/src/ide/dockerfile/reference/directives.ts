import type { ReferenceEntry } from './page.ts';

/** The directives that may stand at the top of a Dockerfile (docs.docker.com/reference/dockerfile, "Parser directives"). */
export const directiveReference: Readonly<Record<string, ReferenceEntry & { readonly values: readonly string[] }>> = {
  syntax: {
    summary:
      'Which version of the Dockerfile frontend reads this file. `docker/dockerfile:1` is always the newest of its line, whatever builder is installed.',
    syntax: '# syntax=IMAGE',
    values: ['docker/dockerfile:1', 'docker/dockerfile:1-labs'],
    anchor: 'syntax',
  },
  escape: {
    summary:
      'The character that continues a line and escapes others: a backslash unless said otherwise. On Windows a backtick leaves paths alone.',
    syntax: '# escape=`',
    values: ['`', '\\'],
    anchor: 'escape',
  },
  check: {
    summary: "Which of BuildKit's own checks are skipped in this file, and whether the others fail the build.",
    syntax: '# check=skip=NAME,...;error=true',
    values: ['skip=', 'error=true', 'skip=all'],
    anchor: 'check',
  },
};
