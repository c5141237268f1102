import { Refusal } from '../../core/fix.ts';
import { buildPackageKind, plainPackageName } from '../../shell/build-tools.ts';
import type { LeftBehind } from './following.ts';
import type { LaterUses } from './later-uses.ts';

/** Packages that only the one who calls their programs needs. */
const tools =
  /^(?:apt-transport-https|bash|bzip2|ca-certificates|curl|file|git|gnupg2?|gpg|gzip|jq|openssh-client|patch|perl|rsync|sudo|tar|tzdata|unzip|wget|xz|xz-utils|zip|zstd)$/;

/** Headers of what every image has. */
const plainHeaders = /^(?:libc6-dev|libc-dev|musl-dev|glibc-devel|linux-headers|linux-libc-dev|kernel-headers)$/;

/** The programs of packages that are called otherwise. */
const programsOf: Readonly<Record<string, readonly string[]>> = {
  'build-base': ['gcc', 'g++', 'cc', 'make'],
  'build-essential': ['gcc', 'g++', 'cc', 'make'],
  gnupg: ['gpg'],
  gnupg2: ['gpg'],
  maven: ['mvn'],
  'openssh-client': ['ssh', 'scp', 'ssh-keyscan'],
  'xz-utils': ['xz'],
};

/** The bundle of certificates, where Debian, Ubuntu and Alpine have it. */
export const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** What a package is there for that none of its own programs is called for. */
const helpsWith: Readonly<Record<string, RegExp>> = {
  'apt-transport-https': /^apt(?:-get)?$/,
  bzip2: /^tar$/,
  'ca-certificates': /^(?:curl|wget|git|go|pip3?|npm|yarn|cargo|mvn|composer)$/,
  gzip: /^tar$/,
  'openssh-client': /^git$/,
  xz: /^tar$/,
  'xz-utils': /^tar$/,
  zstd: /^tar$/,
};

/** What the packages that were installed have the later stage copy; refused where it may need what they bring. */
export function packagesHandedOn(
  left: LeftBehind,
  later: LaterUses,
  scripts: readonly string[],
): readonly string[] | Refusal {
  const names = installed(left);
  if (names instanceof Refusal) return names;
  for (const name of names) {
    const refusal = refusalFor(name, left);
    if (refusal) return refusal;
  }
  const programs = [...names, ...names.flatMap((name) => programsOf[name] ?? []), ...left.programs];
  const called = later.calls(programs, scripts);
  if (called !== undefined) return new Refusal(`"${called}" is installed there, and called later: leave it above.`);
  return names.includes('ca-certificates') ? [certificates] : [];
}

/** The packages that are there in the end. */
function installed({ packages }: LeftBehind): readonly string[] | Refusal {
  let names: string[] = [];
  for (const { kind, manager, packages: words } of packages) {
    if (kind === 'update' || kind === 'clean') continue;
    if (kind === 'upgrade') return new Refusal('The packages of the image are upgraded, which it would be without.');
    if (words.some(({ value }) => value === undefined)) {
      return new Refusal('A variable decides which packages are installed.');
    }
    const named = words.map(({ value = '' }) => plainPackageName(value));
    if (kind === 'install' && manager.id !== 'rpm') names.push(...named);
    // Alpine calls a group of packages, which is removed as one, by a name with a dot in front.
    else if (kind === 'remove' && named.length > 0 && named.every((name) => name.startsWith('.'))) names = [];
    else if (kind === 'remove' && named.every((name) => names.includes(name))) {
      names = names.filter((name) => !named.includes(name));
    } else return new Refusal(`Which packages ${manager.name} installs or removes there is not known.`);
  }
  return names.filter((name) => !name.startsWith('.'));
}

function refusalFor(name: string, { packages, called }: LeftBehind): Refusal | undefined {
  const isHeaders = /-(?:dev|devel|headers)$/.test(name) && !plainHeaders.test(name);
  const isOfCpp =
    packages.some(({ manager }) => manager.id === 'apk') && /^(?:g\+\+|build-base|alpine-sdk)$/.test(name);
  const brings = isHeaders ? 'libraries' : isOfCpp ? 'the library of C++' : undefined;
  if (brings !== undefined) {
    return new Refusal(`"${name}" brings ${brings}, which the image may need when it runs: leave it above.`);
  }
  if (buildPackageKind(name) !== undefined) return undefined;
  // A tool that is called there was installed for that.
  const isUsed =
    [name, ...(programsOf[name] ?? [])].some((program) => called.has(program)) ||
    [...called].some((program) => Object.hasOwn(helpsWith, name) && helpsWith[name]?.test(program));
  return tools.test(name) && isUsed
    ? undefined
    : new Refusal(`"${name}" is installed there, and the image may need it: leave it above.`);
}
