import { isTomlTable, readToml, type TomlTable, tomlAt, tomlItems } from '../../text/toml.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { majorMinor, versionIn } from './version-files.ts';

const portPatterns = [
  /"(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]|::):(\d{2,5})"/,
  /\(\s*\[\s*\d+,\s*\d+,\s*\d+,\s*\d+\s*\]\s*,\s*(\d{2,5})\s*\)/,
  /\("(?:0\.0\.0\.0|127\.0\.0\.1|localhost)",\s*(\d{2,5})\)/,
  /\bUNSPECIFIED\b[^;]*?,\s*(\d{2,5})\s*\)/,
  /\bPORT"\)[^;]*?"(\d{2,5})"/,
];

const servers = ['actix-web', 'axum', 'hyper', 'poem', 'rocket', 'salvo', 'tide', 'tonic', 'warp'];

/** A package of Rust: a folder with a Cargo.toml. */
export async function detectRust(folder: ProjectFolder): Promise<Project | undefined> {
  const text = await folder.read('Cargo.toml');
  if (text === undefined) return undefined;
  const manifest = readToml(text);
  const programs = await programsOf(folder, manifest);
  const facts: Partial<Record<FactName, Fact>> = {};
  const [program] = programs;
  if (program) facts.name = program.name;
  if (program) facts.main = fact(program.path, 'Cargo.toml', program.name.because.says);
  const version = await versionOf(folder);
  if (version) facts.version = version;
  if (await folder.has('Cargo.lock')) facts.lock = fact('Cargo.lock', 'Cargo.lock', 'it is here');
  const dependencies = tomlAt(manifest, 'dependencies');
  const server = servers.find((name) => isTomlTable(dependencies) && dependencies[name] !== undefined);
  if (server) facts.framework = fact(server, 'Cargo.toml', `it depends on ${server}`);
  const port = await portOf(folder, program?.path, server);
  if (port) facts.port = port;
  const isWorkspace = isTomlTable(manifest.workspace);
  const besides = await besidesSources(folder);
  return {
    language: 'rust',
    tool: 'cargo',
    title: 'Rust',
    because: { file: 'Cargo.toml', says: 'it is here' },
    shape: port || server ? 'service' : 'program',
    facts,
    remarks: [
      ...(facts.lock ? [] : ['There is no Cargo.lock: commit it, so that every build takes the same dependencies.']),
      ...(program || isWorkspace ? [] : ['There is no program here, only a library.']),
      ...(programs.length > 1
        ? [
            `There are ${programs.length} programs: ${programs.map(({ name }) => name.value).join(', ')}. The first is started.`,
          ]
        : []),
      ...(besides.length > 0
        ? [`The Dockerfile builds from src alone: copy ${besides.join(' and ')} as well where the build reads that.`]
        : []),
      ...(isWorkspace
        ? ['Cargo.toml declares a workspace: say in the Dockerfile which of its packages is built.']
        : []),
    ],
  };
}

/** What builds read beside the sources: a build script, templates, migrations, definitions of messages. */
async function besidesSources(folder: ProjectFolder): Promise<readonly string[]> {
  const read =
    /^(?:assets|i18n|locales|migrations|proto|protos|queries|resources|sql|static|templates|\.sqlx|\.cargo)$/;
  const found = (await folder.entries()).filter(({ name, kind }) =>
    kind === 'folder' ? read.test(name) : name === 'build.rs',
  );
  return found.map(({ name }) => name);
}

/** The programs that Cargo makes of a package (doc.rust-lang.org/cargo, "Cargo Targets"), `default-run` first. */
async function programsOf(
  folder: ProjectFolder,
  manifest: TomlTable,
): Promise<readonly { readonly name: Fact; readonly path: string }[]> {
  const packageName = tomlAt(manifest, 'package', 'name');
  if (typeof packageName !== 'string') return [];
  const stated = tomlItems(manifest.bin).flatMap((one) => {
    const name = isTomlTable(one) ? one.name : undefined;
    const path = isTomlTable(one) ? one.path : undefined;
    if (typeof name !== 'string') return [];
    return {
      name: fact(name, 'Cargo.toml', `[[bin]] name is "${name}"`),
      path: typeof path === 'string' ? path : 'src/main.rs',
    };
  });
  const found = new Map(stated.map((one) => [one.name.value, one]));
  const isListed = [...found.values()].some(({ path }) => path === 'src/main.rs');
  if (!isListed && (await folder.has('src/main.rs'))) {
    const name = fact(packageName, 'Cargo.toml', `package.name is "${packageName}"`);
    found.set(packageName, { name, path: 'src/main.rs' });
  }
  for (const file of await folder.files(/\.rs$/, 'src/bin')) {
    const name = file.replace(/\.rs$/, '');
    const path = `src/bin/${file}`;
    if (!found.has(name)) found.set(name, { name: fact(name, path, 'it is here'), path });
  }
  const first = tomlAt(manifest, 'package', 'default-run');
  return [...found.values()].toSorted(
    (one, other) => Number(other.name.value === first) - Number(one.name.value === first),
  );
}

/** A version that rust-toolchain names; channels are left to the template. */
async function versionOf(folder: ProjectFolder): Promise<Fact | undefined> {
  for (const file of ['rust-toolchain.toml', 'rust-toolchain']) {
    const text = await folder.read(file);
    if (text === undefined) continue;
    const stated = tomlAt(readToml(text), 'toolchain', 'channel') ?? (await versionIn(folder, file));
    const version = typeof stated === 'string' ? majorMinor(stated) : undefined;
    if (version) return fact(version, file, `the channel is ${stated}`);
  }
  return undefined;
}

async function portOf(
  folder: ProjectFolder,
  main: string | undefined,
  server: string | undefined,
): Promise<Fact | undefined> {
  const settings = readToml((await folder.read('Rocket.toml')) ?? '');
  for (const profile of ['release', 'default', 'global']) {
    const port = tomlAt(settings, profile, 'port');
    if (typeof port === 'number') return fact(String(port), 'Rocket.toml', `${profile}.port is ${port}`);
  }
  const said = await portInSources(folder, [...(main ? [main] : []), 'src/main.rs', 'src/lib.rs'], portPatterns);
  if (said || server !== 'rocket') return said;
  return fact('8000', 'Cargo.toml', 'rocket listens on it');
}
