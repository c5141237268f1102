import type { LineMap } from '../../text/lines.ts';
import { nameOf } from './image-files.ts';
import type { Process, StartedHow } from './process.ts';
import type { ProcessTree } from './tree.ts';

/** One line of a tree of processes, as somebody reads it. */
export interface ProcessLine {
  /** 0 for what the container starts with. */
  readonly depth: number;
  readonly text: string;
  /** How and when it is started, and what is to be said of it; empty when there is nothing to say. */
  readonly remarks: readonly string[];
  /** Where it stands: the name of the file, and the line, from one. */
  readonly place: { readonly name: string; readonly uri: string; readonly line: number };
}

const words: Readonly<Record<StartedHow, string | undefined>> = {
  first: undefined,
  exec: 'takes the place of the shell',
  foreground: undefined,
  background: 'in the background',
  daemon: 'puts itself into the background',
  service: 'in the background, as a service',
  supervised: 'supervised',
};

/** The lines of a tree, each process before what it starts. `uri` is the Dockerfile's, and `lines` are its lines. */
export function outlineOf({ root }: ProcessTree, uri: string, lines: LineMap): readonly ProcessLine[] {
  const told: ProcessLine[] = [];
  const dockerfile = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const tell = (process: Process, depth: number): void => {
    const { file, span } = process.place;
    const place = {
      name: file ? nameOf({ file, path: file.path }, uri) : dockerfile,
      uri: file?.uri ?? uri,
      line: (file?.lines ?? lines).lineAt(span.start) + 1,
    };
    told.push({ depth, text: process.text, remarks: remarksOn(process), place });
    for (const child of process.children) tell(child, depth + 1);
  };
  if (root) tell(root, 0);
  return told;
}

function remarksOn({ how, run, note }: Process): readonly string[] {
  const when = run?.isInLoop ? 'in a loop' : run?.isConditional ? 'under a condition' : undefined;
  return [words[how], when, note].filter((one) => one !== undefined);
}
