import { bySubcommand, type PackageManager } from './manager.ts';

/** The .NET command line (learn.microsoft.com/dotnet/core/tools, 10). */
export const nuget: PackageManager = {
  id: 'nuget',
  name: 'NuGet',
  programs: ['dotnet'],
  kind: 'language',
  cache: { folders: ['/root/.nuget/packages'], isExclusive: false, isStore: true },
  project: {
    manifests: ['*.csproj', '*.fsproj', '*.vbproj', '*.sln', '*.slnx'],
    locks: ['packages.lock.json'],
    settings: ['NuGet.Config', 'nuget.config', 'Directory.Build.props', 'Directory.Packages.props', 'global.json'],
  },
  offlineOptions: ['--no-restore'],
  read: bySubcommand(['dotnet'], { restore: 'dependencies', build: 'build', publish: 'build', test: 'build' }, [
    '-c',
    '--configuration',
    '-o',
    '--output',
    '-r',
    '--runtime',
    '-f',
    '--framework',
  ]),
};
