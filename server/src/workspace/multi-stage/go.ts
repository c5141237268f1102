import { Refusal } from '../../core/fix.ts';
import { smallestImage } from '../../image/foundations.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import { assets, wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { programMade, writtenWith } from './outputs.ts';
import { folderOf } from './paths.ts';
import { isBasic, programPath } from './startup.ts';
import type { PlacedCommand } from './survey.ts';

/**
 * Go: the program is one file. What it shares with its builder is libc, when it uses cgo, so the runtime stage stands
 * on the distribution of the builder; files of its tree that are no source code go with it, because it may read them.
 */
export const go: Language = {
  reads(command) {
    if (command.name === 'gofmt' || command.name === 'golangci-lint') return true;
    if (command.name !== 'go') return false;
    return /^(?:build|install|mod|get|vet|test|fmt|generate|env|version|list|clean|tool|work)$/.test(
      command.operands[0] ?? '',
    );
  },
  buildVariables: /^(?:GO[A-Z0-9]*|CGO_\w+)$/,
  provides: (command, build) => programs(build).has(command),
  async plan(build): Promise<Plan | Refusal> {
    const { survey, startup, foundation, project } = build;
    if (startup.commands.some(({ name }) => name === 'go')) {
      return new Refusal('The container compiles its program each time it starts: build it with a RUN first.');
    }
    const started = programs(build);
    if (started.size === 0) return new Refusal('Which program the build makes and the container starts is not known.');
    if (!foundation) return new Refusal('Which distribution the base image stands on is not known.');
    const tree = (await assets(survey, project, isSource)) ?? wholeTree(survey);
    const zones = foundation.distribution === 'alpine' ? [zoneInfo] : [];
    return { image: smallestImage(foundation), copies: withoutRepeated([...zones, ...started.values(), ...tree]) };
  },
};

/**
 * Without an installed database Go reads time zones from its own distribution, and Alpine's images have none
 * (pkg.go.dev/time#LoadLocation).
 */
const zoneInfo: Copied = {
  from: '/usr/local/go/lib/time/zoneinfo.zip',
  to: '/usr/local/go/lib/time/zoneinfo.zip',
};

/** The programs that the build makes and the container starts, and where the runtime stage has them. */
function programs(build: Build): ReadonlyMap<ShellCommand, Copied> {
  const { startup, survey } = build;
  const builds = survey.commands.filter(({ command }) => command.name === 'go' && packageAction(command) !== undefined);
  const named = writtenWith('-o', survey, ({ name }) => name === 'go');
  const installs = builds.filter(({ command }) => command.operands[0] === 'install');
  const found = new Map<ShellCommand, Copied>();
  for (const command of startup.commands) {
    const path = programMade(command, build, named) ?? unnamedOutput(command, builds, build);
    if (path !== undefined) found.set(command, { from: path, to: path });
    // What lies in /go/bin is found by its name there, but that folder is in no search path of the runtime stage.
    else if (installs.some((install) => mayInstall(install, command))) {
      const to = programPath(command, '/') ?? `/usr/local/bin/${command.name}`;
      found.set(command, { from: `/go/bin/${command.name}`, to });
    }
  }
  return found;
}

/** `go build` without `-o` writes the program into the folder it runs in. */
function unnamedOutput(
  command: ShellCommand,
  builds: readonly PlacedCommand[],
  { folder, survey }: Build,
): string | undefined {
  const path = programPath(command, folder);
  const isOutput = builds.some(
    (build) =>
      build.command.operands[0] === 'build' && !build.command.has('-o') && path && folderOf(path) === build.folder,
  );
  return isOutput && path !== undefined && !survey.items.some((item) => item.path === path) ? path : undefined;
}

/**
 * Whether `go install` may have put a program into /go/bin. A package from elsewhere tells the program's name: the last
 * element of its path. For packages of the project the module decides, so any program that is no other will do.
 */
function mayInstall({ command: install }: PlacedCommand, command: ShellCommand): boolean {
  const written = command.words[0]?.value ?? '';
  if (isBasic(command) || (written.includes('/') && !written.startsWith('/go/bin/'))) return false;
  return install.operands.slice(1).some((target) => {
    const path = target.replace(/@.*$/, '').replace(/\/v\d+$/, '');
    return path.startsWith('.') || path.replace(/^.*\//, '') === command.name;
  });
}

function isSource(path: string): boolean {
  return (
    /\.(?:go|mod|sum|proto)$|(?:^|\/)(?:go\.work(?:\.sum)?|\.golangci\.ya?ml|\.goreleaser\.ya?ml|\.air\.toml)$/.test(
      path,
    ) || /(?:^|\/)(?:vendor|testdata)\//.test(path)
  );
}
