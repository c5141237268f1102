import { type Built, Refusal } from '../core/fix.ts';
import { type Download, downloadOf, isLocal } from '../shell/downloads.ts';
import { insert } from '../text/edit.ts';
import { refusalToEdit } from './command-edits.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { RunInstruction } from './instructions/run.ts';

/** A download, and the RUN instruction it stands in. */
export interface RunDownload {
  readonly run: RunInstruction;
  readonly download: Download;
}

/** What RUN instructions download, in the order of the text; what they ask of the machine itself not. */
export function downloadsOf(dockerfile: Dockerfile): readonly RunDownload[] {
  return dockerfile.commandsNamed('curl', 'wget').flatMap(({ run, command }) => {
    const download = downloadOf(command);
    return download && download.urls.length > 0 && !isLocal(download) ? [{ run, download }] : [];
  });
}

/** Gives a download a short option: in its first word of short options, or as a word of its own. */
export function addShortOption({ command }: Download, letter: string): Built {
  const program = command.words[0];
  const refusal = refusalToEdit(command);
  if (refusal || !program) return refusal ?? new Refusal('The program is not known.');
  const cluster = command.arguments.find(({ text }) => /^-[A-Za-z]/.test(text));
  return cluster ? [insert(cluster.span.start + 1, letter)] : [insert(program.span.end, ` -${letter}`)];
}

/** Gives a download a long option, as its first. */
export function addLongOption({ command }: Download, option: string): Built {
  const program = command.words[0];
  const refusal = refusalToEdit(command);
  if (refusal || !program) return refusal ?? new Refusal('The program is not known.');
  return [insert(program.span.end, ` ${option}`)];
}
