import type { ReferenceEntry } from './page.ts';

/** An option of a mount, explained. */
export interface MountOption {
  readonly summary: string;
  /** Undefined for an option that stands alone; empty where it takes anything. */
  readonly values?: readonly string[];
}

/** A type of mount, and its options, the likeliest first. */
export interface MountReference extends ReferenceEntry {
  readonly options: Readonly<Record<string, MountOption>>;
}

const target: MountOption = {
  summary: 'Where it appears for the commands. Relative paths begin at the WORKDIR.',
  values: [],
};
const source: MountOption = {
  summary: 'The file or folder in it that is mounted; all of it unless given.',
  values: [],
};
const from: MountOption = {
  summary: 'The stage, named context or image that it comes from; the build context unless given.',
  values: [],
};
const uid: MountOption = { summary: 'The number of the user that owns it; 0 unless given.', values: ['0', '1000'] };
const gid: MountOption = { summary: 'The number of the group that owns it; 0 unless given.', values: ['0', '1000'] };

/**
 * The types of mounts of RUN and the options that each has, without those that are other names for one of them
 * (docs.docker.com/reference/dockerfile, frontend 1.20), in words of our own.
 */
export const mountReference: Readonly<Record<string, MountReference>> = {
  cache: {
    summary:
      'A folder that is kept from one build to the next and never becomes part of the image, for package managers and compilers. It may be empty at any time.',
    syntax: '--mount=type=cache,target=PATH[,sharing=locked]',
    example: 'RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt',
    anchor: 'run---mounttypecache',
    options: {
      target,
      sharing: {
        summary:
          'What happens when two builds want it at once: both use it, each gets its own, or one waits for the other.',
        values: ['locked', 'shared', 'private'],
      },
      id: { summary: 'The name under which it is kept; its target unless given.', values: [] },
      from: { summary: 'The stage or image that it begins with; it begins empty unless given.', values: [] },
      source,
      mode: { summary: 'The permissions of the folder when it is made; 0755 unless given.', values: ['0755', '0777'] },
      uid,
      gid,
      readonly: { summary: 'The commands may only read it.' },
    },
  },
  bind: {
    summary:
      'Files of the build context, of another stage or of an image, without copying them. What the commands write there is thrown away.',
    syntax: '--mount=[type=bind,]target=PATH[,source=PATH][,from=STAGE]',
    example: 'RUN --mount=type=bind,source=go.mod,target=go.mod go mod download',
    anchor: 'run---mounttypebind',
    options: {
      target,
      source,
      from,
      readwrite: { summary: 'The commands may write to it; what they write is thrown away.' },
    },
  },
  secret: {
    summary:
      'A secret that the build is given with `--secret`, as a file or as an environment variable. It is in no layer and in no history.',
    syntax: '--mount=type=secret,id=NAME[,target=PATH][,env=VARIABLE]',
    example: 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
    anchor: 'run---mounttypesecret',
    options: {
      id: { summary: 'The name of the secret, as `--secret id=` of the build has it.', values: [] },
      target: { summary: 'The file it appears as; `/run/secrets/` and its id unless given.', values: [] },
      env: { summary: 'The environment variable it appears as, instead of a file.', values: [] },
      required: {
        summary: 'Fails when the build is not given the secret; goes on without it unless given.',
        values: ['true', 'false'],
      },
      mode: { summary: 'The permissions of the file; 0400 unless given.', values: ['0400', '0444'] },
      uid,
      gid,
    },
  },
  ssh: {
    summary:
      'The SSH agent of whoever builds, given with `--ssh`, so that commands can use its keys without having them.',
    syntax: '--mount=type=ssh',
    example: 'RUN --mount=type=ssh git clone git@github.com:example/private.git',
    anchor: 'run---mounttypessh',
    options: {
      id: { summary: 'Which of several agents or keys; `default` unless given.', values: ['default'] },
      target: { summary: 'The path of the socket.', values: [] },
      required: {
        summary: 'Fails when the build is given no agent; goes on without it unless given.',
        values: ['true', 'false'],
      },
      mode: { summary: 'The permissions of the socket; 0600 unless given.', values: ['0600'] },
      uid,
      gid,
    },
  },
  tmpfs: {
    summary: 'A folder in memory that is empty at the beginning and gone at the end.',
    syntax: '--mount=type=tmpfs,target=PATH[,size=BYTES]',
    example: 'RUN --mount=type=tmpfs,target=/tmp ./build.sh',
    anchor: 'run---mounttypetmpfs',
    options: {
      target,
      size: { summary: 'The most that it may hold, in bytes.', values: [] },
    },
  },
};

/** Other names of the same options. */
const synonyms: Readonly<Record<string, string>> = {
  dst: 'target',
  destination: 'target',
  src: 'source',
  ro: 'readonly',
  rw: 'readwrite',
};

/** An option's name as the reference has it. */
export function canonicalOption(key: string): string {
  const name = key.toLowerCase();
  return Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
}

/** A type of mount; undefined for one that there is not. */
export function referenceOfMount(type: string): MountReference | undefined {
  const name = type.toLowerCase();
  return Object.hasOwn(mountReference, name) ? mountReference[name] : undefined;
}
