import { Refusal } from '../../core/fix.ts';
import { type Foundation, smallestImage } from '../../image/foundations.ts';
import { runtimeLibraries } from '../../image/libraries.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assets, withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { programMade, writtenWith } from './outputs.ts';
import { resolvePath } from './paths.ts';
import { isBasic, programPath } from './startup.ts';

/**
 * Rust: the program is one file, linked with libc and with the shared libraries of the crates that stand for them.
 * Which these are is in Cargo.lock, so that has to be there. The tree is never copied whole: `target` is large.
 */
export const rust: Language = {
  reads(command) {
    if (command.name === 'rustup' || command.name === 'rustc') return true;
    if (command.name !== 'cargo') return false;
    return /^(?:build|b|install|fetch|check|test|clippy|fmt|clean|update|init|new|vendor|\+\w+)$/.test(
      command.operands[0] ?? '',
    );
  },
  buildVariables: /^(?:CARGO_(?!PKG)\w+|RUSTFLAGS|RUSTC_\w+|RUSTUP_\w+)$/,
  provides: (command, build) => programs(build).has(command),
  async plan(build): Promise<Plan | Refusal> {
    const { survey, startup, foundation, project } = build;
    if (startup.commands.some(({ name }) => name === 'cargo')) {
      return new Refusal('The container calls cargo when it starts: build the program with a RUN and start that.');
    }
    const started = programs(build);
    if (started.size === 0) return new Refusal('Which program the build makes and the container starts is not known.');
    if (!foundation) return new Refusal('Which distribution the base image stands on is not known.');
    const packages = await nativeLibraries(build, foundation);
    if (packages instanceof Refusal) return packages;
    const tree = await assets(survey, project, isSource);
    if (!tree)
      return new Refusal('The files of the project cannot be read, so what the program may need is not known.');
    return { image: smallestImage(foundation), copies: withoutRepeated([...started.values(), ...tree]), packages };
  },
};

/** The programs that the build makes and the container starts, and where the runtime stage has them. */
function programs(build: Build): ReadonlyMap<ShellCommand, Copied> {
  const { startup, survey, folder } = build;
  const cargo = survey.commands.filter(({ command }) => command.name === 'cargo');
  const targets = [
    ...writtenWith('--target-dir', survey, ({ name }) => name === 'cargo'),
    ...cargo.map((one) => resolvePath(one.folder, 'target')),
  ];
  const installs = cargo.some(({ command }) => command.operands[0] === 'install');
  const found = new Map<ShellCommand, Copied>();
  for (const command of startup.commands) {
    const path = programMade(command, build, targets);
    if (path !== undefined) found.set(command, { from: path, to: path });
    else if (installs && isInstalled(command)) {
      // What lies in /usr/local/cargo/bin is found by its name there, but nowhere else.
      const to = programPath(command, folder) ?? `/usr/local/bin/${command.name}`;
      found.set(command, { from: `/usr/local/cargo/bin/${command.name}`, to });
    }
  }
  return found;
}

/** Whether a program may be one of those that `cargo install` puts into its own folder. */
function isInstalled(command: ShellCommand): boolean {
  return /^(?:\/usr\/local\/cargo\/bin\/)?[\w-]+$/.test(command.words[0]?.value ?? '') && !isBasic(command);
}

/**
 * Crates whose name ends in `-sys` but that link with nothing, only on other systems, or with libraries that Debian's
 * smallest image has, such as zlib (crates.io, November 2026).
 */
const harmless =
  /^(?:js-sys|web-sys|linux-raw-sys|windows(?:-\w+)*-sys|core-foundation-sys|security-framework-sys|io-kit-sys|mach2?-sys|wasi-sys|dirs-sys(?:-next)?|iana-time-zone-\w+|system-configuration-sys|fsevent-sys|inotify-sys|kqueue-sys|schannel-sys|ndk-sys|jni-sys|objc-sys|aws-lc-(?:fips-)?sys|ring|zstd-sys|lz4-sys|bzip2-sys|lzma-sys|libz-sys|onig_sys|tikv-jemalloc-sys|jemalloc-sys|mimalloc-sys|libmimalloc-sys)$/;

/** The packages of the shared libraries that the locked crates link with. */
async function nativeLibraries(
  { project, survey }: Build,
  foundation: Foundation,
): Promise<readonly string[] | Refusal> {
  const lock = (await project?.read('Cargo.lock')) ?? (await project?.read(`${projectFolder(survey.items)}Cargo.lock`));
  if (lock === undefined) {
    return new Refusal('Cargo.lock cannot be read, so which shared libraries the program needs is not known.');
  }
  const crates = new Set([...lock.matchAll(/^name = "([^"]+)"/gm)].map(([, name]) => name ?? ''));
  const packages: string[] = [];
  for (const crate of crates) {
    if (!/[-_]sys$/.test(crate) || harmless.test(crate)) continue;
    if (crate === 'openssl-sys' && crates.has('openssl-src')) continue;
    const headers = crate === 'openssl-sys' ? 'libssl-dev' : crate === 'pq-sys' ? 'libpq-dev' : '';
    const libraries = foundation.distribution === 'debian' ? runtimeLibraries(headers, foundation) : undefined;
    if (!libraries) return new Refusal(`Which shared libraries the crate ${crate} needs to run here is not known.`);
    packages.push(...libraries);
  }
  return packages;
}

/** Where in the build context the sources are, when a folder of it is copied: with a slash at its end. */
function projectFolder(items: Build['survey']['items']): string {
  const folder = items.find(({ source }) => source?.endsWith('/') && source !== './')?.source;
  return folder ?? '';
}

function isSource(path: string): boolean {
  return (
    /\.rs$|(?:^|\/)(?:Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|rustfmt\.toml|\.rustfmt\.toml|clippy\.toml|deny\.toml|build\.rs)$/.test(
      path,
    ) || /(?:^|\/)(?:target|benches|tests|\.cargo|\.sqlx)\//.test(path)
  );
}
