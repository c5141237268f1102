import type { OtherFile } from '../../core/finding.ts';
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
  scheduled: 'on a schedule',
};

/** The files that a tree is told of, but for its scripts. */
export interface OutlinedFiles {
  /** Undefined for an image that somebody else makes. */
  readonly dockerfile: OtherFile | undefined;
  /** The manifest that a container stands in, and where in it the document begins. */
  readonly manifest?: OtherFile & { readonly start: number };
}

/** The lines of a tree, each process before what it starts. */
export function outlineOf({ root }: ProcessTree, files: OutlinedFiles): readonly ProcessLine[] {
  const told: ProcessLine[] = [];
  const tell = (process: Process, depth: number): void => {
    told.push({ depth, text: process.text, remarks: remarksOn(process), place: placeOf(process, files) });
    for (const child of process.children) tell(child, depth + 1);
  };
  tell(root, 0);
  return told;
}

function placeOf({ place }: Process, { dockerfile, manifest }: OutlinedFiles): ProcessLine['place'] {
  const { file, span, isInManifest } = place;
  const at = isInManifest && manifest ? { ...manifest, offset: manifest.start + span.start } : undefined;
  const own = at ?? { ...(file ?? dockerfile), offset: span.start };
  const { uri = '', lines, offset } = own;
  const name =
    file && dockerfile
      ? nameOf({ file, path: file.path }, dockerfile.uri)
      : decodeURIComponent(uri.replace(/^.*\//, ''));
  return { name, uri, line: (lines?.lineAt(offset) ?? 0) + 1 };
}

function remarksOn({ how, run, note }: Process): readonly string[] {
  const when = run?.isInLoop ? 'in a loop' : run?.isConditional ? 'under a condition' : undefined;
  return [words[how], when, note].filter((one) => one !== undefined);
}
