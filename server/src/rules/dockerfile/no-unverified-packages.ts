import { type Built, Refusal } from '../../core/fix.ts';
import { removeArgument } from '../../dockerfile/command-edits.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { type PackageAction, packageAction, packageManagers } from '../../shell/package-managers/index.ts';
import { replace } from '../../text/edit.ts';
import { dockerfileRule } from '../define.ts';

/** What the peers call it, by the option or setting. */
const names: readonly (readonly [RegExp, string])[] = [
  [/allow-untrusted/, 'checkov/CKV2_DOCKER_7'],
  [/allow-unauthenticated|AllowUnauthenticated/i, 'checkov/CKV2_DOCKER_8'],
  [/nogpgcheck/, 'checkov/CKV2_DOCKER_9'],
  [/nosignature|nodigest|noverify|nofiledigest/, 'checkov/CKV2_DOCKER_10'],
  [/force-yes/, 'checkov/CKV2_DOCKER_11'],
  [/sslverify/, 'checkov/CKV2_DOCKER_15'],
];

export default dockerfileRule({
  id: 'no-unverified-packages',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Install only packages whose origin is verified',
  why: 'Package managers check that a package was signed by whom the image trusts. Without that check, whoever controls a mirror, a proxy or the network between puts code of theirs into the image, and it runs as root while the package is installed. Import the key of the repository instead. For files that were made in the same build there is no signature to check, so they are a matter of the preset `strict`.',
  lesson: 'supply',
  aliases: names.map(([, alias]) => alias),
  fix: 'manual',
  fixing:
    'Removes the option; `--force-yes` becomes `-y`. The build then fails where a key is missing, which has to be imported.',
  references: ['https://wiki.debian.org/SecureApt'],
  examples: [
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends --allow-unauthenticated acme && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends acme && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM debian:13\nRUN apt-get update && apt-get install --force-yes --no-install-recommends acme && rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends acme && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      bad: 'FROM alpine:3.24\nRUN apk add --no-cache --allow-untrusted -X https://mirror.example.com/acme acme\n',
      fixed: 'FROM alpine:3.24\nRUN apk add --no-cache -X https://mirror.example.com/acme acme\n',
    },
    { bad: 'FROM rockylinux:9\nRUN yum-config-manager --save --setopt=acme.sslverify=0\n' },
    {
      bad: 'FROM debian:13\nRUN echo "deb [trusted=yes] https://apt.example.com stable main" > /etc/apt/sources.list.d/acme.list\n',
    },
    { good: 'FROM alpine:3.24\nCOPY acme.apk /tmp/\nRUN apk add --no-cache --allow-untrusted /tmp/acme.apk\n' },
    {
      good: 'FROM debian:13\nRUN echo "deb [ trusted=yes ] file:///tmp/packages ./" > /etc/apt/sources.list.d/own.list\n',
    },
    { good: 'FROM fedora:44\nRUN dnf install -y git && dnf clean all\n' },
  ],
  check({ dockerfile, report }) {
    for (const { command } of dockerfile.commandsNamed(...programs)) {
      const action = packageAction(command);
      for (const word of command.arguments) {
        if (!isUnverified(command, action, word)) continue;
        const isOwnFile = action !== undefined && takesFilesOnly(action);
        report(word.span, messageOf(word, isOwnFile))
          .as(...names.flatMap(([pattern, alias]) => (pattern.test(word.text) ? [alias] : [])))
          .onlyIn(isOwnFile ? 'strict' : 'recommended')
          .grade(isOwnFile ? 'info' : 'warning')
          .fix(`Remove ${word.text}`, () => verify(dockerfile, command, action, word));
      }
    }
  },
});

/** The programs whose words are looked at: package managers that check what they install, and what configures them. */
const programs: ReadonlySet<string> = new Set([
  ...packageManagers.filter(({ unverifiedOptions }) => unverifiedOptions).flatMap((manager) => manager.programs),
  ...['dnf5', 'echo', 'printf', 'yum-config-manager'],
]);

function isUnverified(command: ShellCommand, action: PackageAction | undefined, { text }: ShellWord): boolean {
  if (action) {
    const { unverifiedOptions = [], unverifiedSetting } = action.manager;
    return unverifiedOptions.includes(text) || unverifiedSetting?.test(text) === true;
  }
  if (command.name === 'echo' || command.name === 'printf') return trustedSource.test(text);
  return configures(command) && rpmSetting.test(text);
}

/** A line of sources.list(5) that switches the check of signatures off, for a repository that is not on the disk. */
const trustedSource = /^["']?deb(?:-src)?\s+\[[^\]]*\btrusted=yes\b[^\]]*\]\s+(?!file:|copy:)/;

/** What dnf.conf(5) calls the checks, switched off. */
const rpmSetting = /\b(?:gpgcheck|sslverify)=(?:0|false|no)\b/i;

/** `yum-config-manager` and `dnf config-manager` change settings for good. */
function configures({ name, operands }: ShellCommand): boolean {
  return name === 'yum-config-manager' || (/^dnf5?$/.test(name) && operands[0] === 'config-manager');
}

/** Whether all that is installed are files at hand. */
function takesFilesOnly({ manager, packages }: PackageAction): boolean {
  return (
    packages.length > 0 &&
    packages.every(({ value }) => {
      if (value === undefined) return true;
      return !/^\w+:\/\//.test(value) && (manager.id === 'rpm' || manager.request?.(value)?.origin === 'file');
    })
  );
}

function messageOf({ text }: ShellWord, isOwnFile: boolean): string {
  if (trustedSource.test(text))
    return 'trusted=yes takes packages from whoever controls the way to this repository: use signed-by';
  const advice = isOwnFile ? 'check the file against its checksum' : "import the repository's key";
  return `${text} installs what nobody has verified: ${advice}`;
}

function verify(
  dockerfile: Dockerfile,
  command: ShellCommand,
  action: PackageAction | undefined,
  word: ShellWord,
): Built {
  if (!action?.manager.unverifiedOptions?.includes(word.text)) {
    return new Refusal('It is a setting: what takes its place has to be written.');
  }
  const isAnswer = action.manager.confirmation?.answers.includes(word.text) === true;
  const { option = '', answers = [] } = action.manager.confirmation ?? {};
  if (isAnswer && !command.has(...answers.filter((one) => one !== word.text))) {
    return command.isEditable ? [replace(word.span, option)] : new Refusal('The command is in the exec form.');
  }
  const edit = removeArgument(dockerfile, command, word);
  return edit instanceof Refusal ? edit : [edit];
}
