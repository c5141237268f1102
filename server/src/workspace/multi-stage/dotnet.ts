import { Refusal } from '../../core/fix.ts';
import { dotnetRuntimeTag } from '../../image/runtime-images.ts';
import { wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { writtenWith } from './outputs.ts';
import { isWithin, resolvePath } from './paths.ts';

/**
 * .NET: what `dotnet publish` wrote, and the runtime image of the same version. ASP.NET reads its settings from the
 * working directory, so where that is not the folder of the program, the tree goes with it.
 */
export const dotnet: Language = {
  reads: ({ name, operands }) =>
    name === 'dotnet' &&
    /^(?:restore|build|publish|test|tool|clean|nuget|workload|--info|--version)$/.test(operands[0] ?? ''),
  buildVariables: /^(?:NUGET_\w+|DOTNET_(?:CLI_TELEMETRY_OPTOUT|NOLOGO|SKIP_FIRST_TIME_EXPERIENCE))$/,
  provides: ({ name }) => name === 'dotnet',
  async plan(build): Promise<Plan | Refusal> {
    const { image, imageWord, survey, folder } = build;
    if (imageWord.text.includes('$')) return new Refusal('A variable decides on the version of the base image.');
    const tag = dotnetRuntimeTag(image);
    if (tag === undefined || image.repository !== 'dotnet/sdk') {
      return new Refusal('Which runtime image belongs to this one is not known.');
    }
    const program = programOf(build);
    if (program instanceof Refusal) return program;
    const published = writtenWith('-o', survey, publishes).concat(writtenWith('--output', survey, publishes));
    const output = published.find((path) => isWithin(path, program));
    const copies: readonly Copied[] =
      output === folder && !mixesSources(build, output) ? [{ from: output, to: output }] : wholeTree(survey);
    const more = output === undefined ? [] : [{ from: output, to: output }];
    if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
    return {
      image: `mcr.microsoft.com/dotnet/${await runtimeName(build)}:${tag}`,
      copies: withoutRepeated([...copies, ...more]),
    };
  },
};

function publishes({ name, operands }: { readonly name: string; readonly operands: readonly string[] }): boolean {
  return name === 'dotnet' && operands[0] === 'publish';
}

/** Whether sources lie in the folder that is published to, or around it. */
function mixesSources({ survey }: Build, output: string): boolean {
  return survey.items.some(({ path, source }) => source !== undefined && isWithin(path, output));
}

/** The assembly that the container starts: an absolute path. */
function programOf({ startup, folder }: Build): string | Refusal {
  const starts = startup.commands.filter(({ name }) => name === 'dotnet');
  const first = starts[0]?.operands[0];
  if (starts.some(({ operands }) => /^(?:run|watch|test|build)$/.test(operands[0] ?? ''))) {
    return new Refusal('The container builds its program each time it starts: publish it with a RUN first.');
  }
  if (first === undefined || !first.endsWith('.dll'))
    return new Refusal('The container does not start "dotnet" with a program.');
  return resolvePath(folder, first);
}

/** ASP.NET's image has all that the plain runtime has; only a project that is surely no web project can do without. */
async function runtimeName({ project, survey }: Build): Promise<'aspnet' | 'runtime'> {
  const found: string[] = [];
  for (const { source } of survey.items) {
    if (source === undefined || !project) continue;
    if (/\.csproj$/.test(source) && !/[*?]/.test(source)) found.push(source);
    for (const { name } of (await project.list(source)) ?? [])
      if (name.endsWith('.csproj')) found.push(`${source}/${name}`);
  }
  const projects = await Promise.all([...new Set(found)].map((path) => project?.read(path)));
  const isPlain = (text: string | undefined) =>
    text?.includes('Sdk="Microsoft.NET.Sdk"') && !text.includes('AspNetCore');
  return projects.length > 0 && projects.every(isPlain) ? 'runtime' : 'aspnet';
}
