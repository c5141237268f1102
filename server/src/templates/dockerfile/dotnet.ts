import type { Template } from '../template.ts';

export const multiStageDotnet: Template = {
  id: 'multi-stage-dotnet',
  title: 'Multi-stage build for .NET',
  description: 'ASP.NET Core: built for the platform that is asked for, runs on a chiseled base without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    dotnet: { description: 'dotnet', default: '10.0' },
    project: { description: 'project', default: 'App' },
    port: { description: 'port that is listened on', default: '8080' },
  },
  body: `# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:{{dotnet}}-noble AS build
ARG TARGETARCH
WORKDIR /src
COPY {{project}}.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore --arch $TARGETARCH
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish --no-restore --arch $TARGETARCH --output /out

FROM mcr.microsoft.com/dotnet/aspnet:{{dotnet}}-noble-chiseled
WORKDIR /app
COPY --from=build /out ./
USER $APP_UID
EXPOSE {{port}}
ENTRYPOINT ["dotnet", "{{project}}.dll"]
`,
};
