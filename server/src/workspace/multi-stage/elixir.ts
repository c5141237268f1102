import { Refusal } from '../../core/fix.ts';
import { type Foundation, smallestImage } from '../../image/foundations.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assets, withoutRepeated } from './contents.ts';
import type { Build, Language, Plan } from './conversion.ts';
import { isWithin, resolvePath } from './paths.ts';
import { programPath, sourceOf } from './startup.ts';

/**
 * Elixir: a release of Mix is a folder with the program, its packages and Erlang's own runtime. What that shares with
 * its builder are the libraries of the distribution, so the runtime stage stands on the same one.
 */
export const elixir: Language = {
  reads: ({ name }) => ['mix', 'elixir', 'rebar3', 'npm', 'npx', 'yarn'].includes(name),
  buildVariables: /^(?:MIX_\w+|HEX_\w+|REBAR_\w+)$/,
  provides: (command, build) => releaseOf(command, build) !== undefined,
  async plan(build): Promise<Plan | Refusal> {
    const { survey, startup, foundation, project, stage } = build;
    if (startup.commands.some(({ name }) => ['mix', 'iex', 'elixir'].includes(name))) {
      return new Refusal('The container calls Mix when it starts: make a release with "mix release" and start that.');
    }
    const started = startup.commands.flatMap((command) => releaseOf(command, build) ?? []);
    if (started.length === 0)
      return new Refusal('Which release the build makes and the container starts is not known.');
    if (!foundation) return new Refusal('Which distribution the base image stands on is not known.');
    const refusal = await refusalForProject(build);
    if (refusal) return refusal;
    const others = await assets(survey, project, isSource);
    if (!others)
      return new Refusal('The files of the project cannot be read, so what the program may need is not known.');
    const own = started.map((path) => ({ from: path, to: path }));
    const rest = others.filter(({ from }) => !own.some((one) => isWithin(from, one.from)));
    return {
      image: smallestImage(foundation),
      copies: withoutRepeated([...own, ...rest]),
      // Elixir expects UTF-8, which its image sees to (github.com/erlef/docker-elixir).
      environment: stage.scope.find('LANG', Number.POSITIVE_INFINITY) ? [] : ['LANG=C.UTF-8'],
      packages: librariesOfErlang[foundation.distribution],
    };
  },
};

/** What Erlang's runtime, its shell and its cryptography load (hexdocs.pm/phoenix/releases, "Containers"). */
const librariesOfErlang: Readonly<Record<Foundation['distribution'], readonly string[]>> = {
  alpine: ['libstdc++', 'ncurses-libs', 'openssl'],
  debian: ['libstdc++6', 'libncurses6', 'openssl'],
  ubuntu: ['libstdc++6', 'libncurses6', 'openssl'],
};

/** The folder of the release that a start command runs a program of: where Mix made it, or where it was moved. */
function releaseOf(command: ShellCommand, { survey, folder }: Build): string | undefined {
  const path = programPath(command, folder);
  if (path === undefined) return undefined;
  const [root] = /^.+(?=\/bin\/[^/]+$)/.exec(path) ?? [];
  if (root === undefined) return undefined;
  const releases = survey.commands.filter(({ command: one }) => one.name === 'mix' && one.operands.includes('release'));
  const isMade = releases.some(({ command: one, folder: from }) => {
    const written = one.optionValue('--path');
    if (written !== undefined) return resolvePath(from, written) === root;
    return /^\/_build\/[^/]+\/rel\/[^/]+$/.test(root.startsWith(from) ? root.slice(from.length) : '');
  });
  const isMoved = releases.length > 0 && survey.items.some((item) => item.path === root && item.source === undefined);
  return isMade || isMoved ? root : undefined;
}

/** Packages that call programs, or load libraries, that a distribution does not bring (hex.pm, November 2026). */
const needsMore =
  /"(?:chromic_pdf|pdf_generator|puppeteer_pdf|mogrify|thumbnex|ffmpex|eimp|fast_xml|fast_yaml|enacl|libsodium|erlport|porcelain|rambo|evision|vix|image|snappy|rocksdb|eleveldb|emqtt|zbar|wx|tesseract_ocr|gphoto2|icu|ex_unicode_icu|exla|rustler)"\s*:/;

/** Parts of Erlang that load libraries of their own. */
const partsWithLibraries = /:(?:odbc|wx|observer|debugger|et|megaco)\b/;

async function refusalForProject({ survey, project }: Build): Promise<Refusal | undefined> {
  const release = survey.commands.find(({ command }) => command.name === 'mix' && command.operands.includes('release'));
  const read = (name: string) => {
    const source = sourceOf(resolvePath(release?.folder ?? '/', name), survey.items);
    return source === undefined ? undefined : project?.read(source);
  };
  const mix = await read('mix.exs');
  if (mix === undefined) return new Refusal('mix.exs cannot be read, so what the release holds is not known.');
  if (/include_erts/.test(mix)) return new Refusal('mix.exs says itself which Erlang the release runs on.');
  const part = partsWithLibraries.exec(mix)?.[0];
  if (part !== undefined)
    return new Refusal(`The program uses ${part}, whose libraries the runtime image does not have.`);
  const lock = await read('mix.lock');
  if (lock === undefined && /\{\s*:\w+\s*,\s*"/.test(mix)) {
    return new Refusal('mix.lock cannot be read, so which libraries the packages need is not known.');
  }
  const name = needsMore.exec(lock ?? '')?.[0]?.replace(/\W+/g, '');
  return name === undefined
    ? undefined
    : new Refusal(`The package ${name} relies on programs or libraries that the runtime image does not have.`);
}

/** Files that are in the release, or of use to its build only. */
function isSource(path: string): boolean {
  return (
    /\.(?:exs?|erl|hrl|heex|leex|eex)$|(?:^|\/)(?:mix\.lock|\.formatter\.exs|rebar\.(?:config|lock)|\.tool-versions)$/.test(
      path,
    ) || /(?:^|\/)(?:_build|deps|assets|config|lib|priv|rel|test|cover|doc)\//.test(path)
  );
}
