import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import rule from '../../server/src/rules/dockerfile/build-tools-in-final-stage.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** What the conversion makes of a Dockerfile for a project file: the lines it adds, or why it refuses. */
async function convert(text: string, csproj: string): Promise<readonly string[] | string> {
  const judged = new Judgement(
    'Dockerfile',
    text,
    only(rule),
    new MemoryHost({ [`${testRoot}/App.csproj`]: csproj, [`${testRoot}/Program.cs`]: '' }),
  );
  const built = await judged.findings[0]?.fixes[0]?.build(judged.engine.fixContext(judged.source.uri));
  if (!built) throw new Error('there is nothing to fix');
  if (built instanceof Refusal) return built.reason;
  const own = text.split('\n');
  return applyEdits(text, built)
    .split('\n')
    .filter((line) => line !== '' && !own.includes(line))
    .slice(1);
}

const project = (more = '', sdk = 'Microsoft.NET.Sdk.Web') =>
  `<Project Sdk="${sdk}"><PropertyGroup>${more}</PropertyGroup></Project>`;
const file = (publish: string, start: string) =>
  `FROM mcr.microsoft.com/dotnet/sdk:9.0\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release ${publish}-o /app\nWORKDIR /app\nENTRYPOINT ["${start}"]\n`;
const native = ['FROM mcr.microsoft.com/dotnet/runtime-deps:9.0', 'COPY --from=build /app /app'];
const shared = ['FROM mcr.microsoft.com/dotnet/aspnet:9.0', 'COPY --from=build /app /app'];

describe('a program of .NET', () => {
  it.each([
    ['is told to bring its own runtime', file('-r linux-x64 --self-contained ', './App'), project()],
    ['is told so by its project', file('', '/app/App'), project('<SelfContained>true</SelfContained>')],
    ['is trimmed', file('-r linux-x64 ', './App'), project('<PublishTrimmed>true</PublishTrimmed>')],
    ['is trimmed by its command', file('-p:PublishTrimmed=true ', './App'), project()],
    ['is compiled ahead', file('', './App'), project('<PublishAot>true</PublishAot>')],
  ])('runs with the libraries of the system alone where it %s', async (_, text, csproj) => {
    expect(await convert(text, csproj)).toEqual(native);
  });

  it.each([
    ['it is started without saying so', file('', './App'), project()],
    ['it is told not to', file('--self-contained false ', './App'), project()],
    ['dotnet starts it', file('--self-contained ', 'dotnet", "App.dll'), project()],
  ])('runs with what .NET it was built for where %s', async (_, text, csproj) => {
    expect(await convert(text, csproj)).toEqual(shared);
  });

  it('is refused where what is started was not published', async () => {
    expect(await convert(file('', '/usr/bin/other'), project())).toContain('does not start "dotnet"');
  });
});
