import { readXml, type XmlElement } from '../../text/xml.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { majorMinor } from './version-files.ts';

/** A project of .NET: a folder with a project file, or one whose folders hold them. */
export async function detectDotnet(folder: ProjectFolder): Promise<Project | undefined> {
  const paths = await projectFiles(folder);
  const read = await Promise.all(
    paths.map(async (path) => ({ path, root: readXml((await folder.read(path)) ?? '').at('Project') })),
  );
  const projects = read.flatMap(({ path, root }) => (root ? { path, root } : [])).filter(({ root }) => !isTest(root));
  const started =
    projects.find(({ root }) => isWeb(root)) ?? projects.find(({ root }) => isProgram(root)) ?? projects[0];
  if (!started) return undefined;
  const { path, root } = started;
  const facts: Partial<Record<FactName, Fact>> = {};
  const assembly = property(root, 'AssemblyName');
  const stem = path.replace(/^.*\//, '').replace(/\.\w+proj$/, '');
  facts.name = assembly ? fact(assembly, path, `AssemblyName is ${assembly}`) : fact(stem, path, 'it is here');
  facts.main = fact(path, path, 'it is here');
  const version = versionOf(root, path);
  if (version) facts.version = version;
  const sdk = root.attributes.get('Sdk') ?? '';
  if (isWeb(root)) facts.framework = fact('ASP.NET Core', path, `Sdk is "${sdk}"`);
  // The images of .NET set ASPNETCORE_HTTP_PORTS to 8080 since version 8 (learn.microsoft.com, "Default ASP.NET Core port").
  if (isWeb(root)) facts.port = fact('8080', path, 'ASP.NET Core listens on it in an image of .NET');
  return {
    language: 'dotnet',
    tool: 'dotnet',
    title: '.NET',
    because: { file: path, says: sdk ? `Sdk is "${sdk}"` : 'it is here' },
    shape: isWeb(root) ? 'service' : 'program',
    facts,
    remarks: projects.length > 1 ? [`There are ${projects.length} projects; ${path} is the one that is started.`] : [],
  };
}

/** The project files here, or in the folders here and in src. */
async function projectFiles(folder: ProjectFolder): Promise<readonly string[]> {
  const own = await folder.files(/\.(?:cs|fs|vb)proj$/);
  if (own.length > 0) return own;
  if ((await folder.files(/\.slnx?$/)).length === 0) return [];
  const inSource = (await folder.folders('src')).map((name) => `src/${name}`);
  const places = [...(await folder.folders()), ...inSource].slice(0, 40);
  const found = await Promise.all(
    places.map(async (place) => (await folder.files(/\.(?:cs|fs|vb)proj$/, place)).map((name) => `${place}/${name}`)),
  );
  return found.flat();
}

function versionOf(root: XmlElement, file: string): Fact | undefined {
  const framework = property(root, 'TargetFramework') ?? property(root, 'TargetFrameworks');
  const found = /\bnet(\d+\.\d+)/.exec(framework ?? '')?.[1];
  const version = found && majorMinor(found);
  return version ? fact(version, file, `TargetFramework is ${framework}`) : undefined;
}

function property(root: XmlElement, name: string): string | undefined {
  const text = root.children.find((group) => group.name === 'PropertyGroup' && group.at(name))?.at(name)?.text;
  return text === undefined || text === '' || text.includes('$(') ? undefined : text;
}

function isWeb(root: XmlElement): boolean {
  return root.attributes.get('Sdk') === 'Microsoft.NET.Sdk.Web';
}

function isProgram(root: XmlElement): boolean {
  return (
    /^(?:win)?exe$/i.test(property(root, 'OutputType') ?? '') ||
    root.attributes.get('Sdk') === 'Microsoft.NET.Sdk.Worker'
  );
}

function isTest(root: XmlElement): boolean {
  if (property(root, 'IsTestProject') === 'true') return true;
  return [...root.below('PackageReference')].some((one) => one.attributes.get('Include') === 'Microsoft.NET.Test.Sdk');
}
