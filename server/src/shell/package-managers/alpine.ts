import { bySubcommand, type PackageManager } from './manager.ts';
import { fromElsewhere, fromIndex, type PackageRequest } from './request.ts';

/** apk (apk-tools 2.14, Alpine 3.22). It asks nothing unless told to. */
export const apk: PackageManager = {
  id: 'apk',
  name: 'apk',
  programs: ['apk'],
  kind: 'system',
  cache: {
    folders: ['/var/cache/apk'],
    isExclusive: true,
    isStore: false,
    leftovers: [
      {
        what: 'the package index',
        folders: ['/var/cache/apk'],
        option: '--no-cache',
        alsoAvoidedBy: ['--no-network'],
        isCleanedBy: (subcommand) => subcommand === 'cache',
        comesWith: 'install',
      },
    ],
  },
  project: undefined,
  read: bySubcommand(['apk'], { update: 'update', add: 'install', upgrade: 'upgrade', del: 'remove', cache: 'clean' }, [
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--repositories-file',
    '--arch',
    '--keys-dir',
    '--cache-dir',
    '--cache-max-age',
    '--wait',
    '--timeout',
    '--progress-fd',
  ]),
  request: requestOf,
  unverifiedOptions: ['--allow-untrusted'],
};

/** `name`, `name=1.2-r3`, `name~=1.2`, `name@repository`, `file.apk`; `!name` keeps one out, `.name` is a virtual one. */
function requestOf(word: string): PackageRequest | undefined {
  if (word.endsWith('.apk')) return fromElsewhere(word, 'file');
  if (word.startsWith('!') || word.startsWith('.')) return undefined;
  return fromIndex(word.replace(/@[\w-]+$/, ''), /[<>~=]+/);
}
