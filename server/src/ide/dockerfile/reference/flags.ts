import type { ReferenceEntry } from './page.ts';

/** A flag of an instruction, explained. */
export interface FlagReference extends ReferenceEntry {
  /** What it may be, the likeliest first; where it takes anything, what to begin with. */
  readonly values?: readonly string[];
}

const owner: FlagReference = {
  summary:
    'Who owns the copied files, by name or number; root unless given. Names are looked up in the image, numbers need nothing there. Not for Windows.',
  syntax: '--chown=USER[:GROUP]',
  anchor: 'copy---chown---chmod',
};
const mode: FlagReference = {
  summary:
    'The permissions of the copied files, in octal as for `chmod` or, since frontend 1.14, in its notation with letters.',
  syntax: '--chmod=PERMISSIONS',
  values: ['644', '755', '600', 'u=rwX,go=rX'],
  anchor: 'copy---chown---chmod',
};
const link: FlagReference = {
  summary:
    'Puts the files in a layer that does not depend on those below, so that it stays valid when the base image changes. Links in the destination are not followed.',
  syntax: '--link[=true|false]',
  anchor: 'copy---link',
};
const exclude: FlagReference = {
  summary:
    'Leaves out files that match a pattern, relative to the source. May be repeated. Needs frontend 1.19 or later.',
  syntax: '--exclude=PATTERN',
  values: ['*.md', '**/*_test.go', 'node_modules'],
  anchor: 'copy---exclude',
};

/** The flags of each instruction (docs.docker.com/reference/dockerfile, frontend 1.20), in words of our own. */
export const flagReference: Readonly<Record<string, Readonly<Record<string, FlagReference>>>> = {
  FROM: {
    platform: {
      summary:
        'For which platform the image is taken, where it has several; that of the build target unless given. `$BUILDPLATFORM` runs a stage natively, for compilers that build for others.',
      syntax: '--platform=OS/ARCHITECTURE',
      values: ['$BUILDPLATFORM', '$TARGETPLATFORM', 'linux/amd64', 'linux/arm64'],
      anchor: 'from',
    },
  },
  COPY: {
    from: {
      summary: 'Copies from an earlier stage, by name or number, from a named build context, or from an image.',
      syntax: '--from=STAGE|IMAGE',
      anchor: 'copy---from',
    },
    chown: owner,
    chmod: mode,
    link,
    parents: {
      summary:
        'Keeps the folders of the sources: `COPY --parents a/b.txt /x/` makes `/x/a/b.txt`. A `/./` in a source says from where on. Needs frontend 1.20 or later.',
      syntax: '--parents[=true|false]',
      anchor: 'copy---parents',
    },
    exclude,
  },
  ADD: {
    chown: { ...owner, anchor: 'add---chown---chmod' },
    chmod: { ...mode, anchor: 'add---chown---chmod' },
    link: { ...link, anchor: 'add---link' },
    checksum: {
      summary:
        'What a download has to hash to, so that nothing else gets into the image; for Git repositories, the commit.',
      syntax: '--checksum=sha256:HASH',
      values: ['sha256:'],
      anchor: 'add---checksum',
    },
    'keep-git-dir': {
      summary: 'Keeps the `.git` folder of a repository that is cloned.',
      syntax: '--keep-git-dir[=true|false]',
      anchor: 'add---keep-git-dir',
    },
    unpack: {
      summary: 'Whether archives are unpacked: local ones are unless told otherwise, downloads are not.',
      syntax: '--unpack[=true|false]',
      anchor: 'add---unpack',
    },
    exclude: { ...exclude, anchor: 'add---exclude' },
  },
  RUN: {
    mount: {
      summary:
        'Gives the commands files that do not become part of the image: a cache, a secret, files of another stage. May be repeated.',
      syntax: '--mount=type=TYPE[,OPTION=VALUE ...]',
      example: 'RUN --mount=type=secret,id=token,env=TOKEN ./fetch.sh',
      anchor: 'run---mount',
    },
    network: {
      summary: 'Which network the commands see: that of the build, none at all, or that of the machine.',
      syntax: '--network=default|none|host',
      values: ['none', 'default', 'host'],
      anchor: 'run---network',
    },
    security: {
      summary:
        'Whether the commands run in the sandbox or with all rights, which the builder has to be allowed to give.',
      syntax: '--security=sandbox|insecure',
      values: ['sandbox', 'insecure'],
      anchor: 'run---security',
    },
    device: {
      summary: 'Gives the commands a device of the machine, by its CDI name, such as a GPU.',
      syntax: '--device=NAME[,required]',
      values: ['nvidia.com/gpu=all'],
      anchor: 'run---device',
    },
  },
  HEALTHCHECK: {
    interval: {
      summary: 'How long to wait between two checks; 30 seconds unless given.',
      syntax: '--interval=DURATION',
      values: ['30s', '10s', '1m'],
      anchor: 'healthcheck',
    },
    timeout: {
      summary: 'How long a check may take before it counts as failed; 30 seconds unless given.',
      syntax: '--timeout=DURATION',
      values: ['3s', '5s', '30s'],
      anchor: 'healthcheck',
    },
    'start-period': {
      summary: 'How long the container may take to start: failures meanwhile do not count. None unless given.',
      syntax: '--start-period=DURATION',
      values: ['5s', '30s', '1m'],
      anchor: 'healthcheck',
    },
    'start-interval': {
      summary: 'How long to wait between two checks while the container starts; 5 seconds unless given.',
      syntax: '--start-interval=DURATION',
      values: ['1s', '5s'],
      anchor: 'healthcheck',
    },
    retries: {
      summary: 'How many checks have to fail in a row for the container to be unhealthy; 3 unless given.',
      syntax: '--retries=COUNT',
      values: ['3', '5'],
      anchor: 'healthcheck',
    },
  },
};

/** A flag of an instruction; undefined for one that there is not. */
export function referenceOfFlag(keyword: string, flag: string): FlagReference | undefined {
  const flags = Object.hasOwn(flagReference, keyword) ? flagReference[keyword] : undefined;
  return flags && Object.hasOwn(flags, flag) ? flags[flag] : undefined;
}
