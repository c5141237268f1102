import { podSecurityPresets } from '../core/preset.ts';

/** A section of a help text: a title, and lines or rows of two columns. */
type Section = readonly [title: string, lines: readonly (string | readonly [term: string, meaning: string])[]];

const exitStatus: Section = [
  'Exit status',
  [
    ['0', 'nothing was found that is as severe as --fail-on says'],
    ['1', 'something was'],
    ['2', 'the command line is wrong, a file cannot be read, or git does not know the revision'],
  ],
];

const plainStatus: Section = [
  'Exit status',
  [
    ['0', 'all went well'],
    ['2', 'the command line is wrong, or what it names cannot be read'],
  ],
];

const colors: Section = [
  'Environment',
  [
    ['NO_COLOR', 'when set, nothing is coloured'],
    ['FORCE_COLOR', 'when set and not 0, colours are used although the output is no terminal'],
    ['NODE_COMPILE_CACHE', 'the folder for what makes the next start faster; NODE_DISABLE_COMPILE_CACHE does without'],
  ],
];

const sections: Readonly<Record<string, readonly Section[]>> = {
  seaworthy: [
    exitStatus,
    colors,
    [
      'Examples',
      [
        ['seaworthy lint', 'check the current folder'],
        ['seaworthy lint --fix Dockerfile', 'apply the safe fixes to a file'],
        ['seaworthy explain DL3006', "read about a rule, by its own or another tool's name"],
        ['seaworthy lint --help', 'read about a command'],
      ],
    ],
  ],
  lint: [
    [
      'What is checked',
      [
        'Dockerfiles are known by their names (Dockerfile*, *.dockerfile, Containerfile*), manifests of Kubernetes by',
        'apiVersion and kind. In folders, what a .gitignore excludes is left out; a file that is named is checked',
        'in any case.',
      ],
    ],
    [
      'Formats',
      [
        ['pretty', 'for people: each finding with its lines, and how to fix it'],
        ['json', 'everything, for programs; lines and columns count from zero'],
        ['sarif', "SARIF 2.1.0, for GitHub's code scanning and others"],
        ['github', 'annotations of GitHub Actions'],
        ['gitlab', "the report of GitLab's Code Quality"],
        ['junit', 'XML that most build servers show as test results'],
      ],
    ],
    [
      'Presets',
      [
        ['recommended', 'what practically every reviewer would raise'],
        ['strict', 'also what good teams argue about'],
        ['all', 'everything'],
        [podSecurityPresets.join(', '), 'what Pod Security Admission refuses at that level'],
      ],
    ],
    [
      'Severities',
      [
        ['error', 'it will not build, or is refused'],
        ['warning', 'a reviewer would ask to change it'],
        ['info', 'it is worth knowing'],
        ['hint', 'people disagree; it never makes a run fail'],
      ],
    ],
    [
      'Files',
      [
        ['.seaworthy.yaml', 'configuration; the nearest one up the tree holds'],
        ['.gitignore', 'what is left out of folders'],
      ],
    ],
    exitStatus,
    colors,
    [
      'Examples',
      [
        ['seaworthy lint', 'check the current folder'],
        ['seaworthy lint --fix deploy Dockerfile', 'apply the safe fixes to a folder and a file'],
        ['seaworthy lint --format sarif > seaworthy.sarif', 'write a report for code scanning'],
        ['seaworthy lint --changed-since origin/main', 'only what a branch has touched'],
        ['seaworthy lint --cache', 'look anew only at what has changed since the last run'],
        ['seaworthy lint --write-baseline known.json', 'write down what is found today'],
        ['seaworthy lint --baseline known.json', 'only what is new since then'],
        ['seaworthy lint --stdin-filename Dockerfile < Dockerfile', 'check standard input'],
        ['seaworthy lint --preset pss-restricted --kubernetes-version 1.34', 'what a namespace would refuse'],
      ],
    ],
  ],
  rules: [plainStatus, ['Examples', [['seaworthy rules --format json', 'everything about every rule, for programs']]]],
  explain: [
    plainStatus,
    [
      'Examples',
      [
        ['seaworthy explain pin-base-image', "a rule's page, as Markdown"],
        ['seaworthy explain DL3006', "by another tool's name"],
        ['seaworthy explain --processes Dockerfile', 'what its container starts'],
        ['seaworthy explain --images .', 'which Dockerfile builds which image'],
      ],
    ],
  ],
  cache: [
    [
      'Formats',
      [
        ['pretty', 'a table for each Dockerfile'],
        ['json', 'everything, for programs'],
        ['html', 'a page with a picture of the history'],
      ],
    ],
    plainStatus,
    [
      'Examples',
      [
        ['seaworthy cache Dockerfile', 'how often each of its instructions ran again'],
        ['seaworthy cache --format html > cache.html', 'the same of all Dockerfiles, as a page'],
      ],
    ],
  ],
  pin: [
    [
      'What is written',
      [
        'name:tag becomes name:tag@sha256:..., in FROM, COPY --from, RUN --mount=from= and # syntax= of Dockerfiles, in',
        'pods, and beside newTag in kustomizations. The digest is that of the index where an image is made for several',
        'platforms. Nothing is written before all registries have answered, and each file in one go.',
      ],
    ],
    [
      'The network',
      [
        'Registries are asked for nothing but the images that are named, and only by this command: with the logins of',
        'docker login, through the proxy of the environment. A comment that suppresses pin-digest leaves an image alone.',
        'docs/pinning.md says what is sent where.',
      ],
    ],
    [
      'Exit status',
      [
        ['0', 'all went well'],
        ['1', 'with --check: an image has no digest, or its tag has moved on'],
        ['2', 'the command line is wrong, a file cannot be read or written, or a registry does not answer'],
      ],
    ],
    [
      'Environment',
      [
        ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'through whom registries are asked'],
        ['NODE_EXTRA_CA_CERTS, SSL_CERT_FILE', 'certificate authorities to believe besides those of the system'],
        ['DOCKER_CONFIG, REGISTRY_AUTH_FILE', 'where logins are kept'],
      ],
    ],
    [
      'Examples',
      [
        ['seaworthy pin', 'give a digest to all images of the current folder that have none'],
        ['seaworthy pin --refresh Dockerfile', 'bring the digests of a file up to date'],
        ['seaworthy pin --check --format json', 'what a build server asks for'],
      ],
    ],
  ],
  init: [
    [
      'What is written',
      [
        'Dockerfile and .dockerignore for what the folder holds: its language, package manager, version, start and',
        'port are read from its files. With --kubernetes also k8s/deployment.yaml, k8s/service.yaml where the image',
        'listens on a port, and k8s/kustomization.yaml. They fit the Dockerfile, the one that is there included.',
        'A file that is there already is left as it is.',
      ],
    ],
    [
      'Exit status',
      [
        ['0', 'all that was missing is written, or was printed'],
        ['2', 'nothing is known of the folder, a file cannot be written, or the command line is wrong'],
      ],
    ],
    [
      'Examples',
      [
        ['seaworthy init', 'an image of the current folder'],
        ['seaworthy init --dry-run api', 'look at what would be written'],
        ['seaworthy init --kubernetes', 'manifests as well'],
        ['seaworthy init docker/Dockerfile', 'manifests for the image that a Dockerfile makes'],
      ],
    ],
  ],
  completion: [
    [
      'How to use it',
      [
        ['bash', 'in ~/.bashrc: source <(seaworthy completion bash)'],
        ['zsh', 'in ~/.zshrc, behind compinit: source <(seaworthy completion zsh)'],
        ['fish', 'seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish'],
      ],
    ],
    plainStatus,
  ],
  lsp: [plainStatus, ['Examples', [['seaworthy lsp --stdio', 'what an editor starts']]]],
};

/** What stands below the options in the help of a command; empty for one of which there is no more to say. */
export function helpBelow(command: string): string {
  return (sections[command] ?? [])
    .map(([title, lines]) => {
      const width = Math.max(...lines.map((line) => (typeof line === 'string' ? 0 : line[0].length)));
      const told = lines.map(
        (line) => `  ${typeof line === 'string' ? line : `${line[0].padEnd(width)}  ${line[1]}`}\n`,
      );
      return `\n${title}:\n${told.join('')}`;
    })
    .join('');
}
