import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { inFolder, must, rulesIn, seaworthy, type Trial, write } from './trial.ts';

const dockerfile = 'FROM alpine:3.24\nMAINTAINER me\n';
const name = 'a'.repeat(200);
const stars = '*a'.repeat(20);

/** Longer than anything hostile may keep the command line busy, its start included. */
const longest = 20;

/** What each configuration is meant to do harm with. */
const configurations: Readonly<Record<string, string>> = {
  'builds upon itself': 'extends: .seaworthy.yaml\n',
  'builds upon what is outside': 'extends: [../../../../../../etc/passwd, /etc/shadow, file:///etc/shadow]\n',
  'builds upon a thousand': `extends: [${Array.from({ length: 1000 }, (_, at) => `./${at}.yaml`).join(', ')}]\n`,
  'is an alias bomb': `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghij'].map((key, at) => `${key}: &${key} [${Array.from({ length: 9 }, () => `*${'abcdefghij'[at]}`).join(', ')}]`).join('\n')}\n`,
  'is deep': `rules: ${'['.repeat(50_000)}\n`,
  'is huge': `ignore:\n${'  - vendor/x\n'.repeat(200_000)}`,
  'holds keys of prototypes':
    '__proto__: {preset: all}\nrules:\n  __proto__: error\n  constructor: off\n  toString: {severity: error}\n  pin-digest: {__proto__: {severity: error}}\nimages: {__proto__: Dockerfile, constructor: x}\noverrides: [{files: "*", rules: {__proto__: off}}]\n',
  'merges itself': 'rules: &r {<<: *r, pin-digest: off}\n',
  'is binary': '\0\u0001\uFFFF',
  'has globs of many stars': `ignore: ["${stars}b", "**/${stars}/**/${stars}b"]\noverrides: [{files: ["${stars}b", "+(+(a))b", "(a+)+b", "*(*(*(a)))b"], rules: {}}]\n`,
  'has globs that are no globs': `ignore: ["[", "${'['.repeat(1000)}", "${'{a,'.repeat(1000)}", "${'x'.repeat(70_000)}", "!(!(!(a)))"]\n`,
  'has expressions that explode':
    'rules:\n  required-labels: {annotations: {x: "^(a+)+$", y: "(a|a)*b", z: "(x?){999}"}}\n',
};

const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name.slice(0, 60)}\n  annotations: {x: ${name}!, y: ${name}}\nspec:\n  containers: [{name: a, image: a:1}]\n`;

const malicious = async () => {
  let slowest = 0;
  for (const [what, text] of Object.entries(configurations)) {
    await inFolder(
      { '.seaworthy.yaml': text, Dockerfile: dockerfile, [`${name}.Dockerfile`]: dockerfile, 'pod.yaml': pod },
      (folder) => {
        const ran = seaworthy(folder, ['lint', '--format', 'json', '.'], { seconds: 60 });
        must(
          rulesIn(ran.stdout).includes('maintainer-is-a-label'),
          `a configuration that ${what}: ${ran.stdout.slice(0, 300)} ${ran.stderr.slice(0, 300)}`,
        );
        must(
          !/root:x:0|root:[*!$]/.test(`${ran.stdout}${ran.stderr}`),
          `a configuration that ${what} tells what is outside`,
        );
        must(ran.seconds < longest, `a configuration that ${what} took ${ran.seconds.toFixed(1)} s`);
        slowest = Math.max(slowest, ran.seconds);
      },
    );
  }
  return `${Object.keys(configurations).length} configurations (${Object.keys(configurations).join('; ')}): all judged, the slowest in ${slowest.toFixed(1)} s`;
};

/** Files of a workspace whose patterns make a matcher that backtracks try and try. */
const patterns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '.gitignore': { '.gitignore': `${stars}b\n${'**/a/'.repeat(20)}b\n`, [`${'a/'.repeat(90)}Dockerfile`]: dockerfile },
  '.dockerignore': { '.dockerignore': `${stars}b\n`, [`${name}.txt`]: '', Dockerfile: `${dockerfile}COPY . .\n` },
  'COPY sources': {
    [`${name}.txt`]: '',
    Dockerfile: `${dockerfile}COPY ${stars}b /x/\nCOPY --exclude=${stars}b . .\n`,
  },
  variables: {
    Dockerfile: `${dockerfile}ENV A=${name}\nENV B=\${A#${stars}b} C=\${A%%${stars}b} D=\${A//${stars}b/x}\n`,
  },
  kustomization: {
    'kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [pod.yaml]\npatches:\n- target: {name: "(a+)+b"}\n  patch: |-\n    - {op: add, path: /metadata/labels, value: {a: b}}\n',
    'pod.yaml': pod,
  },
  skaffold: {
    'skaffold.yaml': `apiVersion: skaffold/v4beta11\nkind: Config\nmanifests: {rawYaml: ["${stars}b"]}\n`,
    [`${name}.yaml`]: pod,
  },
  shell: { Dockerfile: `${dockerfile}RUN case ${name} in ${stars}b) echo;; esac; cat ${stars}b\n` },
};

