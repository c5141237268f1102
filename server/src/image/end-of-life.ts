import { type ImageReference, officialName } from './reference.ts';

/** When something got its last security fix from those who make it: `2023-04-30`, or no more than the year. */
export interface EndOfLife {
  /** What came to its end, such as `Node.js 16` or `Debian buster`. */
  readonly what: string;
  readonly since: string;
}

/** Releases of one program by the version in the tag, each with the day of its end. */
type Ends = Readonly<Record<string, string>>;

/**
 * Versions that had come to their end by August 2026, as their makers announced: nodejs.org/about/previous-releases,
 * devguide.python.org/versions, ruby-lang.org/en/downloads/branches, php.net/eol.php,
 * postgresql.org/support/versioning, alpinelinux.org/releases, dotnet.microsoft.com/platform/support/policy. The end of
 * Debian is that of its long-term support, the end of Ubuntu that of standard support.
 */
const programs: Readonly<Record<string, { readonly name: string; readonly ends: Ends }>> = {
  alpine: {
    name: 'Alpine',
    ends: {
      '3.1': '2016-11-01',
      '3.2': '2017-05-01',
      '3.3': '2017-11-01',
      '3.4': '2018-05-01',
      '3.5': '2018-11-01',
      '3.6': '2019-05-01',
      '3.7': '2019-11-01',
      '3.8': '2020-05-01',
      '3.9': '2020-11-01',
      '3.10': '2021-05-01',
      '3.11': '2021-11-01',
      '3.12': '2022-05-01',
      '3.13': '2022-11-01',
      '3.14': '2023-05-01',
      '3.15': '2023-11-01',
      '3.16': '2024-05-23',
      '3.17': '2024-11-22',
      '3.18': '2025-05-09',
      '3.19': '2025-11-01',
      '3.20': '2026-04-01',
    },
  },
  node: {
    name: 'Node.js',
    ends: {
      '4': '2018-04-30',
      '5': '2016-06-30',
      '6': '2019-04-30',
      '7': '2017-06-30',
      '8': '2019-12-31',
      '9': '2018-06-30',
      '10': '2021-04-30',
      '11': '2019-06-01',
      '12': '2022-04-30',
      '13': '2020-06-01',
      '14': '2023-04-30',
      '15': '2021-06-01',
      '16': '2023-09-11',
      '17': '2022-06-01',
      '18': '2025-04-30',
      '19': '2023-06-01',
      '20': '2026-04-30',
      '21': '2024-06-01',
      '23': '2025-06-01',
    },
  },
  php: {
    name: 'PHP',
    ends: {
      '5': '2018-12-31',
      '7': '2022-11-28',
      '8.0': '2023-11-26',
      '8.1': '2025-12-31',
    },
  },
  postgres: {
    name: 'PostgreSQL',
    ends: {
      '9': '2021-11-11',
      '10': '2022-11-10',
      '11': '2023-11-09',
      '12': '2024-11-21',
      '13': '2025-11-13',
    },
  },
  python: {
    name: 'Python',
    ends: {
      '2': '2020-01-01',
      '3.4': '2019-03-18',
      '3.5': '2020-09-30',
      '3.6': '2021-12-23',
      '3.7': '2023-06-27',
      '3.8': '2024-10-07',
      '3.9': '2025-10-31',
    },
  },
  ruby: {
    name: 'Ruby',
    ends: { '2': '2023-03-31', '3.0': '2024-04-23', '3.1': '2025-03-26', '3.2': '2026-03-31' },
  },
};

/** Suites and versions of Debian and Ubuntu, which stand in their own tags and in those of other images. */
const suites: Readonly<Record<string, EndOfLife>> = {
  wheezy: { what: 'Debian wheezy', since: '2018-05-31' },
  jessie: { what: 'Debian jessie', since: '2020-06-30' },
  stretch: { what: 'Debian stretch', since: '2022-06-30' },
  buster: { what: 'Debian buster', since: '2024-06-30' },
  trusty: { what: 'Ubuntu 14.04', since: '2019-04-25' },
  xenial: { what: 'Ubuntu 16.04', since: '2021-04-30' },
  bionic: { what: 'Ubuntu 18.04', since: '2023-05-31' },
  focal: { what: 'Ubuntu 20.04', since: '2025-05-31' },
};
const numbers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { '7': 'wheezy', '8': 'jessie', '9': 'stretch', '10': 'buster' },
  ubuntu: { '14.04': 'trusty', '16.04': 'xenial', '18.04': 'bionic', '20.04': 'focal' },
};

/** Official images that get no more updates at all, and what to use instead (their pages on Docker Hub). */
const abandoned: Readonly<Record<string, { readonly since: string; readonly instead: string }>> = {
  adoptopenjdk: { since: '2021', instead: 'eclipse-temurin' },
  centos: { since: '2024-06-30', instead: 'rockylinux or almalinux' },
  consul: { since: '2023', instead: 'hashicorp/consul' },
  django: { since: '2016', instead: 'python' },
  iojs: { since: '2015', instead: 'node' },
  java: { since: '2016', instead: 'eclipse-temurin' },
  jenkins: { since: '2018', instead: 'jenkins/jenkins' },
  openjdk: { since: '2022', instead: 'eclipse-temurin' },
  piwik: { since: '2018', instead: 'matomo' },
  rails: { since: '2016', instead: 'ruby' },
  sentry: { since: '2020', instead: 'getsentry/sentry' },
  vault: { since: '2023', instead: 'hashicorp/vault' },
};

/** Versions of .NET in the images of mcr.microsoft.com/dotnet. */
const dotnet: Ends = {
  '2': '2021-08-21',
  '3': '2022-12-13',
  '5.0': '2022-05-10',
  '6.0': '2024-11-12',
  '7.0': '2024-05-14',
};

/** What an image offers that is no longer mended, if anything is known of it. */
export function endOfLife(image: ImageReference): (EndOfLife & { readonly instead?: string }) | undefined {
  const tag = image.tag ?? '';
  if (image.registry === 'mcr.microsoft.com' && /^dotnet\/(?!framework)/.test(image.repository)) {
    return ended('.NET', dotnet, tag);
  }
  const name = officialName(image);
  if (name === undefined) return undefined;
  const gone = Object.hasOwn(abandoned, name) ? abandoned[name] : undefined;
  // Early-access builds of OpenJDK are still published.
  if (gone && !/-?(?:ea|rc)\b/.test(tag)) return { what: `The image ${name}`, ...gone };
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  const own = program && ended(program.name, program.ends, tag);
  if (own) return own;
  const words = tag.split('-');
  const suite = numbers[name]?.[words[0]?.replace(/^(\d+)\.\d+$/, name === 'debian' ? '$1' : '$&') ?? ''];
  const known = [suite, ...words].find((word) => word !== undefined && Object.hasOwn(suites, word));
  if (known !== undefined) return suites[known];
  const alpine = words.find((word) => /^alpine3\.\d+$/.test(word))?.slice('alpine'.length);
  return alpine === undefined ? undefined : ended('Alpine', programs.alpine?.ends ?? {}, alpine);
}

/** The end of the line that a tag belongs to: that of its major version, or of its first two numbers. */
function ended(name: string, ends: Ends, tag: string): EndOfLife | undefined {
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  const line = [major, `${major}.${minor}`].find((one) => one !== undefined && Object.hasOwn(ends, one));
  return line === undefined ? undefined : { what: `${name} ${line}`, since: ends[line] ?? '' };
}
