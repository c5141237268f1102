import { Refusal } from '../../core/fix.ts';
import { dotnetRuntimeTag } from '../../image/runtime-images.ts';
import { wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { programMade, writtenWith } from './outputs.ts';
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
  provides: (command, build) =>
    command.name === 'dotnet' || programMade(command, build, published(build)) !== undefined,
  async plan(build): Promise<Plan | Refusal> {
    const { image, imageWord, survey, folder } = build;
    if (imageWord.text.includes('$')) return new Refusal('A variable decides on the version of the base image.');
    const tag = dotnetRuntimeTag(image);
    if (tag === undefined || image.repository !== 'dotnet/sdk') {
      return new Refusal('Which runtime image belongs to this one is not known.');
    }
    const program = programOf(build);
    if (program instanceof Refusal) return program;
    const output = published(build).find((path) => isWithin(path, program));
    const copies: readonly Copied[] =
      output === folder && !mixesSources(build, output) ? [{ from: output, to: output }] : wholeTree(survey);
    const more = output === undefined ? [] : [{ from: output, to: output }];
    if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
    const isNative = !program.endsWith('.dll') && (await isSelfContained(build));
    return {
      image: `mcr.microsoft.com/dotnet/${isNative ? 'runtime-deps' : await runtimeName(build)}:${tag}`,
      copies: withoutRepeated([...copies, ...more]),
    };
  },
};

/** The folders that programs are published to. */
function published({ survey }: Build): readonly string[] {
  return writtenWith('-o', survey, publishes).concat(writtenWith('--output', survey, publishes));
}

function publishes({ name, operands }: { readonly name: string; readonly operands: readonly string[] }): boolean {
  return name === 'dotnet' && operands[0] === 'publish';
}

/** Whether sources lie in the folder that is published to, or around it. */
function mixesSources({ survey }: Build, output: string): boolean {
  return survey.items.some(({ path, source }) => source !== undefined && isWithin(path, output));
}

/** The assembly that the container starts, or the program that was published beside it: an absolute path. */
function programOf(build: Build): string | Refusal {
  const { startup, folder } = build;
  const starts = startup.commands.filter(({ name }) => name === 'dotnet');
  const first = starts[0]?.operands[0];
  if (starts.some(({ operands }) => /^(?:run|watch|test|build)$/.test(operands[0] ?? ''))) {
    return new Refusal('The container builds its program each time it starts: publish it with a RUN first.');
  }
  if (first?.endsWith('.dll')) return resolvePath(folder, first);
  const outputs = published(build);
  const [program] = starts.length > 0 ? [] : startup.commands.flatMap((one) => programMade(one, build, outputs) ?? []);
  return program ?? new Refusal('The container does not start "dotnet" with a program.');
}

/**
 * Whether what is published brings its own .NET: it is told to, or it is trimmed or compiled ahead, which is refused
 * otherwise (learn.microsoft.com/dotnet/core/deploying, of .NET 6 and later). What it needs then is in `runtime-deps`.
 */
async function isSelfContained(build: Build): Promise<boolean> {
  const commands = build.survey.commands.map(({ command }) => command).filter(publishes);
  const isTold = commands.some(({ words }) =>
    words.some(({ text }, at) => {
      if (text === '--self-contained' || text === '--sc') return words[at + 1]?.text !== 'false';
      return /^(?:--(?:self-contained|sc)[=:]|[-/]p:(?:SelfContained|PublishTrimmed|PublishAot)=)true$/i.test(text);
    }),
  );
  const projects = await projectsOf(build);
  return isTold || (projects.length > 0 && projects.every((text) => ownRuntime.test(text ?? '')));
}

const ownRuntime = /<(?:SelfContained|PublishSelfContained|PublishTrimmed|PublishAot)>\s*true\s*</i;

/** ASP.NET's image has all that the plain runtime has; only a project that is surely no web project can do without. */
async function runtimeName(build: Build): Promise<'aspnet' | 'runtime'> {
  const projects = await projectsOf(build);
  const isPlain = (text: string | undefined) =>
    text?.includes('Sdk="Microsoft.NET.Sdk"') && !text.includes('AspNetCore');
  return projects.length > 0 && projects.every(isPlain) ? 'runtime' : 'aspnet';
}

/** The texts of the project files that the build gets; undefined for one that cannot be read. */
async function projectsOf({ project, survey }: Build): Promise<readonly (string | undefined)[]> {
  const found: string[] = [];
  for (const { source } of survey.items) {
    if (source === undefined || !project) continue;
    if (/\.csproj$/.test(source) && !/[*?]/.test(source)) found.push(source);
    for (const { name } of (await project.list(source)) ?? [])
      if (name.endsWith('.csproj')) found.push(`${source}/${name}`);
  }
  return Promise.all([...new Set(found)].map((path) => project?.read(path)));
}
