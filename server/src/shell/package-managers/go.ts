import { type PackageManager, unnamed } from './manager.ts';
import { fromElsewhere, type PackageRequest } from './request.ts';

/** The go command (go.dev/ref/mod, 1.26). */
export const go: PackageManager = {
  id: 'go',
  name: 'Go',
  programs: ['go'],
  kind: 'language',
  cache: { folders: ['/go/pkg/mod', '/root/.cache/go-build'], isExclusive: false, isStore: true },
  project: { manifests: ['go.mod'], locks: ['go.sum'], settings: ['go.work', 'go.work.sum'], elsewhere: ['-C'] },
  offlineOptions: ['-mod=vendor'],
  read(command) {
    if (command.name !== 'go') return undefined;
    const [subcommand, ...rest] = command.operandWords([
      '-o',
      '-ldflags',
      '-tags',
      '-mod',
      '-C',
      '-gcflags',
      '-asmflags',
      '-p',
    ]);
    const name = subcommand?.value ?? '';
    if (name === 'mod') return rest[0]?.value === 'download' ? unnamed('dependencies', subcommand) : undefined;
    if (name === 'clean') return unnamed('clean', subcommand);
    if (name === 'get') return { kind: 'install', subcommand, packages: rest };
    // What follows the package that `go run` builds are the arguments of its program.
    const remote = (name === 'run' ? rest.slice(0, 1) : rest).filter(({ text }) => isRemote(text));
    if (/^(?:install|run)$/.test(name) && remote.length > 0) {
      const isVersioned = remote.some(({ text }) => text.includes('@'));
      return { kind: isVersioned ? 'install' : 'build', subcommand, packages: remote };
    }
    return ['build', 'install', 'test', 'generate'].includes(name) ? unnamed('build', subcommand) : undefined;
  },
  request: requestOf,
};

/** Whether a package path leads to another module: its first part is then the name of a host. */
function isRemote(path: string): boolean {
  return path.includes('@') || (/^[\w-]+(?:\.[\w-]+)+\//.test(path) && !path.endsWith('.go'));
}

/** `module/path`, `module/path@version`, or a package of the module at hand. */
function requestOf(word: string): PackageRequest {
  if (/^[./]/.test(word) || /^(?:all|std|cmd|tool|work)$/.test(word)) return fromElsewhere(word, 'file');
  const at = word.indexOf('@');
  if (at === -1) return { name: word, origin: 'index' };
  const [name, version] = [word.slice(0, at), word.slice(at + 1)];
  const moves = /^(?:latest|upgrade|patch|none|main|master|HEAD)$/.test(version);
  return { name, origin: 'index', ...(moves ? { tag: version } : { version }) };
}
