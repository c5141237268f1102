import type { ShellCommand } from '../shell/command.ts';
import { listeningPort } from '../shell/servers.ts';
import type { Stage } from './stage.ts';
import { startCommands } from './start.ts';

/** A port that what a stage starts is told to listen on, and the command that says so. */
export interface Listening {
  readonly port: number;
  readonly command: ShellCommand;
}

/** The port that a stage's server is told on its command line to listen on for others; undefined when that is not known. */
export function listeningOf(stage: Stage): Listening | undefined {
  for (const command of startCommands(stage)) {
    const port = listeningPort(command);
    if (port !== undefined) return { port, command };
  }
  return undefined;
}