const backtracking = async () => {
  let slowest = 0;
  for (const [what, files] of Object.entries(patterns)) {
    await inFolder({ Dockerfile: dockerfile, [`${name}.Dockerfile`]: dockerfile, ...files }, (folder) => {
      spawnSync('git', ['init', '-q'], { cwd: folder });
      const ran = seaworthy(folder, ['lint', '--preset', 'all', '--format', 'json', '.'], { seconds: 60 });
      must(rulesIn(ran.stdout).includes('maintainer-is-a-label'), `patterns in ${what}: ${ran.stderr.slice(0, 300)}`);
      must(ran.seconds < longest, `patterns in ${what} took ${ran.seconds.toFixed(1)} s`);
      slowest = Math.max(slowest, ran.seconds);
    });
  }
  return `${Object.keys(patterns).join(', ')}: the slowest took ${slowest.toFixed(1)} s`;
};

const outside = () =>
  inFolder(
    {
      'secret/key.txt': 'TOPSECRET',
      'secret/start.sh': '#!/bin/sh\necho TOPSECRET\n',
      'secret/base.yaml': 'rules: {pin-digest: TOPSECRET}\nkubernetesVersion: TOPSECRET\n',
    },
    (folder) => {
      const inner = path.join(folder, 'w');
      write(inner, {
        '.seaworthy.yaml':
          'extends: [../secret/base.yaml, linked/base.yaml]\nimages: {a: ../secret/key.txt, b: linked/key.txt}\n',
        Dockerfile: `${dockerfile}COPY ../secret/start.sh linked/start.sh /\nENTRYPOINT ["/start.sh"]\n`,
        'compose.yaml': 'include: [../secret/base.yaml, linked/base.yaml]\nservices: {a: {build: ../secret}}\n',
        'kustomization.yaml': 'resources: [../secret/base.yaml, linked/base.yaml]\n',
        'pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1}, {name: b, image: b:1}]}\n',
      });
      symlinkSync('../secret', path.join(inner, 'linked'));
      spawnSync('git', ['init', '-q'], { cwd: inner });
      const ran = seaworthy(inner, ['lint', '--preset', 'all', '--format', 'json', '.']);
      const said = `${ran.stdout}${ran.stderr}`;
      must(rulesIn(ran.stdout).includes('maintainer-is-a-label'), said.slice(0, 500));
      must(!said.includes('TOPSECRET'), `what is outside is told: ${said.slice(0, 2000)}`);
      return `extends, images, COPY, include, build contexts and resources with .. and through a link: nothing of what is outside is told`;
    },
  );

const gitTricks = () =>
  inFolder({ Dockerfile: dockerfile, '.gitattributes': '* filter=evil diff=evil\n' }, (folder) => {
    const git = (...words: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: folder });
    if (git('init', '-q').error) return 'left out: git is not installed';
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    const ran = path.join(folder, 'ran');
    const evil = `sh -c 'touch ${ran}' #`;
    write(folder, { '.git/hooks/post-index-change': `#!/bin/sh\ntouch ${ran}\n` });
    const keys = [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.editor',
      'core.askPass',
      'core.gitProxy',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'credential.helper',
      'alias.log',
      'alias.diff',
      'gpg.program',
      'interactive.diffFilter',
      'pager.log',
      'pager.diff',
    ];
    for (const key of keys) git('config', key, evil);
    git('config', 'core.hooksPath', path.join(folder, '.git/hooks'));
    git('config', 'log.showSignature', 'true');
    write(folder, { Dockerfile: `${dockerfile}USER 1000\n` });
    const changed = seaworthy(folder, ['lint', '--changed-since', 'HEAD', '.']);
    const cache = seaworthy(folder, ['cache', '.']);
    const plain = seaworthy(folder, ['lint', '.']);
    must(!existsSync(ran), 'a program of the repository was run');
    return `${keys.length} settings and a hook: nothing ran (statuses ${changed.status}, ${cache.status}, ${plain.status})`;
  });

export const hostile: readonly Trial[] = [
  { name: 'malicious configurations', run: malicious },
  { name: 'patterns that make matchers backtrack', run: backtracking },
  { name: 'paths out of the workspace', run: outside },
  { name: 'settings of git that run programs', run: gitTricks },
];
