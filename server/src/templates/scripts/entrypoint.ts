import type { Field, Template } from '../template.ts';

/** What is done before the program starts. */
export const preparation: Field = {
  description: 'command that prepares the container; none where nothing is to be done',
  default: 'echo "Preparing"',
  isOptional: true,
};

/**
 * The lines of a start script. A shell that is process 1 heeds no signal that it does not trap, and traps none while
 * it waits for a command (POSIX, "Trap"; signals(7)): so what comes first runs in the background, and the program
 * then takes the place of the shell.
 */
export const scriptLines = `#!/bin/sh
set -eu

{{#prepare}}
# A shell hears signals while it waits, and not while a command runs: so this runs in the background.
trap 'kill -TERM "$!" || true; exit 143' INT TERM
{{prepare}} &
wait "$!"
trap - INT TERM

{{/prepare}}
# The program takes the place of the shell: signals are its own from here on.
exec "$@"
`;

export const entrypointScript: Template = {
  id: 'entrypoint-script',
  title: 'Start script of a container',
  description: 'Prepares the container, then lets the program take its place; stops when it is told to, at any time',
  kind: 'script',
  place: 'file',
  fields: { prepare: preparation },
  body: scriptLines,
};
